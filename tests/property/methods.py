#!/usr/bin/env python3
"""Properties of margin-walk's methods, markets, percentages, waterfalls, formats and pieces.

    python3 tests/property/methods.py   prints TAP; exit status 1 if anything failed

Settings as in walk.py. What margin-walk --help doesn't mention yet is skipped.
"""
import csv
import functools
import io
import json
import os
import random
import shutil
import subprocess
import sys
from collections import namedtuple
from fractions import Fraction

import oracle
import walk
from oracle import EFFECTS, METHODS
from sheets import PROFILES, add_markets, random_options, random_sheet, random_waterfall, steady_rates
from walk import BUILD, COUNT, SEED, SHARED, WORK, Case, Failure, Tap, by_oracle, compare, for_sheets, has, \
    margin_walk, mix, rows_of, same


# --- running

Done = namedtuple("Done", "status out err")


def run(arguments, stdin=b""):
    """margin-walk, whatever its exit status."""
    command = [str(BUILD / "margin-walk"), *map(str, arguments)]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        raise Failure("margin-walk hangs", f"$ {' '.join(command)}\nno end after 60 s") from None
    return Done(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def shown(arguments):
    return "$ margin-walk " + " ".join(map(str, arguments))


def refused(arguments, stdin=b""):
    """margin-walk must say why not, exit 2 and print nothing."""
    done = run(arguments, stdin)
    if done.status != 2 or done.out or "error:" not in done.err:
        raise Failure("isn't refused", f"{shown(arguments)}\nexit status {done.status}\n"
                      f"{done.out.decode(errors='replace')[:500]}\n{done.err}")


def expect(condition, kind, *details):
    if not condition:
        raise Failure(kind, "\n".join(map(str, details)))


def sheet_file(name, *lines):
    file = WORK / name
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


def whole_oracle(arguments):
    """The oracle as it is, whatever margin-walk --help speaks of."""
    return oracle.margin_walk([str(a) for a in arguments]).encode()


# --- random sheets

def without(options, *names):
    return [option for option in options if option.partition("=")[0] not in names]


def pick_sheet(rng, features=None):
    if features is None:
        features = PROFILES[rng.choice(list(PROFILES))]
    return random_sheet(rng, features)


def method_case(method, features, rng):
    sheet = pick_sheet(rng, features)
    if method == "symmetric" and rng.random() < 0.9:
        steady_rates(rng, sheet)        # else most sheets with currencies are refused
    if rng.random() < 0.5:
        add_markets(rng, sheet)
    options = without(random_options(rng, sheet), "--places")
    return sheet, [*options, f"--method={method}", f"--places={rng.randint(0, 15)}"]


def any_method_case(rng):
    return method_case(rng.choice(METHODS), None, rng)


def market_case(rng):
    sheet, options = any_method_case(rng)
    add_markets(rng, sheet)
    return sheet, options


def symmetric_case(rng):
    """One step, currencies steady, no sheet-only options that a swap would change."""
    sheet = pick_sheet(rng)
    steady_rates(rng, sheet)
    return sheet, without(random_options(rng, sheet), "--places", "--steps", "--base", "--open")


def points_case(rng):
    """Without margins of 10^15 per cent, where the fifteenth place of a sum is a point."""
    tame = [features for name, features in PROFILES.items() if name not in ("wide magnitudes", "everything")]
    sheet = pick_sheet(rng, rng.choice(tame))
    while sheet.revenue_only:
        sheet = pick_sheet(rng, rng.choice(tame))
    options = without(random_options(rng, sheet), "--places", "--measure", "--pool")
    return sheet, [*options, "--measure=margin-pct"]


def table_case(rng):
    """A case of any table that is printed as CSV or JSON."""
    kinds = [any_method_case] if has("--method") else [lambda rng: walk.make_case((), rng)]
    kinds += [points_case] * has("margin-pct") + [random_waterfall] * has("--waterfall")
    sheet, options = rng.choice(kinds)(rng)
    if has("--long") and not any(o.startswith(("--waterfall", "--measure=margin-pct")) for o in options) \
            and rng.random() < 0.3:
        options = [*options, "--long"]
    return sheet, options


def long_case(rng):
    sheet, options = any_method_case(rng) if has("--method") else walk.any_case(rng)
    return sheet, [*options, "--long"]


# --- properties

def equals_oracle(case, folder):
    """The oracle's bytes, or both refuse."""
    rates, file = case.write(folder)
    command = [*case.options, *rates, file]
    try:
        want = by_oracle(command)
    except oracle.Refused:
        refused(command)
        return
    same(want, margin_walk(command), ["margin-walk", *command])


def foots(case, folder):
    """At every --places, unless refused."""
    rates, file = case.write(folder)
    try:
        by_oracle([*case.options, *rates, file])
    except oracle.Refused:
        return
    walk.foots(case, folder)


def keyed(rows, by):
    """Printed rows by their group."""
    return {tuple(row[c] for c in ["level", *by]): row for row in rows}


def swap(walker, places, case, folder):
    """Ends swapped under symmetric: the effects change sign, new and lost their places, too."""
    rates, file = case.write(folder)
    rng = case.rng()
    a, b = rng.sample(case.sheet.positions, 2)
    command = ["--method=symmetric", *case.options, *rates, f"--places={places}", file]
    there, back = (walker([f"--steps={step}", *command]) for step in (f"{a},{b}", f"{b},{a}"))
    rows = [list(csv.DictReader(io.StringIO(text.decode(), newline=""))) for text in (there, back)]
    by = list(rows[0][0])
    by = by[1:by.index("from")]
    rows = [keyed(some, by) for some in rows]
    expect(list(rows[0]) == list(rows[1]), "other groups", *rows)
    # at 15 places nothing is rounded; else each effect may be off by less than a last digit
    digit = 0 if places == 15 else Fraction(1, 10 ** places)
    for key, row in rows[0].items():
        other = rows[1][key]
        pairs = [("price",) * 2, ("cost",) * 2, ("rebate",) * 2, ("other",) * 2, ("new", "lost"), ("lost", "new")]
        sums = [(Fraction(row[x]) + Fraction(other[y]), 2, f"{x} and swapped {y}") for x, y in pairs]
        sums.append((Fraction(row["volume"]) + mix(row) + Fraction(other["volume"]) + mix(other), 6, "volume + mix"))
        sums += [(abs(Fraction(r[c])), 0, c) for r in (row, other) for c in ("cross", "fx")]
        for total, times, what in sums:
            expect(abs(total) <= times * digit, "no swap", shown([f"--steps={a},{b}", *command]),
                   f"{what}: off by {float(total)}", row, other)


def only_comparable(walker, case, folder):
    """Without the items that are new, lost or other, volume, mix and market stay the same."""
    rates, file = case.write(folder)
    options = without([*case.options, *rates], "--places", "--open", "--base", "--steps")
    a, b = case.rng().sample(case.sheet.positions, 2)
    # figures of such items are blown up instead of left out, so that groups and phases stay
    command = [f"--steps={a},{b}", "--places=9", "--by=product", *options]
    columns, rows = oracle.read_table([file])
    parsed = oracle.parse([*map(str, command), str(file)])
    parsed.rates = oracle.read_fx(parsed.fx) if parsed.fx else {}
    parsed.report = parsed.report or oracle.report_currency(rows)
    parsed.by = ["product"]
    kept = {key for key, item in oracle.read_items(columns, rows, {a, b}, parsed)
            if min(item[a].volume, item[b].volume) > 0}
    fewer = case.sheet.having(rows=[row for row in case.sheet.rows if (row["product"],) in kept])
    if not fewer.rows or len(fewer.rows) == len(case.sheet.rows):
        return
    few = folder / "fewer.csv"
    few.write_text(fewer.text(), encoding="utf-8", newline="")
    options = [f"--steps={a},{b}", "--places=15", "--by=", "--pool=all", f"--report-currency={parsed.report}",
               *without(options, "--by", "--pool", "--report-currency")]
    names = ("volume", "mix_within", "mix_across", "price", "cost", "rebate", "cross", "fx")
    all_of_them, comparable = (keyed_total(walker([*options, f])) for f in (file, few))
    compare(f"margin-walk {' '.join(map(str, options))}", {n: all_of_them[n] for n in names}, comparable)


def keyed_total(text):
    return next(csv.DictReader(io.StringIO(text.decode(), newline="")))


def mix_adds_up(walker, case, folder):
    """Under --pool=all, within + across is the mix of all units as one pool."""
    rates, file = case.write(folder)
    # by phase, items are others
    options = ["--by=" + ",".join(c for c in oracle_by(case.options) if c != "phase" and c in case.sheet.columns),
               *without(case.options, "--places", "--pool", "--by"), *rates, "--places=15", "--pool=all"]
    parts = rows_total(walker, [*options, file])
    pooled = rows_total(walker, [*without(options, "--by"), "--by=", file])
    for part, whole in zip(parts, pooled, strict=True):
        slack = Fraction(50, 10 ** 15) if "--method=symmetric" in options else 0   # halves of each group
        expect(abs(mix(part) - mix(whole)) <= slack, "mix doesn't add up", options, part, whole)


def rows_total(walker, arguments):
    return [row for row in rows_of(walker, arguments) if row["level"] == "total"]


def market_sums(case, folder):
    """Both or neither, and size + share = volume as printed; where some rows have them, the gaps are said, once."""
    rates, file = case.write(folder)
    command = [*case.options, *rates, file]
    try:
        want = by_oracle(command)
    except oracle.Refused:
        return
    done = run(["--max-errors=100000", *command])
    same(want, done.out, ["margin-walk", *command])
    missing = split = False
    for row in csv.DictReader(io.StringIO(done.out.decode(), newline="")):
        size, share = row["market_size"], row["market_share"]
        expect(bool(size) == bool(share), "one without the other", row)
        expect(not size or Fraction(size) + Fraction(share) == Fraction(row["volume"]), "doesn't sum", row)
        missing |= not size and Fraction(row["volume"]) != 0
        split |= bool(size)
    said = [line for line in done.err.splitlines() if "warning:" in line and "market" in line]
    expect(len(said) <= 1, "said more than once", command, done.err)
    given = any(row.get(c) for row in case.sheet.rows for c in ("market_volume", "current_market_volume"))
    expect(said or not missing or not split, "isn't said", shown(command), done.err)
    expect(given or not said, "said without a market", shown(command), done.err)


def points_foot(case, folder):
    rates, file = case.write(folder)
    for row in rows_of(margin_walk, [*case.options, *rates, file]):
        cells = [row[c] for c in ("start_margin_pct", *oracle.POINTS, "end_margin_pct")]
        if "" not in cells:
            expect(sum(map(Fraction, cells[:-1])) == Fraction(cells[-1]), "doesn't foot", row)


def waterfall_equals(case, folder):
    """The oracle's bytes; exit status 1 and a line for each group that earns nothing."""
    _, file = case.write(folder)
    command = [*case.options, file]
    _, _, findings = oracle.table([str(a) for a in command])
    done = run(command)
    same(by_oracle(command), done.out, ["margin-walk", *command])
    lines = done.err.splitlines()
    expect(done.status == bool(findings) and len(lines) == len(findings), "other findings",
           shown(command), f"exit status {done.status}", findings, done.err)
    for key, line in zip(findings, lines):
        tame = [part for part in key if part.isascii() and part.isalnum()]
        expect(all(part in line for part in tame), "group isn't named", key, line)


class Figure(str):
    """A JSON number, with its digits."""


def unique(pairs):
    expect(len(dict(pairs)) == len(pairs), "a key twice", pairs)
    return dict(pairs)


def no_constant(text):
    raise Failure("no JSON", text)


TEXTS = ("level", "from", "to", "effect")


def json_equals(case, folder):
    """The cells of the CSV, figures with the same digits."""
    rates, file = case.write(folder)
    command = [*case.options, *rates, file]
    texts = TEXTS + tuple(oracle_by(command))
    table, done = run(command), run(["--format=json", *command])
    expect(table.status == done.status, "other exit status", command, table, done)
    if table.status == 2:
        return
    rows = json.loads(done.out.decode("utf-8"), parse_float=Figure, parse_int=Figure,
                      parse_constant=no_constant, object_pairs_hook=unique)
    wanted = list(csv.DictReader(io.StringIO(table.out.decode(), newline="")))
    expect(len(rows) == len(wanted), "other number of rows", command, len(rows), len(wanted))
    for row, want in zip(rows, wanted):
        expect(list(row) == list(want), "other keys", list(row), list(want))
        for name, cell in row.items():
            if name in texts:
                fine = type(cell) is str and cell == want[name]
            else:
                fine = type(cell) is Figure and cell == want[name] or cell is None and not want[name]
            expect(fine, "other cell", shown(command), name, repr(cell), repr(want[name]))


def oracle_by(command):
    """The names of --by, as given or as they default to."""
    options = oracle.parse([str(a) for a in command])
    return options.by if options.by is not None else ["account", "product_line"]


# --- pieces

def piece_case(rng):
    sheet, options = any_method_case(rng) if has("--method") else walk.any_case(rng)
    if not sheet.report:                # a piece alone may have one currency where all have more
        sheet.report = oracle.report_currency(sheet.rows)
    return sheet, options


def pieces_merge(case, folder, sort=False):
    """--partial of 1 to 64 pieces, any merge tree, then --merge: the bytes of one run."""
    rates, file = case.write(folder)
    options, rng, sheet = [*case.options, *rates], case.rng(), case.sheet
    whole = run([*options, file])
    count = rng.choice((1, 2, 3, rng.randint(4, 16), rng.randint(17, 64)))
    parts = [[] for _ in range(count)]
    for row in sheet.rows:
        rng.choice(parts).append(row)
    pieces = []
    for rows in parts:
        text = sheet.having(rows=rows, columns=rng.sample(sheet.columns, len(sheet.columns))).text()
        done = run(["--partial", *options], text.encode())
        if whole.status == 2 and done.status == 2:
            return
        expect(done.status == 0, "--partial exits " + str(done.status), shown(["--partial", *options]),
               text, done.err)
        pieces.append(done.out)

    number = 0

    def files(some):
        nonlocal number
        names = []
        for piece in some:
            number += 1
            names.append(folder / f"piece{number}.csv")
            names[-1].write_bytes(piece)
        return names

    def arranged(piece):
        """Its lines below the heading in another order."""
        if not sort or b'"' in piece and (b'\n"' in piece or b"\n " in piece):
            return piece
        head, *lines = piece.splitlines(keepends=True)
        return b"".join([head, *rng.sample(lines, len(lines))])

    while len(pieces) > 1 and rng.random() < 0.9:
        rng.shuffle(pieces)
        width = rng.randint(1, min(len(pieces), 8))
        some, pieces = pieces[:width], pieces[width:]
        command = ["--partial", *options, *files(map(arranged, some))]
        done = run(command)
        if whole.status == 2 and done.status == 2:
            return
        expect(done.status == 0, "--partial of pieces exits " + str(done.status), shown(command),
               done.err)
        pieces.append(done.out)
    rng.shuffle(pieces)
    command = ["--merge", *options, *files(map(arranged, pieces))]
    done = run(command)
    expect(done.status == whole.status, "--merge exits " + str(done.status), shown(command),
           f"one run exits {whole.status}", whole.err, done.err)
    same(whole.out, done.out, ["margin-walk", *command, f"({count} pieces)"])


def streaming_job(case, folder):
    """cat PIECES | sort | margin-walk --merge: headings come more than once, and not first."""
    rates, file = case.write(folder)
    options, rng, sheet = [*case.options, *rates], case.rng(), case.sheet
    whole = run([*options, file])
    if whole.status == 2:
        return
    parts = [[] for _ in range(rng.randint(1, 8))]
    for row in sheet.rows:
        rng.choice(parts).append(row)
    mapped = b"".join(run(["--partial", *options], sheet.having(rows=rows).text().encode()).out for rows in parts)
    stream = b"".join(sorted(mapped.splitlines(keepends=True)))
    done = run(["--merge", *options], stream)
    expect(done.status == 0, "--merge of a sorted stream exits " + str(done.status),
           f"$ margin-walk --merge {' '.join(options)}", done.err)
    same(whole.out, done.out, ["margin-walk", "--merge", *options, "< sorted"])


def tame_piece_case(rng):
    names = [name for name, features in PROFILES.items() if "hostile" not in features]
    sheet = pick_sheet(rng, PROFILES[rng.choice(names)])
    sheet.report = sheet.report or oracle.report_currency(sheet.rows)
    return sheet, random_options(rng, sheet)


def guessed_currency(case, folder):
    """Without --report-currency, pieces give the bytes of one run or are refused; never other figures."""
    case.sheet.report = None
    rates, file = case.write(folder)
    options = [*case.options, *rates]
    whole = run([*options, file])
    pieces = []
    for index, row in enumerate(case.sheet.rows):
        done = run(["--partial", *options], case.sheet.having(rows=[row]).text().encode())
        if done.status:
            return
        pieces.append(folder / f"guess{index}.csv")
        pieces[-1].write_bytes(done.out)
    done = run(["--merge", *options, *pieces])
    if done.status == 0:
        same(whole.out, done.out, ["margin-walk --merge", *options])


def currency_case(rng):
    sheet = pick_sheet(rng, PROFILES["currencies"])
    return sheet, without(random_options(rng, sheet), "--report-currency")


FOUR_PIECES = ("account,product_line,product,current_volume,current_price,current_cost,expected_volume,expected_price,"
               "expected_cost,walkaway_volume,walkaway_price,walkaway_cost", "A,L,a,3,2,1,4,2.5,1,4,2,1",
               "A,L,b,5,3,1,4,2.5,1,4,2,1", "B,M,c,5,3,1,4,2.5,1,6,2,1")


def contradiction(first, second, merging):
    """Pieces made with other options than their fellows, or than --merge has."""
    file = sheet_file("whole.csv", *FOUR_PIECES)
    pieces = []
    for index, options in enumerate((first, second)):
        pieces.append(WORK / f"contradicts{index}.csv")
        pieces[-1].write_bytes(margin_walk(["--partial", *options, file]))
    refused(["--merge", *merging, *pieces])


CURRENT_EXPECTED, CURRENT_WALKAWAY = "--steps=current,expected", "--steps=current,walkaway"

CONTRADICTIONS = [
    ("pieces with other steps than each other", [CURRENT_EXPECTED], [CURRENT_WALKAWAY], [CURRENT_EXPECTED]),
    ("pieces with other steps than --merge", [CURRENT_EXPECTED], [CURRENT_EXPECTED], [CURRENT_WALKAWAY]),
    ("pieces with other groups than each other", ["--by=account"], ["--by=product_line"], ["--by=account"]),
    ("pieces with other groups than --merge", ["--by=account"], ["--by=account"], ["--by=product_line"]),
    ("pieces of revenue and of margin", ["--measure=revenue"], [], []),
]


def raw_rows_are_no_piece():
    refused(["--merge", sheet_file("raw.csv", *FOUR_PIECES)])


# --- published figures

CONVENTIONS = {"new-quantity": "price_at_new_q", "old-quantity": "price_at_old_q",
               "three-way": "three_way", "symmetric": "symmetric"}


def case_rows(walker, name, options):
    """{scope: printed row} of a published case."""
    rows = walk.read(next((SHARED / "cases").glob(name + "_*_input.csv")))
    items, more = walk.CASES[name](rows)
    file = WORK / f"{name}.csv"
    with open(file, "w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([walk.CASE_COLUMNS.split(","), *items])
    return {row["product_line"] or "total": row for row in rows_of(walker, [
        "--steps=current,expected", "--by=product_line", "--places=9", *more, *options, file])}


def check_case(walker, name, method):
    """Each figure of a published case that holds under the method, within its tolerance."""
    printed = case_rows(walker, name, [f"--method={method}"])
    checked = 0
    for row in walk.read(next((SHARED / "cases").glob(name + "_*_expected.csv"))):
        if row["convention"] in (CONVENTIONS[method], "any", "all_four"):
            compare(f"{name} {row['scope']}", {row["effect"]: row["value"]},
                    walk.case_figures(printed[row["scope"]]), row["tolerance"])
            checked += 1
    expect(checked, "nothing to compare", name)


def gives(name, method):
    """Whether a case has figures for a method."""
    file = next((SHARED / "cases").glob(name + "_*_expected.csv"))
    return any(row["convention"] in (CONVENTIONS[method], "all_four") for row in walk.read(file))


# the case's names for our columns
E11 = {"gross_list": "list", "customer_discount": "discount", "promo_discount": "allowance",
       "customer_rebate": "rebate", "freight_service": "freight", "base_cost": "cogs", "vendor_incentive": "incentive"}


def check_waterfall(walker):
    """e11, lines and total, money and percentages."""
    rows = walk.read(SHARED / "cases" / "e11_waterfall_input.csv")
    file = sheet_file("e11.csv", ",".join(["product_line", "product", *(f"quote_{c}" for c in E11.values())]),
                      *(",".join([row["line"], "it", *(row[c] for c in E11)]) for row in rows))
    printed = {row["product_line"] or "total": row
               for row in rows_of(walker, ["--waterfall=quote", "--by=product_line", file])}
    for row in walk.read(SHARED / "cases" / "e11_waterfall_expected.csv"):
        got = printed[row["scope"]]
        front = Fraction(got["invoice"]) - Fraction(got["cogs"])
        figures = {"invoice_price": got["invoice"], "pocket_price": got["pocket"], "front_gp": front,
                   "pocket_gp": got["margin"], "leakage": got["leakage"], "pocket_margin_pct": got["margin_pct"],
                   "front_margin_pct": front * 100 / Fraction(got["invoice"]),
                   "leakage_pct": Fraction(got["leakage"]) * 100 / Fraction(got["list"])}
        compare(f"e11 {row['scope']}", {row["effect"]: row["value"]}, figures, row["tolerance"])


# --- pitfalls, each a test

UNITS = "product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost"
TOTALS = "product,current_volume,current_revenue,current_cost,expected_volume,expected_revenue,expected_cost"
TWO = "product_line,product,currency,cost_currency," \
    "current_volume,current_price,current_cost,current_fx,current_cost_fx," \
    "expected_volume,expected_price,expected_cost,expected_fx,expected_cost_fx"


def total_of(walker, arguments):
    return rows_of(walker, arguments)[0]


def cross_is_no_mix(walker):
    """e01: the cross term has its column, and mix is that of the start's margins."""
    rows = {method: case_rows(walker, "e01", [f"--method={method}"])["total"] for method in METHODS}
    compare("three-way", {"cross": -250}, rows["three-way"])
    expect(mix(rows["three-way"]) == mix(rows["new-quantity"]), "the cross term moves mix", rows)
    for method in ("new-quantity", "old-quantity", "symmetric"):
        compare(method, {"cross": 0}, rows[method])


def new_items_do_not_grow(walker):
    """e03: new and lost items in the growth rate would turn mix from -53,935 to +4,498."""
    for method in METHODS if has("--method") or walker is whole_oracle else METHODS[:1]:
        got = case_rows(walker, "e03", [f"--method={method}"] if method != METHODS[0] else [])["total"]
        expect(mix(got) < -50000, "new items in the growth rate", got)
        compare(method, {"new": 82866, "lost": -55104}, got, "0.000001")


def decompose_before_adding(walker):
    """e10: 119, not the 599 of averages per line."""
    got = case_rows(walker, "e10", [])
    compare("e10", {"price": 119, "cost": -38}, got["total"])
    for method in METHODS[1:] if has("--method") or walker is whole_oracle else ():
        fine, rough = (case_rows(walker, "e10", [f"--method={method}", *by])["total"]
                       for by in ([], ["--by=product_line,product"]))
        compare(method, {n: fine[n] for n in ("price", "cost")}, rough, "0.000000001")


def no_volume_is_no_price(walker):
    """e09 G: 500 -> 800 with no volume is 300 other."""
    for method in METHODS if has("--method") or walker is whole_oracle else METHODS[:1]:
        options = [f"--method={method}"] if method != METHODS[0] else []
        got = case_rows(walker, "e09", options)["G_zero_qty"]
        compare(method, {"other": 300, "new": 0, "lost": 0}, got)
        one = total_of(walker, [*options, "--steps=current,expected", sheet_file(
            "zero.csv", TOTALS,
            "X,0,500,0,0,800,0", "N,0,,1,4,8,1")])
        compare(method, {"other": 300, "price": 0, "volume": 0, "mix_within": 0, "new": 4}, one)


def no_volume_is_said():
    file = sheet_file("zero.csv", TOTALS, "X,0,500,0,0,800,0", "A,3,6,1,4,8,1")
    done = run(["--steps=current,expected", file])
    expect(done.status == 0 and "warning:" in done.err, "isn't said", done)


def unlike_units(walker):
    """The year: pooling metres with pieces turns the sign of volume."""
    command = ["--steps=current,walkaway", "--by=product_line", SHARED / "year" / "items.csv"]
    compare("pooled per line", {"volume": "-186252.30"}, total_of(walker, command))
    compare("all units pooled", {"volume": "169243.98"}, total_of(walker, ["--pool=all", *command]))


def unlike_units_are_said():
    file = sheet_file("units.csv", "product,unit,current_volume,current_price,current_cost,"
                      "expected_volume,expected_price,expected_cost", "cable,m,900,1,0.5,800,1,0.5",
                      "plug,pc,10,9,5,20,9,5")
    done = run(["--steps=current,expected", file])
    expect(done.status == 0 and "warning:" in done.err, "isn't said", done)


def own_rate_of_costs(walker):
    """Prices in EUR, costs in USD: the rate of EUR doesn't touch costs."""
    file = sheet_file("costs.csv", TWO, "L,a,EUR,USD,10,5,2,1.1,1,10,5,3,1.3,1")
    compare("costs in USD", {"price": 0, "cost": -10, "fx": 10, "start_margin": 35, "end_margin": 35},
            total_of(walker, ["--report-currency=USD", file]))
    rates = sheet_file("rates.csv", "currency,current,expected", "EUR,1.1,1.3")
    file = sheet_file("costs.csv", TWO, "L,a,EUR,USD,10,5,2,,,10,5,3,,")
    compare("... by --fx", {"price": 0, "cost": -10, "fx": 10},
            total_of(walker, ["--report-currency=USD", f"--fx={rates}", file]))
    for method in METHODS[1:3] if has("--method") or walker is whole_oracle else ():
        compare(method, {"price": 0, "cost": -10, "fx": 10, "cross": 0},
                total_of(walker, [f"--method={method}", "--report-currency=USD", f"--fx={rates}", file]))


def percentages_are_not_averaged(walker):
    """10 % of 1000 and 50 % of 10 are 105 / 1010, not 30 %."""
    file = sheet_file("pct.csv", "product_line," + UNITS, "L,a,100,10,9,100,10,9", "M,b,1,10,5,1,10,5")
    got = total_of(walker, [file])
    compare("walk", {"start_margin_pct": "10.40", "end_margin_pct": "10.40"}, got)


def points_are_not_averaged(walker):
    file = sheet_file("pct.csv", "product_line," + UNITS, "L,a,100,10,9,50,10,9", "M,b,1,10,5,51,10,5")
    # 105/1010 -> 305/1010: only mix, though each line's percentage stays
    compare("margin-pct", {"start_margin_pct": "10.40", "mix": "19.80", "rate": 0, "new": 0, "lost": 0,
                           "end_margin_pct": "30.20"}, total_of(walker, ["--measure=margin-pct", file]))


def pocket_is_not_averaged(walker):
    file = sheet_file("pocket.csv", "product_line,product,current_list,current_cogs", "L,a,1000,900", "M,b,10,5")
    compare("waterfall", {"margin_pct": "10.40"}, total_of(walker, ["--waterfall=current", file]))


def nothing_hides_in_mix(walker):
    """One comparable item has no mix, whatever else moves; nor have items that all grow alike."""
    columns = TWO + ",current_rebate,expected_rebate"
    one = sheet_file("one.csv", columns, "L,a,EUR,USD,10,5,2,1.1,1,17,6,3,1.3,1,3,8",
                     "L,new,USD,,0,,,1,1,5,7,3,1,1,,", "L,lost,USD,,6,7,3,1,1,0,,,1,1,,",
                     "L,lump,USD,,0,,,1,1,0,,,1,1,100,")
    alike = sheet_file("alike.csv", columns,
                       "L,a,USD,,10,5,2,1,1,20,6,3,1,1,3,8", "L,b,USD,,7,50,20,1,1,14,40,30,1,1,,9")
    for method in METHODS if has("--method") or walker is whole_oracle else METHODS[:1]:
        options = [f"--method={method}"] if method != METHODS[0] else []
        for pool in ("group", "all"):
            for file in (one, alike)[method == "symmetric":]:
                got = total_of(walker, [*options, f"--pool={pool}", "--report-currency=USD", "--places=9", file])
                compare(f"{method} {file.name}", {"mix_within": 0, "mix_across": 0}, got)


PITFALLS = [
    ("the cross term isn't called mix (e01)", cross_is_no_mix, ("--method",)),
    ("new and lost items aren't in the growth rate (e03)", new_items_do_not_grow, ()),
    ("items are decomposed before they are added up (e10)", decompose_before_adding, ()),
    ("money without volume is no price effect (e09)", no_volume_is_no_price, ()),
    ("unlike units aren't pooled unasked (the year)", unlike_units, ()),
    ("costs have the rate of their own currency", own_rate_of_costs, ()),
    ("percentages aren't averaged: walk", percentages_are_not_averaged, ()),
    ("percentages aren't averaged: --measure=margin-pct", points_are_not_averaged, ("margin-pct",)),
    ("percentages aren't averaged: --waterfall", pocket_is_not_averaged, ("--waterfall",)),
    ("no residual hides in mix", nothing_hides_in_mix, ()),
]

# those that read ../shared
OF_SHARED = (cross_is_no_mix, new_items_do_not_grow, decompose_before_adding, no_volume_is_no_price, unlike_units)


# --- small sheets for points that are easily read in two ways

MARKETS = "product_line,product,current_market_volume,market_volume,current_volume,current_price,current_cost," \
    "expected_volume,expected_price,expected_cost"


def market_by_hand(walker):
    """Q 100 -> 120 at a margin of 400: volume 80; K 1000 -> 1100: size 40, share 40. Lines add up or are pooled."""
    file = sheet_file("market.csv", MARKETS, "L,a,1000,1100,100,10,6,120,11,6", "M,b,50,100,10,3,2,5,3,2")
    rows = rows_of(walker, [file])
    for row, (size, share) in zip(rows, (("50.00", "25.00"), ("40.00", "40.00"), ("10.00", "-15.00"))):
        compare(row["level"], {"market_size": size, "market_share": share}, row)
    # 410 * (1200 - 1050) / 1050, and 410 * (125 - 110) / 110
    compare("pooled", {"volume": "55.91", "market_size": "58.57", "market_share": "-2.66"},
            total_of(walker, ["--pool=all", file]))


def market_between_others(walker):
    """From expected to walkaway both markets are market_volume: no size."""
    file = sheet_file("market.csv", MARKETS.replace("current_v", "plan_v").replace("current_p", "plan_p")
                      .replace("current_c", "plan_c"), "L,a,1000,1100,100,10,6,120,11,6")
    compare("plan to expected", {"market_size": "0", "market_share": "80"},
            total_of(walker, ["--steps=plan,expected", file]))


def market_of_comparable_items_only(walker):
    """A new item without a market doesn't blank the group; nor does its market count."""
    file = sheet_file("market.csv", MARKETS, "L,a,1000,1100,100,10,6,120,11,6", "L,n,,,0,,,5,9,8", "L,o,9,9,0,,,5,9,8")
    compare("with new items", {"market_size": "40.00", "market_share": "40.00"}, total_of(walker, [file]))


def market_over_phases(walker):
    """Phases are summed; one of them may have it all."""
    file = sheet_file("market.csv", MARKETS + ",phase", "L,a,1000,600,50,10,6,60,11,6,H1",
                      "L,a,,500,50,10,6,60,11,6,H2")
    compare("phases", {"market_size": "40.00", "market_share": "40.00"}, total_of(walker, [file]))


def market_gaps():
    """Blank where an item lacks it and above; said once; not said where no column is there."""
    file = sheet_file("market.csv", MARKETS, "L,a,1000,1100,100,10,6,120,11,6", "M,b,50,,10,3,2,5,3,2",
                      "M,c,,,10,3,2,5,3,2", "N,d,,9,10,3,2,5,3,2", "O,e,1,2,0,,,5,3,2")
    done = run([file])
    rows = list(csv.DictReader(io.StringIO(done.out.decode())))
    got = [row["market_size"] for row in rows]
    expect(got == ["", "40.00", "", "", ""], "other sizes", got)
    said = done.err.splitlines()
    expect(len(said) == 1 and "warning:" in said[0] and "market" in said[0], "isn't said once", done.err)
    bare = sheet_file("bare.csv", TWO, "L,a,USD,,10,5,2,1,1,17,6,3,1,1")
    expect(not run([bare]).err, "said without a market column", run([bare]).err)
    quiet = run(["-q", file])
    expect(not quiet.err and quiet.out == done.out, "-q", quiet.err)


def symmetric_needs_one_rate():
    """Only where a comparable item's rates differ."""
    differ = sheet_file("rates.csv", TWO, "L,a,EUR,,10,5,2,1.1,1.1,10,5,3,1.3,1.3")
    refused(["--method=symmetric", "--report-currency=USD", differ])
    lost = sheet_file("rates.csv", TWO, "L,a,EUR,,10,5,2,1.1,1.1,0,,,1.3,1.3", "L,b,USD,,1,2,1,1,1,2,3,1,1,1")
    command = ["--method=symmetric", "--report-currency=USD", lost]
    same(by_oracle(command), margin_walk(command), command)
    for cost, check in (("0", margin_walk), ("2", refused)):    # the rate of costs, where there are any
        check(["--method=symmetric", "--report-currency=USD",
               sheet_file("rates.csv", TWO, f"L,a,USD,EUR,10,5,0,1,1.1,10,5,{cost},1,1.3")])


def other_method():
    for method in ("", "mid-price", "symmetri", "SYMMETRIC"):
        refused([f"--method={method}", sheet_file("one.csv", *FOUR_PIECES)])


def points_without_revenue():
    file = sheet_file("points.csv", "product_line," + UNITS, "L,new,0,,,4,5,3",
                      "M,lost,4,5,3,0,,", "N,none,0,,,0,,")
    command = ["--measure=margin-pct", file]
    same(by_oracle(command), margin_walk(command), command)


def points_tie(walker):
    """rate 5/3 and new 29/12 leave 2/3 of a digit each: the one that is missing goes to the earlier column."""
    file = sheet_file("tie.csv", UNITS, "a,2,1.5,8,3,0.5,1", "b,0,,,2,0.75,0.375")
    compare("tie", {"start_margin_pct": "-433.33", "mix": 0, "rate": "166.67", "new": "241.66", "lost": 0,
                    "end_margin_pct": "-25.00"}, total_of(walker, ["--measure=margin-pct", file]))


def waterfall_columns():
    """_list and _cogs are needed, the others aren't."""
    file = sheet_file("fall.csv", "product,plan_list,plan_cogs", "a,10,4", "b,,")
    same(by_oracle(["--waterfall=plan", file]), margin_walk(["--waterfall=plan", file]), ["--waterfall=plan"])
    refused(["--waterfall=plan", sheet_file("fall.csv", "product,plan_list", "a,10")])
    refused(["--waterfall=plan", sheet_file("fall.csv", "product,plan_cogs", "a,10")])


def long_by_hand():
    file = sheet_file("long.csv", *FOUR_PIECES)
    command = ["--long", "--by=account", CURRENT_EXPECTED, file]
    same(by_oracle(command), margin_walk(command), command)
    lines = margin_walk(command).decode().splitlines()
    expect(lines[0] == "level,account,from,to,effect,amount" and len(lines) == 1 + 3 * 13, "other lines", *lines)


SMALL = [
    ("market size and share by hand", market_by_hand, ("--method",)),
    ("steps between other positions have one market", market_between_others, ("--method",)),
    ("markets of new items don't matter", market_of_comparable_items_only, ("--method",)),
    ("markets of phases are summed", market_over_phases, ("--method",)),
    ("points: ties go in column order", points_tie, ("margin-pct",)),
]

OURS_ONLY = [
    ("market gaps are blank, and said once", market_gaps, ("--method",)),
    ("symmetric refuses rates that differ", symmetric_needs_one_rate, ("--method",)),
    ("a method that isn't known is refused", other_method, ("--method",)),
    ("money without volume is said", no_volume_is_said, ("--method",)),
    ("unlike units are said", unlike_units_are_said, ()),
    ("percentages without revenue are blank", points_without_revenue, ("margin-pct",)),
    ("a waterfall needs _list and _cogs", waterfall_columns, ("--waterfall",)),
    ("--long by hand", long_by_hand, ("--long",)),
    ("--merge refuses a sheet that is no piece", raw_rows_are_no_piece, ("--merge",)),
]


# --- all of it

def needing(tap, words, text, check):
    """A test of margin-walk, skipped while --help doesn't know what it needs."""
    missing = [word for word in words if not has(word)]
    if missing:
        tap.skip(text, f"no {missing[0]} yet")
    else:
        tap.run(text, check)


def random_tests(tap):
    few = max(1, COUNT // 10)

    def over(words, what, name, count, make, check):
        needing(tap, words, f"{what}: {count} sheets, {name}",
                functools.partial(for_sheets, check, f"{what}/{name}", count, make))

    for method in METHODS:
        for name, features in PROFILES.items():
            over(("--method",), f"{method} equals the oracle", name, max(1, few // 2),
                 functools.partial(method_case, method, features), equals_oracle)
        over(("--method",), f"{method} foots at every --places", "all kinds", max(1, few // 3),
             functools.partial(method_case, method, None), foots)
    over(("--method",), "swapped under symmetric, exactly", "all kinds", few, symmetric_case,
         functools.partial(swap, margin_walk, 15))
    over(("--method",), "swapped under symmetric, at 9 places", "all kinds", few, symmetric_case,
         functools.partial(swap, margin_walk, 9))
    over(("--method",), "new, lost and other items leave the rest alone", "all kinds", few, any_method_case,
         functools.partial(only_comparable, quietly(margin_walk)))
    over(("--method",), "within + across is the pooled mix", "all kinds", few, any_method_case,
         functools.partial(mix_adds_up, quietly(margin_walk)))
    over(("--method",), "market size + share = volume", "all kinds", COUNT // 3, market_case, market_sums)
    over(("margin-pct",), "margin-pct equals the oracle", "all kinds", COUNT // 3, points_case, equals_oracle)
    over(("margin-pct",), "margin-pct foots", "all kinds", few, points_case, points_foot)
    over(("--waterfall",), "waterfall equals the oracle", "all kinds", COUNT // 3, random_waterfall, waterfall_equals)
    over(("--long",), "--long equals the oracle", "all kinds", few, long_case, equals_oracle)
    over(("json",), "JSON holds what CSV holds", "all kinds", COUNT // 3, table_case, json_equals)
    over(("--partial", "--merge"), "pieces merge to the same bytes", "all kinds", few, piece_case, pieces_merge)
    over(("--partial", "--merge"), "pieces with lines in any order", "all kinds", few // 2, piece_case,
         functools.partial(pieces_merge, sort=True))
    over(("--partial", "--merge"), "a streaming job with a sort between", "tame names", few,
         tame_piece_case, streaming_job)
    over(("--partial", "--merge"), "pieces that guess their currency", "currencies", few,
         currency_case, guessed_currency)


def quietly(walker):
    """A walker for which a sheet that must be refused is an empty table."""
    def walked(arguments):
        try:
            by_oracle(arguments)
        except oracle.Refused:
            return b"level,volume,mix_within,mix_across,price,cost,rebate,cross,fx\ntotal,0,0,0,0,0,0,0,0\n"
        return walker(arguments)
    return walked


def oracle_tests(tap):
    few = max(1, COUNT // 10)
    for text, make, check in (
            ("swapped under symmetric, exactly", symmetric_case, functools.partial(swap, by_oracle, 15)),
            ("swapped under symmetric, at 9 places", symmetric_case, functools.partial(swap, by_oracle, 9)),
            ("new, lost and other items leave the rest alone", any_method_case,
             functools.partial(only_comparable, quietly(by_oracle))),
            ("within + across is the pooled mix", any_method_case, functools.partial(mix_adds_up, quietly(by_oracle)))):
        tap.run(f"oracle: {text}: {few} sheets", functools.partial(for_sheets, check, "oracle/" + text, few, make))


def known_tests(tap, name, walker, words):
    """Published figures and pitfalls for one who walks; `words`: whether its options are to be looked up."""
    def known(needs, text, check, shared=True):
        if shared and not SHARED.is_dir():
            tap.skip(f"{name}: {text}", f"no {SHARED}")
        else:
            needing(tap, needs if words else (), f"{name}: {text}", check)

    for case in walk.CASES if SHARED.is_dir() else ():
        for method in METHODS:
            if gives(case, method):
                known(("--method",), f"published case {case}, {method}",
                      functools.partial(check_case, walker, case, method))
    known(("--waterfall",), "published case e11", functools.partial(check_waterfall, walker))
    for text, check, needs in PITFALLS:
        known(needs, "pitfall: " + text, functools.partial(check, walker), check in OF_SHARED)
    for text, check, needs in SMALL:
        known(needs, text, functools.partial(check, walker), shared=False)


def main():
    tap = Tap()
    known_tests(tap, "oracle", whole_oracle, False)
    oracle_tests(tap)
    if os.access(BUILD / "margin-walk", os.X_OK):
        known_tests(tap, "margin-walk", margin_walk, True)
        for text, check, needs in OURS_ONLY:
            needing(tap, needs, text, check)
        for text, first, second, merging in CONTRADICTIONS:
            needing(tap, ("--partial", "--merge"), "refused: " + text,
                    functools.partial(contradiction, first, second, merging))
        random_tests(tap)
    else:
        tap.line(False, f"{BUILD / 'margin-walk'} is there")
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
