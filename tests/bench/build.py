"""negpkg-build over a sheet of items, with what overview and lines say, beside peers that roll up, sort and join the same."""
import csv
import hashlib
from decimal import Decimal

import build_peers as peers
from timing import BUILD, QUICK, Contender, print_race, race
from walk import generate

TEXTS = ["level", "account", "product_line", "product", "phase", "rank", "unit", "account_manager", "owner", "strategy"]
UNITS = {"q0": "current_volume", "q1": "expected_volume", "market": "market_volume", "market0": "current_market_volume"}
MONEY = {"r0": "current_revenue", "g0": "current_cogs", "m0": "current_margin", "r1": "expected_revenue", "g1": "expected_cogs",
         "m1": "expected_margin"}


def joined_sheets(folder):
    """What overview says of 600 accounts, and lines of their 24,000 product lines."""
    overview, lines = folder / "overview.csv", folder / "lines.csv"
    with open(overview, "w", encoding="utf-8") as out:
        out.write("account,period,account_manager\n")
        out.writelines(f"Account {a:03},2027,Manager {a % 37}\n" for a in range(600))
    with open(lines, "w", encoding="utf-8") as out:
        out.write("account,product_line,period,owner,strategy\n")
        out.writelines(f"Account {a:03},Line {n:02},2027,Owner {(a + n) % 211},{('hold', 'grow', 'leave')[n % 3]}\n"
                       for a in range(600) for n in range(40))
    return overview, lines


def package_check(package, is_ours, unit=100):
    """All rows in their order: a sum over keys, ranks, joined texts and figures, money in `unit` of a cent. A phase's rank is left
    to its place, and nothing counts 0, as it does for Miller."""
    def check(*_):
        said, count = hashlib.sha256(), 0
        with open(package, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                texts = [row.get(name) or "" for name in TEXTS]
                if texts[0] == "phase":
                    texts[5] = ""
                units = [row[ours if is_ours else name] or "0" for name, ours in UNITS.items()]
                money = [str(int(Decimal(row[ours if is_ours else name] or 0) * unit)) for name, ours in MONEY.items()]
                said.update("\t".join([*texts, *units, *money, "\n"]).encode())
                count += 1
        return {"rows": count, "sum": said.hexdigest()}
    return check


def run(folder, rows):
    overview, lines = joined_sheets(folder)
    rows //= 4 if QUICK else 1
    for variant, title in (("a", "no phases"), ("phases", "two phases an item")):
        sheet = generate(folder / f"{variant}.csv", rows, variant)
        phases = variant == "phases"
        package = folder / "package.csv"
        command = [BUILD / "negpkg-build", "-q", f"--overview={overview}", f"--lines={lines}", "-o", package, sheet]
        ours = Contender("negpkg-build", command, check=package_check(package, True), proves="package")
        check = package_check(package, False)
        field = [Contender("cat", ["cat", sheet]), ours, *peers.duckdb(sheet, overview, lines, package, phases, check)]
        if not phases:
            in_cents = package_check(package, False, 1)
            field += peers.sqlite(sheet, overview, lines, package, in_cents) + peers.miller(sheet, overview, lines, package, in_cents)
        race(field, folder, *(2, 4) if QUICK else (5, 20))
        size = sheet.stat().st_size
        print_race(f"negpkg-build, {title} ({rows:,} rows, {size / 1e6:.0f} MB)", field, size, {ours.name})
        print(f"{ours.memory / rows:.0f} bytes of memory a row\n")
        sheet.unlink()
