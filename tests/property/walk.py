#!/usr/bin/env python3
"""Properties of margin-walk, against the oracle (oracle.py) and against published and real figures.

    python3 tests/property/walk.py      prints TAP; exit status 1 if anything failed

NEGPKG_BUILD  folder of the executables (default: build in the repository)
SHARED        folder of the shared material (default: ../shared beside the repository)
SEED, COUNT   the random sheets: where they start (default 1), how many (default 300)
A sheet on which a property fails is shrunk and kept in a folder whose path is printed.
"""
import csv
import difflib
import functools
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
from fractions import Fraction
from pathlib import Path

import oracle
from sheets import PROFILES, random_options, random_sheet

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("NEGPKG_BUILD", ROOT / "build")).resolve()
SHARED = Path(os.environ.get("SHARED", ROOT.parent / "shared")).resolve()
SEED = os.environ.get("SEED", "1")
COUNT = int(os.environ.get("COUNT", "300"))
WORK = Path(tempfile.mkdtemp(prefix="negpkg-walk-"))


# --- running

class Failure(Exception):
    """A property that doesn't hold. `kind` tells one failure from another while a sheet is shrunk."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind = kind


def tool(name, arguments, stdin=b""):
    """Standard output of one of our executables, which must exit 0."""
    command = [str(BUILD / name), *map(str, arguments)]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        raise Failure(f"{name} hangs", f"$ {' '.join(command)}\nno end after 60 s") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        # the error without its place and values, so that shrinking stays with this failure
        error = next((line for line in said.splitlines() if "error:" in line), "")
        kind = re.sub(r'^\S+:|"[^"]*"|\(cell [^)]*\)|\d+', "", error)
        raise Failure(f"{name} exits {done.returncode}: {kind}",
                      f"$ {' '.join(command)}\nexit status {done.returncode}\n{said}")
    return done.stdout


def margin_walk(arguments, stdin=b""):
    return tool("margin-walk", arguments, stdin)


@functools.lru_cache(None)
def has(word):
    """Whether margin-walk is there, and its --help speaks of an option."""
    return os.access(BUILD / "margin-walk", os.X_OK) and word in tool("margin-walk", ["--help"]).decode()


def by_oracle(arguments):
    # market columns came with --method
    return oracle.margin_walk([str(a) for a in arguments], with_market=has("--method")).encode()


def same(want, got, command):
    """Both outputs to the byte, else a Failure with the lines that differ."""
    if want == got:
        return
    lines = [text.decode(errors="replace").splitlines() for text in (want, got)]
    diff = list(difflib.unified_diff(*lines, "wanted", "got", lineterm="", n=0))
    if not diff:
        diff = [f"wanted {want!r}", f"got    {got!r}"]
    raise Failure("other output", "$ " + " ".join(map(str, command)) + "\n"
                  + lines[0][0] + "\n" + "\n".join(diff[:12]))


# --- TAP

class Tap:
    """Test lines on standard output; the plan comes last, since skips depend on what is there."""

    def __init__(self):
        self.number = self.failed = 0

    def line(self, passed, text, comment=""):
        self.number += 1
        self.failed += not passed
        print(f"{'' if passed else 'not '}ok {self.number} - {text}")
        for part in comment.splitlines():
            print("# " + part)
        sys.stdout.flush()

    def run(self, text, check):
        """One test: `check` returns, or raises a Failure."""
        try:
            check()
        except Failure as failure:
            self.line(False, text, str(failure))
        except Exception:
            self.line(False, text, traceback.format_exc())
        else:
            self.line(True, text)

    def skip(self, text, reason):
        self.line(True, f"{text} # SKIP {reason}")


# --- random sheets: one property, many sheets, the first failure shrunk

class Case:
    """A sheet and the options to walk it with, written into a folder of its own."""

    def __init__(self, sheet, options, seed):
        self.sheet, self.options, self.seed = sheet, options, seed

    def rng(self):
        """Chance that is the same each time that the property is tried."""
        return random.Random(self.seed)

    def write(self, folder):
        """(rate options, FILE); the file's look (quotes, line ends, BOM) varies."""
        rng = self.rng()
        look = {"quote_all": rng.random() < 0.3, "eol": rng.choice(("\n", "\n", "\r\n"))}
        file = folder / "items.csv"
        bom = "\ufeff" if rng.random() < 0.2 else ""
        file.write_bytes((bom + self.sheet.text(**look)).encode())
        return self.rates(folder), file

    def rates(self, folder):
        rates = []
        if self.sheet.fx is not None:
            (folder / "fx.csv").write_text(self.sheet.fx_text(), encoding="utf-8")
            rates.append(f"--fx={folder / 'fx.csv'}")
        if self.sheet.report:
            rates.append(f"--report-currency={self.sheet.report}")
        return rates


def failure_of(check, case, folder=WORK):
    try:
        check(case, folder)
    except Failure as failure:
        return failure
    except Exception as error:          # output that can't be read, or a sheet that the oracle refuses
        return Failure(type(error).__name__, traceback.format_exc())
    return None


def shrink(check, case, failure):
    """A smaller case that fails in the same way: options, then rows, then columns left out."""
    def smaller(candidate):
        found = failure_of(check, candidate)
        return found is not None and found.kind == failure.kind

    progress = True
    while progress:
        progress = False
        for index in reversed(range(len(case.options))):
            fewer = Case(case.sheet, case.options[:index] + case.options[index + 1:], case.seed)
            if smaller(fewer):
                case, progress = fewer, True
        for index in reversed(range(len(case.sheet.rows))):
            rows = case.sheet.rows[:index] + case.sheet.rows[index + 1:]
            fewer = Case(case.sheet.having(rows=rows), case.options, case.seed)
            if rows and smaller(fewer):
                case, progress = fewer, True
        for column in case.sheet.columns:
            columns = [c for c in case.sheet.columns if c != column]
            rows = [{c: text for c, text in row.items() if c != column} for row in case.sheet.rows]
            fewer = Case(case.sheet.having(columns, rows), case.options, case.seed)
            if column != "product" and smaller(fewer):
                case, progress = fewer, True
    return case


def for_sheets(check, name, count, make):
    """Try a property on `count` cases of make(rng); fail with the first one, shrunk and kept."""
    failed, first = 0, None
    for index in range(count):
        seed = f"{SEED}/{name}/{index}"
        case = Case(*make(random.Random(seed)), seed)
        failure = failure_of(check, case)
        if failure:
            failed += 1
            first = first or (case, failure)
            if failed == 5:
                break                   # a property that never holds needn't take all day
    if not first:
        return
    case, failure = first
    case = shrink(check, case, failure)
    folder = Path(tempfile.mkdtemp(prefix="negpkg-walk-failed-"))
    failure = failure_of(check, case, folder) or failure
    raise Failure(failure.kind, f"{failed} of {index + 1} sheets fail; the first: seed {case.seed}\n"
                  f"kept, shrunk, in {folder}\n{failure}\n{case.sheet.text()}")


# --- the properties of random sheets

def equals_oracle(case, folder):
    """a. The same bytes as the oracle."""
    rates, file = case.write(folder)
    command = [*case.options, *rates, file]
    want = by_oracle(command)
    (folder / "wanted.csv").write_bytes(want)
    same(want, margin_walk(command), ["margin-walk", *command])


EFFECTS = oracle.EFFECTS


def foots(case, folder):
    """b. start_margin + effects = end_margin as printed, at every --places."""
    rates, file = case.write(folder)
    options = [option for option in case.options if not option.startswith("--places")]
    for places in range(10):
        command = [*options, f"--places={places}", *rates, file]
        for row in csv.DictReader(io.StringIO(margin_walk(command).decode(), newline="")):
            money = [row[c] for c in ("start_margin", *EFFECTS, "end_margin",
                                      "start_revenue", "end_revenue")]
            wrong = [text for text in money if len(text.partition(".")[2]) != places
                     or (text.startswith("-") and not Fraction(text))]
            total = sum(Fraction(row[c]) for c in ("start_margin", *EFFECTS))
            if wrong or total != Fraction(row["end_margin"]):
                raise Failure("doesn't foot", f"$ margin-walk {' '.join(map(str, command))}\n"
                              f"wrong cells {wrong}\n{row}")


def order_is_free(case, folder):
    """c. Rows shuffled, spread over FILEs with columns in other orders, one by standard input."""
    rates, file = case.write(folder)
    options, rng, sheet = [*case.options, *rates], case.rng(), case.sheet
    want = margin_walk([*options, file])
    shuffled = sheet.having(rows=rng.sample(sheet.rows, len(sheet.rows)))
    text = shuffled.text().encode()
    same(want, margin_walk(options, text), ["margin-walk", *options, "< shuffled"])

    parts = [[] for _ in range(rng.randint(2, 4))]
    for row in shuffled.rows:
        rng.choice(parts).append(row)
    files, piped = [], b""
    for index, rows in enumerate(parts):
        part = sheet.having(rng.sample(sheet.columns, len(sheet.columns)), rows)
        files.append(folder / f"part{index}.csv")
        files[-1].write_bytes(part.text(quote_all=rng.random() < 0.3).encode())
    if rng.random() < 0.5:
        files[-1], piped = "-", files[-1].read_bytes()
    command = [*options, *files]
    same(want, margin_walk(command, piped), ["margin-walk", *command])


def package_walks_alike(case, folder, by=()):
    """d. negpkg-build FILE | margin-walk = margin-walk FILE."""
    rates, file = case.write(folder)
    options = [*case.options, *by]
    want = margin_walk([*options, *rates, file])
    package = tool("negpkg-build", [*rates, file])
    (folder / "package.csv").write_bytes(package)
    same(want, margin_walk(options, package),
         ["negpkg-build", *rates, file, "| margin-walk", *options])


def make_case(features, rng, for_package=False, **how):
    sheet = random_sheet(rng, features, for_package, **how)
    return sheet, random_options(rng, sheet, for_package)


def any_case(rng):
    return make_case(PROFILES[rng.choice(list(PROFILES))], rng)


def check_random(tap):
    """a, b, c, over all kinds of sheets."""
    share = max(1, COUNT // (2 * len(PROFILES)))
    for name, features in PROFILES.items():
        count = COUNT - share * (len(PROFILES) - 1) if name == "everything" else share
        tap.run(f"equals the oracle: {count} sheets, {name}",
                functools.partial(for_sheets, equals_oracle, name, count,
                                  functools.partial(make_case, features)))
    fifth = max(1, COUNT // 5)
    for text, check in ((f"each row foots at every --places: {fifth} sheets", foots),
                        (f"shuffled and split rows give the same bytes: {fifth} sheets", order_is_free)):
        tap.run(text, functools.partial(for_sheets, check, check.__name__, fifth, any_case))
    tap.run("a large sheet equals the oracle", large_sheet)


def large_sheet():
    """Several blocks of input, quoted cells in it, by name and by pipe."""
    sheet = random_sheet(random.Random(SEED), PROFILES["hostile names"], for_package=True, size=8000)
    _, file = Case(sheet, [], SEED).write(WORK)
    command = ["--places=3", "--pool=all", "--by=product_line,account"]
    want = by_oracle([*command, file])
    same(want, margin_walk([*command, file]), ["margin-walk", *command, file])
    same(want, margin_walk(command, file.read_bytes()), ["margin-walk", *command, "<", file])


UNITS = "product,currency,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost"
OPEN = "product,expected_volume,expected_revenue,expected_cogs,achieved_volume,achieved_revenue," \
    "achieved_cogs,achieved_rebate"

# Small sheets for points that are easily read in two ways: what, heading, rows, options.
POINTS = [
    ("headings alone give a total of nothing", UNITS, [], []),
    ("a rate of a position that isn't walked doesn't matter", UNITS + ",walkaway_fx", ["a,EUR,3,2,1,4,2.5,1,1.1"],
     ["--steps=current,expected"]),
    ("a rate that is given counts for the report currency, too", UNITS + ",expected_fx",
     ["a,EUR,3,2,1,4,2.5,1,1.1"], ["--report-currency=EUR"]),
    ("what isn't sold needs no rate", UNITS + ",current_fx",
     ["a,EUR,3,2,1,,,,1.1", "b,USD,3,2,1,4,3,1,", "c,EUR,5,2,1,0,,,1.2"], []),
    ("an unknown rate of a cost doesn't matter where only revenue is measured", UNITS + ",cost_currency",
     ["a,USD,3,2,1,4,2.5,1,EUR"], ["--measure=revenue"]),
    ("a position is open that has a cost alone", OPEN + ",achieved_cost", ["a,5,100,60,,,,,7"],
     ["--steps=expected,achieved", "--open=achieved:expected"]),
    ("a position with cogs alone isn't open", OPEN, ["a,5,100,60,,,7,"],
     ["--steps=expected,achieved", "--open=achieved:expected"]),
    ("... nor where only revenue is measured", OPEN, ["a,5,100,60,,,7,", "b,5,100,60,,,,8"],
     ["--steps=expected,achieved", "--open=achieved:expected", "--measure=revenue"]),
    ("an open position has the rate of the one that stands in", OPEN + ",currency,expected_fx,achieved_fx",
     ["a,5,100,60,,,,,EUR,1.1,1.3", "b,6,90,60,,,,,USD,1,1"],
     ["--steps=expected,achieved", "--open=achieved:expected"]),
    ("a position isn't open that one of the item's phases has", OPEN + ",phase",
     ["a,5,100,60,,,,,H1", "a,6,110,70,4,90,55,,H2", "b,5,100,60,,,,,H1", "b,6,110,70,,,,,H2"],
     ["--steps=expected,achieved", "--open=achieved:expected"]),
    ("phases that cancel out, with money left over", UNITS + ",phase",
     ["a,USD,3,2,1,4,2.5,1,H1", "a,USD,5,3,1,-4,2,1,H2"], []),
]


# The same for negpkg-build FILE | margin-walk.
KEYED = "account,product_line," + UNITS
PACKAGE_POINTS = [
    ("more is sold than the customer forecast", KEYED + ",market_volume,current_market_volume",
     ["A,L,a,USD,3,2,1,4,2.5,1,3,2"], []),
    ("more is returned than sold", KEYED + ",market_volume,current_market_volume",
     ["A,L,a,USD,3,2,1,-4,2.5,1,10,10"], []),
    ("by phase, one item has phases and one has none", KEYED + ",phase",
     ["A,L,a,USD,3,2,1,4,2.5,1,H1", "A,L,a,USD,5,2,1,4,2.5,1,H2", "A,L,b,USD,3,2,1,4,2.5,1,"],
     ["--by=account,product_line,phase"]),
    ("by phase, every item has phases", KEYED + ",phase",
     ["A,L,a,USD,3,2,1,4,2.5,1,H1", "A,L,a,USD,5,2,1,4,2.5,1,H2"], ["--by=account,product_line,phase"]),
    ("by phase, a year figure stands on one phase row", KEYED + ",phase",
     ["A,L,a,USD,3,2,1,4,2.5,1,H1"], ["--by=account,product_line,phase"]),
]


def point(heading, rows, options, package=False):
    file = WORK / "point.csv"
    file.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    command = ["margin-walk", *options, file]
    try:
        if package:
            command = ["negpkg-build", file, "| margin-walk", *options]
            got = margin_walk(options, tool("negpkg-build", [file]))
        else:
            got = margin_walk([*options, file])
        same(by_oracle([*options, file]), got, command)
    except Failure as failure:
        raise Failure(failure.kind, f"{failure}\n{file.read_text(encoding='utf-8')}") from None


def check_points(tap):
    for text, heading, rows, options in POINTS:
        tap.run(text, functools.partial(point, heading, rows, options))
    for text, heading, rows, options in PACKAGE_POINTS:
        text = "a package walks as its sheet does: " + text
        if os.access(BUILD / "negpkg-build", os.X_OK):
            tap.run(text, functools.partial(point, heading, rows, options, package=True))
        else:
            tap.skip(text, "no negpkg-build")


def check_package(tap):
    """d, for the kinds of sheets that a package can hold."""
    count = max(1, COUNT // 12)
    by_phase = functools.partial(package_walks_alike, by=["--by=account,product_line,phase"])
    tests = [(package_walks_alike, name, PROFILES[name], False) for name in PROFILES]
    tests += [(by_phase, f"{name}, by phase", PROFILES[name], False) for name in ("phases", "everything")]
    tests += [(package_walks_alike, "equal keys without phases", ("equal keys",), True)]
    for check, name, features, duplicates in tests:
        text = f"a package walks as its sheet does: {count} sheets, {name}"
        if os.access(BUILD / "negpkg-build", os.X_OK):
            make = functools.partial(make_case, features, for_package=True, duplicates=duplicates)
            tap.run(text, functools.partial(for_sheets, check, "package/" + name, count, make))
        else:
            tap.skip(text, "no negpkg-build")


# --- real and published figures, for whatever walks (a function of arguments)

def rows_of(walk, arguments):
    return list(csv.DictReader(io.StringIO(walk(arguments).decode(), newline="")))


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def compare(what, want, got, tolerance=0):
    """Figures by name: {name: text}."""
    wrong = [f"{what} {name}: wanted {want[name]}, got {got[name]}" for name in want
             if abs(Fraction(want[name]) - Fraction(got[name])) > Fraction(tolerance)]
    if wrong:
        raise Failure("other figures", "\n".join(wrong))


def mix(row):
    return Fraction(row["mix_within"]) + Fraction(row["mix_across"])


def bridge_figures(row):
    """A printed row under the names of bridge.csv."""
    figures = {f"{name}_effect": row[name] for name in ("price", "cost", "volume")}
    figures.update({f"{name}_margin": row[name] for name in ("new", "lost")})
    return dict(figures, mix_effect=mix(row), start_margin=row["start_margin"], end_margin=row["end_margin"])


# bridge.csv rounds volume to six places, half to even, lets mix take the rest and prints the other figures
# in full; margin-walk spreads the last digit over all effects. A figure so differs by less than this.
LAST_DIGITS = Fraction("0.0000025")


def check_bridge(walk, folder):
    """e. bridge.csv and bridge_totals.csv, every line and figure."""
    command = ["--by=product_line", "--steps=current,expected", "--places=6", folder / "items.csv"]
    names = ("start_margin", "price_effect", "cost_effect", "volume_effect", "mix_effect",
             "new_margin", "lost_margin", "end_margin")
    groups = rows_of(walk, command)
    bridge = read(folder / "bridge.csv")
    lines = {row["product_line"]: row for row in groups if row["level"] == "product_line"}
    if [row["product_line"] for row in bridge] != list(lines):
        raise Failure("other lines", f"wanted {[row['product_line'] for row in bridge]}\ngot {list(lines)}")
    totals = {row["scope"]: row for row in read(folder / "bridge_totals.csv")}
    pooled = rows_of(walk, ["--pool=all", *command])[0]
    pairs = [(row, lines[row["product_line"]]) for row in bridge]
    pairs += [(totals["sum_of_lines"], groups[0]), (totals["pooled_all_items"], pooled)]
    for want, got in pairs:
        compare(got["level"] + " " + got["product_line"], {name: want[name] for name in names},
                bridge_figures(got), LAST_DIGITS)
        count = sum(int(want[f"{kind}_items"]) for kind in ("continuing", "new", "lost"))
        compare(got["level"], {"items": count}, got)


CASE_COLUMNS = "product_line,product,current_volume,current_price,current_revenue,current_cost," \
    "expected_volume,expected_price,expected_revenue,expected_cost"


def check_case(walk, name):
    """f. A published example: each figure that holds in our convention, within its tolerance."""
    rows = read(next((SHARED / "cases").glob(name + "_*_input.csv")))
    expected = read(next((SHARED / "cases").glob(name + "_*_expected.csv")))
    items, options = CASES[name](rows)
    file = WORK / f"{name}.csv"
    with open(file, "w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([CASE_COLUMNS.split(","), *items])
    printed = {row["product_line"] or "total": row for row in rows_of(walk, [
        "--steps=current,expected", "--by=product_line", "--places=9", *options, file])}
    checked = 0
    for row in expected:
        if row["convention"] not in ("price_at_new_q", "any", "all_four"):
            continue
        got = case_figures(printed[row["scope"]])
        compare(f"{name} {row['scope']}", {row["effect"]: row["value"]}, got, row["tolerance"])
        checked += 1
    if not checked:
        raise Failure("nothing to compare", name)


def case_figures(row):
    """A printed row under the names of the cases."""
    return dict({name: row[name] for name in EFFECTS}, mix=mix(row), mix_within_lines=row["mix_within"],
                mix_across_lines=row["mix_across"], revenue0=row["start_revenue"],
                revenue1=row["end_revenue"],
                total=Fraction(row["end_margin"]) - Fraction(row["start_margin"]))


def units_and_prices(rows, line="line", cost=True, options=()):
    """q, p and c columns; a price that reads rev0=500 is a revenue."""
    def position(row, n):
        price, _, revenue = row[f"p{n}"].partition(f"rev{n}=")
        return [row[f"q{n}"], price, revenue, row[f"c{n}"] if cost else "0"]
    return [[row.get(line, "all"), row["item"], *position(row, 0), *position(row, 1)]
            for row in rows], options


def revenues(rows):
    """e03: volumes and revenues."""
    return [["all", row["item"], row["q0"], "", row["rev0"], "", row["q1"], "", row["rev1"], ""]
            for row in rows], ["--measure=revenue"]


def two_years(rows):
    """e19: one product, a row per year."""
    first, second = rows
    return [["all", "it", first["units"], "", first["revenue"], "",
             second["units"], "", second["revenue"], ""]], ["--measure=revenue"]


CASES = {
    "e01": units_and_prices,
    "e03": revenues,
    "e09": functools.partial(units_and_prices, line="case", cost=False),
    "e10": functools.partial(units_and_prices, options=["--pool=all"]),
    "e19": two_years,
}


def check_year(walk):
    """g. The fictional account's year, with rates from its cells and from its fx file."""
    year = SHARED / "year"
    rows = read(year / "items.csv")
    bare = WORK / "year.csv"
    with open(bare, "w", encoding="utf-8", newline="") as out:
        columns = [c for c in rows[0] if not c.endswith("_fx")]
        writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    want = {"start_margin": "2905474.00", "end_margin": "3263316.00"}
    for files in ([year / "items.csv"], [f"--fx={year / 'fx.csv'}", year / "items.csv"],
                  [f"--fx={year / 'fx.csv'}", "--report-currency=USD", bare]):
        command = ["--steps=current,expected", *files]
        compare(" ".join(map(str, command)), want, rows_of(walk, command)[0])
    # figures that formulas.md states
    pooled = rows_of(walk, ["--steps=current,walkaway", "--by=product_line", "--pool=all", year / "items.csv"])
    lines = rows_of(walk, ["--steps=current,walkaway", "--by=product_line", year / "items.csv"])
    blended = rows_of(walk, ["--steps=current,expected", "--by=product_line", year / "items.csv"])
    power = next(row for row in blended if row["product_line"] == "Power Modules")
    compare("all units pooled", {"volume": "169243.98"}, pooled[0])
    compare("pooled per line", {"volume": "-186252.30"}, lines[0])
    compare("phases blended", {"volume": "115951.13", "new": "118800.00"}, power)


def check_known_figures(tap, name, walk):
    """e, f, g for one who walks."""
    for data in ("classicmodels", "financial-sample", "superstore"):
        known_figures(tap, f"{name}: bridge of {data}", SHARED / "data" / data,
                      functools.partial(check_bridge, walk, SHARED / "data" / data))
    for case in CASES:
        known_figures(tap, f"{name}: published case {case}", SHARED / "cases",
                      functools.partial(check_case, walk, case))
    known_figures(tap, f"{name}: the year's margins", SHARED / "year",
                  functools.partial(check_year, walk))


def known_figures(tap, text, folder, check):
    if folder.is_dir():
        tap.run(text, check)
    else:
        tap.skip(text, f"no {folder}")


def main():
    tap = Tap()
    check_known_figures(tap, "oracle", by_oracle)
    if os.access(BUILD / "margin-walk", os.X_OK):
        check_points(tap)
        check_random(tap)
        check_package(tap)
        check_known_figures(tap, "margin-walk", margin_walk)
    else:
        tap.line(False, f"{BUILD / 'margin-walk'} is there")
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
