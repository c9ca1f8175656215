"""The tools that have no peers, on large sheets: pace and memory."""
from timing import BUILD, QUICK, Contender, print_race, race
from validate import workbook_package


def run(folder, _):
    workbook, package = workbook_package(folder, 100 if QUICK else 1000)
    for title, sheets, command in (
            ("bundle-check", ["bundles"], ["bundle-check", "-q"]),
            ("calendar-remind", ["calendar", "actions"], ["calendar-remind", "-q", "--today=2026-11-24"]),
            ("negpkg-report", ["package"], ["negpkg-report", "-q"])):
        paths = [package if name == "package" else workbook / f"{name}.csv" for name in sheets]
        size = sum(path.stat().st_size for path in paths)
        field = [Contender("cat", ["cat", *paths]), Contender(title, [BUILD / command[0], *command[1:], *paths], statuses=(0, 1))]
        race(field, folder, *(2, 3) if QUICK else (5, 10))
        print_race(f"{title} ({size / 1e6:.1f} MB)", field, size, {title})
