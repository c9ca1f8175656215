"""What a cron job pays: each tool on a sheet of 200 rows, beside `true` and the peers' way to the same."""
import walk_peers as peers
from timing import BUILD, QUICK, ROOT, Contender, print_table, print_why, race
from validate import workbook_package
from walk import BY, generate

EXAMPLES = ROOT / "share/examples"
ROWS = 200


def tools(sheet, folder):
    """All but margin-walk, on the sheets that they are for."""
    _, package = workbook_package(folder / "small", 2)
    calendar = [EXAMPLES / f"{name}.csv" for name in ("calendar", "actions")]
    return [Contender("negpkg-build", [BUILD / "negpkg-build", "-q", "-o", folder / "built.csv", sheet]),
            Contender("negpkg-validate", [BUILD / "negpkg-validate", "-q", package], statuses=(0, 1)),
            Contender("negpkg-report", [BUILD / "negpkg-report", package]),
            Contender("bundle-check", [BUILD / "bundle-check", "-q", EXAMPLES / "bundles.csv"], statuses=(0, 1)),
            Contender("calendar-remind", [BUILD / "calendar-remind", "-q", "--today=2026-11-24", *calendar])]


def run(folder, _):
    sheet = generate(folder / "start.csv", ROWS, "a")
    true = Contender("true", ["true"])
    small = [true, Contender("cat", ["cat", sheet]), peers.our_walk(sheet, BY), *tools(sheet, folder), *peers.quoteless(sheet, BY)]
    # the same work as in the walk, of which csvkit needs no sample
    large = [*peers.duckdb(sheet, BY), *peers.slow(sheet, BY), *peers.csvkit(sheet, ROWS)]
    # what comes behind a large one finds cold caches: the large ones run apart, and one that isn't counted before `true`
    race([Contender("warm-up", ["true"]), *small], folder, *(31, 1) if QUICK else (201, 6))
    race([peers.our_walk(sheet, BY), *large], folder, *(5, 1) if QUICK else (21, 6))
    field = small + large
    print(f"Start: a sheet of {ROWS} rows, milliseconds; packages have 224 rows, bundles and calendars are the examples\n")
    rows = [[c.name, f"{1e3 * c.seconds:.2f}", f"{1e3 * min(c.walls):.2f}", f"{1e3 * (c.seconds - true.seconds):+.2f}",
             f"{1e3 * (min(c.walls) - min(true.walls)):+.2f}", f"{1e3 * c.cpu:.2f}", f"{c.memory / 1e6:.1f}", len(c.walls)]
            if c.walls else [c.name, *["–"] * 7] for c in field]
    print_table(["", "median", "least", "median above true", "least above true", "cpu", "memory, MB", "runs"], rows)
    print_why(field)
