#!/usr/bin/env python3
"""Properties of bundle-check, against the oracle (bundle_oracle.py) and against published figures.

    python3 tests/property/bundles.py   prints TAP; exit status 1 if anything failed

Settings as in walk.py. What holds for bundle-check must hold for the oracle, too, and is tried on both.
"""
import csv
import functools
import io
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict, namedtuple
from fractions import Fraction

import bundle_oracle
import bundle_sheets
import walk
from bundle_oracle import Refused
from bundle_sheets import PROFILES, Look, random_options, random_sheet, scaled
from oracle import r15
from sheets import Sheet
from walk import BUILD, COUNT, ROOT, SEED, SHARED, WORK, Failure, Tap, for_sheets, read, same, tool

EXAMPLES = ROOT / "share" / "examples"
VERDICTS = ("sacrifice", "unacceptable", "dilutive", "consent", "ok")


# --- running: two who check, alike

Done = namedtuple("Done", "status out err")


def by_tool(arguments, stdin=b""):
    command = [str(BUILD / "bundle-check"), *map(str, arguments)]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        raise Failure("bundle-check hangs", f"$ {' '.join(command)}\nno end after 60 s") from None
    return Done(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def by_oracle(arguments, stdin=b""):
    if stdin:
        file = WORK / "stdin.csv"
        file.write_bytes(stdin)
        arguments = [file if str(argument) == "-" else argument for argument in arguments]
    try:
        text, status = bundle_oracle.bundle_check(arguments)
    except Refused as reason:
        return Done(2, b"", f"error: {reason}")
    return Done(status, text.encode(), "")


def shown(arguments):
    return "$ bundle-check " + " ".join(map(str, arguments))


def expect(condition, kind, *details):
    if not condition:
        raise Failure(kind, "\n".join(map(str, details)))


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def checked(check, arguments, stdin=b""):
    """(rows, status) of a sheet that must be readable."""
    done = check(arguments, stdin)
    expect(done.status in (0, 1), "refused", shown(arguments), done.err)
    return rows_of(done.out), done.status


# --- writing

def write(sheet, folder, name="bundles.csv"):
    file = folder / name
    file.write_bytes(sheet.text().encode())
    return file


def readable(case):
    """What the oracle says of a case's sheet; None where it refuses it."""
    done = by_oracle([*case.options, write(case.sheet, WORK, "readable.csv")])
    return None if done.status == 2 else done


def case_of(features, rng):
    return random_sheet(rng, features), random_options(rng)


def any_case(rng, *left_out):
    names = [name for name in PROFILES if name not in ("defects", *left_out)]
    return case_of(PROFILES[rng.choice(names)], rng)


# --- the oracle's bytes

def equals_oracle(case, folder):
    """The oracle's bytes and exit status, or both refuse; the tool reads the sheet as people write it."""
    want = by_oracle([*case.options, write(case.sheet, folder)])
    look = Look(case.seed)
    file = folder / "as-written.csv"
    file.write_bytes(look.text(case.sheet).encode())
    command = [*case.options, *look.options, file]
    got = by_tool(command)
    (folder / "wanted.csv").write_bytes(want.out)
    same_outcome(want, got, command)


def same_outcome(want, got, command):
    if want.status == 2:
        expect(got.status == 2, "isn't refused", shown(command), want.err, f"exit status {got.status}")
        expect(not got.out and "error:" in got.err, "refused in another way", shown(command), got.out, got.err)
        return
    expect(got.status != 2, "is refused: " + re.sub(r'^\S+:|"[^"]*"|\(cell [^)]*\)|\d+', "", got.err)[:90],
           shown(command), got.err)
    same(want.out, got.out, ["bundle-check", *command])
    expect(want.status == got.status, "other exit status", shown(command),
           f"wanted {want.status}, got {got.status}")


# --- invariants, for whoever checks

def written(case, folder):
    """The case's file, or None where it isn't a sheet to be checked, or has nothing to check."""
    done = readable(case)
    return None if done is None or not rows_of(done.out) else write(case.sheet, folder)


def all_places(options):
    return [option for option in options if not option.startswith("--places")] + ["--places=15"]


def figure(row, column):
    return Fraction(row[column] or 0)


def sums_up(check, case, folder):
    """Items sum to lines, lines to bundles; what was to be allocated is all there, in its line."""
    file = written(case, folder)
    if file is None:
        return
    command = [*all_places(case.options), file]
    rows, _ = checked(check, command)
    fixed, given, prices = Counter(), Counter(), {}
    for row in case.sheet.rows:
        fixed[row["bundle"]] += Fraction(row.get("fixed_cost") or 0)
        given[row["bundle"], row["product_line"]] += Fraction(row.get("rebate") or 0)
        if not row["product"] and row.get("bundle_price"):
            prices[row["bundle"]] = Fraction(row["bundle_price"])
    names = [row["bundle"] for row in rows if row["level"] == "bundle"]
    columns = bundle_oracle.COLUMNS[6:12]
    for level, below in (("bundle", "line"), ("line", "item")):
        for row in (row for row in rows if row["level"] == level):
            key = [c for c in ("bundle", "account", "product_line") if row[c] or level == "line" or c != "product_line"]
            its = [other for other in rows if other["level"] == below and all(other[c] == row[c] for c in key)]
            for column in columns:
                total = sum(figure(other, column) for other in its)
                if level == "bundle" and column in ("bundle_margin", "delta_margin") and names.count(row["bundle"]) == 1:
                    total -= fixed[row["bundle"]]
                elif level == "bundle" and column in ("bundle_margin", "delta_margin"):
                    continue
                expect(figure(row, column) == total, "doesn't sum", shown(command), column, row)
    affected = {(row["bundle"], row["product_line"], row["product"]) for row in case.sheet.rows if row.get("affected")}
    for name in names:
        if names.count(name) > 1:
            continue
        its = [row for row in rows if row["bundle"] == name]
        whole = next(row for row in its if row["level"] == "bundle")
        total = sum(amount for (bundle, _), amount in given.items() if bundle == name)
        expect(figure(whole, "rebate") == total, "lost a rebate", shown(command), total, whole)
        for row in its:
            if row["level"] == "line":
                expect(figure(row, "rebate") >= given[name, row["product_line"]], "rebate in another line",
                       shown(command), row)
        if name in prices:
            got = sum(figure(row, "bundle_revenue") for row in its if row["level"] == "item"
                      and (name, row["product_line"], row["product"]) not in affected)
            expect(got == prices[name], "lost a part of the price", shown(command), prices[name], got)


def order_is_free(check, case, folder):
    """Rows shuffled, spread over FILEs with columns in other orders, one by standard input."""
    file = written(case, folder)
    if file is None:
        return
    rng, sheet = case.rng(), case.sheet
    want = check([*case.options, file])
    shuffled = sheet.having(rng.sample(sheet.columns, len(sheet.columns)), rng.sample(sheet.rows, len(sheet.rows)))
    got = check([*case.options, "-"], shuffled.text().encode())
    expect(want.status == got.status, "other exit status", shown(case.options))
    same(want.out, got.out, ["bundle-check", *case.options, "< shuffled"])

    parts = [[], []]
    for row in shuffled.rows:
        rng.choice(parts).append(row)
    files = [write(sheet.having(rng.sample(sheet.columns, len(sheet.columns)), rows), folder, f"part{index}.csv")
             for index, rows in enumerate(parts)]
    piped = b""
    if rng.random() < 0.5:
        files[-1], piped = "-", files[-1].read_bytes()
    command = [*case.options, *files]
    got = check(command, piped)
    expect(want.status == got.status, "other exit status", shown(command))
    same(want.out, got.out, ["bundle-check", *command])


def standalone_case(rng):
    """Bundles that ask what is asked without them: same prices, no rebates, at least the same volumes."""
    sheet, options = case_of(rng.choice(((), ("edges",), ("screens",))), rng)
    sheet.rows = [row for row in sheet.rows if row["product"] and not row.get("affected")]
    same_volumes = rng.random() < 0.5
    whole = rng.random() < 0.3
    revenues = defaultdict(Fraction)
    for row in sheet.rows:
        row.pop("rebate", None)
        row["bundle_price"] = "" if whole else rng.choice(("", row["standalone_price"]))
        row["standalone_volume"] = row["standalone_volume"] or "1"
        if same_volumes:
            row["bundle_volume"] = rng.choice(("", row["standalone_volume"]))
        else:
            row["bundle_volume"] = str(Fraction(row["standalone_volume"]) * rng.randint(1, 3))
            if Fraction(row["cost"]) > Fraction(row["standalone_price"]):
                row["cost"] = row["standalone_price"]
        revenues[row["bundle"], row.get("account", "")] += Fraction(row["standalone_price"]) * Fraction(
            row["bundle_volume"] or row["standalone_volume"])
    if whole:
        options = ["--allocate=standalone"]
        sheet.rows += [{"bundle": bundle, "account": account, "product_line": "", "product": "",
                        "bundle_price": bundle_oracle.in_full(revenue)}
                       for (bundle, account), revenue in revenues.items() if revenue]
        # a price of nothing can't be allocated
        sheet.rows = [row for row in sheet.rows if revenues[row["bundle"], row.get("account", "")]]
        # parts are to the cent: with finer prices they'd differ from what is asked alone
        if any(len(row.get(c, "").partition(".")[2]) > 2 for row in sheet.rows
               for c in ("standalone_price", "bundle_volume")):
            sheet.rows = []
    bundle_sheets.finish(rng, sheet)
    return sheet, options


def standalone_is_clean(check, case, folder):
    file = written(case, folder)
    if file is None:
        return
    for row in checked(check, [*case.options, file])[0]:
        expect(row["verdict"] not in ("sacrifice", "dilutive", "consent"), "cries wolf", shown([*case.options, file]), row)


MONEY_OUT = ("standalone_revenue", "standalone_margin", "bundle_revenue", "rebate", "bundle_margin", "delta_margin",
             "category_turnover", "category_profit")
UNITS_OUT = ("net_price", "floor_price", "attributed_price", "effective_price")


def scales(check, case, folder):
    """All money times 10 or 100: results, too, to less than a cent per allocation; verdicts and rates stay."""
    file = written(case, folder)
    if file is None:
        return
    factor = case.rng().choice((10, 100))
    bigger = [{column: scaled(text, factor) if column in bundle_sheets.MONEY and text else text
               for column, text in row.items()} for row in case.sheet.rows]
    other = write(case.sheet.having(rows=bigger), folder, "bigger.csv")
    options = all_places(case.options)
    before, status = checked(check, [*options, file])
    after, bigger_status = checked(check, [*options, other])
    # every row without a product is allocated once, and each part may be off by a cent, or by the last digit
    extras = [row for row in case.sheet.rows if not row["product"] and (row.get("rebate") or row.get("bundle_price"))]
    off = Fraction(len(extras) * (factor + 1), 100)
    expect(len(before) == len(after), "other rows", shown(options))
    for row, big in zip(before, after):
        near = off * sum(1 for _ in before)
        for column in (c for c in MONEY_OUT if row.get(c)):
            expect(abs(figure(row, column) * factor - figure(big, column)) <= (0 if not extras else near),
                   "doesn't scale", shown([*options, file]), column, row, big)
        if extras:
            continue                    # a cent may tip a verdict
        for column in (c for c in UNITS_OUT if row[c]):
            expect(abs(figure(row, column) * factor - figure(big, column)) <= Fraction(factor + 1, 2 * 10 ** 6),
                   "doesn't scale", shown([*options, file]), column, row, big)
        for column in ("margin_pct", "attribution", "verdict", "owner", "breakeven_rate"):
            expect(row.get(column) == big.get(column), "doesn't scale", shown([*options, file]), column, row, big)
    expect(extras or status == bigger_status, "other exit status")


def stays_sacrifice(check, case, folder):
    """However much another line, affected by the bundle, wins: what was a sacrifice remains one."""
    file = written(case, folder)
    if file is None:
        return
    command = [*case.options, file]
    rows, _ = checked(check, command)
    bundles = [row for row in rows if row["level"] == "bundle"]
    rich = [{"bundle": row["bundle"], "account": row["account"], "product_line": "zz rich", "product": "zz",
             "affected": "yes", "cost": "0.01", "standalone_price": "1000000", "standalone_volume": "0",
             "bundle_volume": "1000000000"} for row in bundles]
    columns = list(dict.fromkeys([*case.sheet.columns, *(rich[0] if rich else ())]))
    added = write(case.sheet.having(columns, case.sheet.rows + rich), folder, "rich.csv")
    command = [*case.options, added]
    rows, status = checked(check, command)
    for before, after in zip(bundles, (row for row in rows if row["level"] == "bundle")):
        expect(figure(after, "delta_margin") > 0, "no gain", shown(command), after)
        want = {"dilutive": ("consent", "ok")}.get(before["verdict"], (before["verdict"],))
        expect(after["verdict"] in want, "cleared", shown(command), before, after)
    expect(status == any(row["verdict"] in bundle_oracle.FAILED for row in bundles), "other exit status", shown(command))


def verdicts_follow(check, case, folder):
    """The verdicts once more from the printed figures, and the reasons name what they must."""
    file = written(case, folder)
    if file is None:
        return
    command = [*all_places(case.options), file]
    rows, status = checked(check, command)
    failed = False
    for bundle in (row for row in rows if row["level"] == "bundle"):
        its = [row for row in rows if all(row[c] == bundle[c] for c in ("bundle", "account"))]
        lines = [row for row in its if row["level"] == "line"]
        bad = [row for row in its if row["level"] == "item" and row["verdict"] == "unacceptable"]
        paying = [row for row in lines if figure(row, "delta_margin") < 0]
        for row in its:
            if row["level"] == "item" and row["net_price"] and row["floor_price"] and row["verdict"] == "ok":
                expect(figure(row, "net_price") >= figure(row, "floor_price") - Fraction(1, 10 ** 6),
                       "below its floor", shown(command), row)
        if any(item["product_line"] != line["product_line"] for line in paying for item in bad):
            want = "sacrifice"
        else:
            want = ("unacceptable" if bad else "dilutive" if figure(bundle, "delta_margin") < 0
                    else "consent" if paying else "ok")
        expect(bundle["verdict"] == want, "other verdict", shown(command), want, bundle)
        failed |= want in bundle_oracle.FAILED
        check_reason(bundle, paying, bad, command)
    expect(status == failed, "other exit status", shown(command), status)


def check_reason(bundle, paying, bad, command):
    reason, verdict = bundle["reason"], bundle["verdict"]
    needed = []
    if verdict == "sacrifice":
        # every line that pays for another's item, who answers for it, and how much it pays
        needed = [text for line in paying for item in bad if item["product_line"] != line["product_line"]
                  for text in (line["product_line"], line["owner"], money_text(line), item["product"],
                               item["product_line"])]
    elif verdict == "consent":
        needed = [text for line in paying for text in (line["product_line"], line["owner"], money_text(line))]
    elif verdict == "unacceptable":
        needed = [text for item in bad for text in (item["product"], item["product_line"])]
    expect(bool(reason) == (verdict != "ok") or bundle.get("category_turnover"), "reason given or not",
           shown(command), bundle)
    missing = [text for text in needed if text not in reason]
    expect(not missing, "reason lacks something", shown(command), reason, missing)


def money_text(line):
    """What a line pays, as a reason says it."""
    return bundle_oracle.lost(figure(line, "delta_margin"))


INVARIANTS = (
    ("items sum to lines, lines to bundles, allocations to what was allocated", sums_up, any_case),
    ("shuffled and split rows give the same bytes", order_is_free, any_case),
    ("what is asked alone is no sacrifice, not dilutive, needs no consent", standalone_is_clean, standalone_case),
    ("money times 10 or 100 gives results times 10 or 100", scales, any_case),
    ("a gain elsewhere clears nothing", stays_sacrifice, any_case),
    ("verdicts and reasons follow from the figures", verdicts_follow, any_case),
)


def check_random(tap):
    share = max(1, COUNT // 12)
    for name, features in PROFILES.items():
        tap.run(f"equals the oracle: {share * 2} sheets, {name}",
                functools.partial(for_sheets, equals_oracle, "bundles/" + name, share * 2,
                                  functools.partial(case_of, features)))


def check_invariants(tap, name, check):
    count = max(1, COUNT // 5)
    for text, invariant, make in INVARIANTS:
        tap.run(f"{name}: {text}: {count} sheets",
                functools.partial(for_sheets, functools.partial(invariant, check), invariant.__name__, count, make))


def all_kinds():
    """Random sheets hold bundles of each verdict, sheets that are refused, and not too many of those."""
    found, refused = Counter(), 0
    for index in range(300):
        rng = random.Random(f"{SEED}/kinds/{index}")
        case = walk.Case(*any_case(rng), index)
        done = readable(case)
        if done is None:
            refused += 1
            continue
        found.update(row["verdict"] for row in rows_of(done.out) if row["level"] == "bundle")
    expect(all(found[verdict] >= 10 for verdict in VERDICTS) and refused < 100, "too few", found, refused)


# --- a package fills what the sheet leaves empty

def package_items(rng, phased):
    """Items of two accounts with what they amount to in the expected position: (rows, {key: facts})."""
    rows, facts = [], {}
    rates = {"USD": "1", "EUR": "1.12", "CHF": "1.25"}
    for account in ("Alder", "Birch"):
        for line in ("Cables", "Fans"):
            for index in range(rng.randint(1, 3)):
                ids = {"account": account, "product_line": line, "product": f"P{index}",
                       "currency": rng.choice(list(rates)), "cost_currency": rng.choice(("", *rates)),
                       "price_per": rng.choice(("", "1", "1000")), "cost_per": rng.choice(("", "1", "100"))}
                ids["expected_fx"] = rates[ids["currency"]]
                ids["expected_cost_fx"] = rates[ids["cost_currency"] or ids["currency"]]
                ids["list_price"] = rng.choice(("", str(rng.randint(100, 900))))
                ids["floor_price"] = rng.choice(("", f"{rng.randint(50, 99)}.5"))
                totals = [Fraction(0)] * 3
                # Volumes by which unit figures end: the tool counts a package's totals, a sheet has unit figures.
                volumes = [rng.choice((2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 200, 250, 400, 500))]
                if phased and rng.random() < 0.5:
                    first = rng.randint(1, volumes[0] - 1)
                    volumes = [first, volumes[0] - first]
                for phase, volume in zip(("H1", "H2") if len(volumes) > 1 else ("",), volumes):
                    price, cost = rng.randint(100, 900), rng.randint(50, 500)
                    row = dict(ids, phase=phase, expected_volume=str(volume), expected_price=f"{price}.25",
                               expected_cost=f"{cost}.1")
                    if rng.random() < 0.2:
                        row.update(expected_price="", expected_revenue=str(price * volume))
                        revenue = Fraction(price * volume)
                    else:
                        revenue = r15((price + Fraction(1, 4)) * volume / int(ids["price_per"] or 1))
                    rows.append(row)
                    cogs = r15((cost + Fraction(1, 10)) * volume / int(ids["cost_per"] or 1))
                    for at, more in enumerate((volume, revenue, cogs)):
                        totals[at] += more
                per = int(ids["price_per"] or 1)
                fx, cost_fx = Fraction(ids["expected_fx"]), Fraction(ids["expected_cost_fx"])
                volume, revenue, cogs = totals
                facts[account, line, ids["product"]] = {
                    "standalone_volume": volume,
                    "standalone_price": r15(r15(revenue * fx) / volume),
                    "cost": r15(r15(cogs * cost_fx) / volume),
                    **{column: r15(Fraction(ids[column]) * fx / per) if ids[column] else None
                       for column in ("list_price", "floor_price")}}
    return rows, facts


def package_lines(rng):
    return {(account, line): {"owner": rng.choice(("", *bundle_sheets.OWNERS)),
                              "floor_margin_pct": rng.choice(("", "12", "22.5"))}
            for account in ("Alder", "Birch") for line in ("Cables", "Fans") if rng.random() < 0.8}


def as_sheet(rows):
    return Sheet(list(dict.fromkeys(column for row in rows for column in row)), rows)


def package_fills(check, seed):
    """A sheet with holes and a package = the sheet filled by hand."""
    rng = random.Random(seed)
    folder = WORK
    item_rows, facts = package_items(rng, rng.random() < 0.5)
    lines = package_lines(rng)
    write(as_sheet(item_rows), folder, "items.csv")
    write(as_sheet([dict(zip(("account", "product_line"), key), **cells) for key, cells in lines.items()] or
                   [{"account": "Alder", "product_line": "Cables"}]), folder, "lines.csv")
    package = folder / "package.csv"
    package.write_bytes(tool("negpkg-build", ["--quiet", "--report-currency=USD", f"--lines={folder / 'lines.csv'}",
                                              folder / "items.csv"]))
    holes, filled = [], []
    for account in ("Alder", "Birch"):
        for (its, line, product), fact in facts.items():
            if its == account and rng.random() < 0.8:
                row = {"bundle": "B " + account, "account": account, "product_line": line, "product": product,
                       "bundle_volume": rng.choice(("", str(rng.randint(1, 2000)))), "bundle_price": "",
                       "competitive": rng.choice(("", "yes"))}
                if rng.random() < 0.6:
                    row["bundle_price"] = bundle_oracle.in_full(round(
                        fact["standalone_price"] * rng.randint(80, 105) / 100, 2) or Fraction(1, 100))
                if rng.random() < 0.15:
                    row["affected"] = "yes"
                given = {**{c: "" if value is None else bundle_oracle.in_full(value) for c, value in fact.items()},
                         **lines.get((account, line), {"owner": "", "floor_margin_pct": ""})}
                hole, full = dict(row), dict(row)
                for column, text in given.items():
                    if rng.random() < 0.3:
                        own = "Zoe" if column == "owner" else str(rng.randint(1, 20))
                        hole[column] = full[column] = own
                    else:
                        hole[column], full[column] = rng.choice(("", "n/a")) if column != "owner" else "", text
                holes.append(hole)
                filled.append(full)
    extra = {"bundle": "B Alder", "account": "Alder", "product_line": "", "product": "", "rebate": "12.34"}
    if any(row["bundle"] == "B Alder" and not row.get("affected") for row in holes):
        holes.append(extra)
        filled.append(extra)
    if not holes:
        return
    options = ["--allocate=" + rng.choice(("standalone", "cost", "equal")), "--places=6"]
    want = check([*options, write(as_sheet(filled), folder, "filled.csv")])
    command = [*options, f"--package={package}", write(as_sheet(holes), folder, "holes.csv")]
    got = check(command)
    same_outcome(want, got, command)
    same_outcome(by_oracle(command), got, command)


def check_packages(tap, name, check):
    def many():
        for index in range(max(1, COUNT // 6)):
            seed = f"{SEED}/package/{index}"
            try:
                package_fills(check, seed)
            except Failure as failure:
                raise Failure(failure.kind, f"seed {seed}\n{failure}\n" + "\n".join(
                    f"{file}\n{(WORK / file).read_text()}" for file in ("items.csv", "lines.csv", "holes.csv"))) from None
    if os.access(BUILD / "negpkg-build", os.X_OK):
        tap.run(f"{name}: a package fills what the sheet leaves empty", many)
    else:
        tap.skip(f"{name}: a package fills what the sheet leaves empty", "no negpkg-build")


# --- points that are easily read in two ways: what, heading, rows, options, cells wanted by line and product (None: refused)

WHOLE = "bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price,rebate"
FLOORS = "bundle,product_line,product,cost,standalone_volume,standalone_price,bundle_price,floor_price,floor_margin_pct"
SCREENS = "bundle,product_line,product,cost,list_price,standalone_volume,standalone_price,bundle_price,competitive," \
    "rebate_threshold,rebate_before_pct,rebate_after_pct,contestable_volume"
AFFECTED = WHOLE + ",affected,source,customer_price,customer_cost"

POINTS = [
    ("a net price at the floor is above it", FLOORS, ["B,L,p,5,10,9,8,8,"], [], {("L", "p"): {"verdict": "ok"}}),
    ("a margin at the floor margin is above it", FLOORS, ["B,L,p,6,10,9,8,,25"], [], {("L", "p"): {"verdict": "ok"}}),
    ("a margin of nothing is unacceptable", FLOORS, ["B,L,p,8,10,9,8,,"], [],
     {("L", "p"): {"verdict": "unacceptable"}, ("", ""): {"verdict": "unacceptable"}}),
    ("a floor that is missed by less than is printed is missed", FLOORS, ["B,L,p,5,10,9,7.9999999999,8,"], [],
     {("L", "p"): {"verdict": "unacceptable", "net_price": "8.0000"}}),
    ("what isn't sold in the bundle can't be unacceptable", WHOLE + ",floor_price", ["B,L,p,8,10,9,0,,,20"], [],
     {("L", "p"): {"verdict": "ok", "net_price": "", "margin_pct": "", "delta_margin": "-10.00"},
      ("", ""): {"verdict": "dilutive"}}),
    ("a line that pays for its own unacceptable item is no sacrifice", FLOORS,
     ["B,L,p,5,10,9,8,8.5,", "B,M,q,5,10,9,9,,"], [], {("", ""): {"verdict": "unacceptable"}}),
    ("a line that pays with nothing unacceptable, and gains elsewhere: consent", WHOLE,
     ["B,L,p,5,10,9,10,8,", "B,M,q,5,10,9,20,9,"], [], {("", ""): {"verdict": "consent", "delta_margin": "30.00"}}),
    ("cents go to the largest remainders, ties by line and product", WHOLE,
     ["B,M,a,1,1,5,1,,", "B,L,b,1,1,5,1,,", "B,L,a,1,1,5,1,,", "B,,,,,,,,0.02"], [],
     {("L", "a"): {"rebate": "0.01"}, ("L", "b"): {"rebate": "0.01"}, ("M", "a"): {"rebate": "0.00"}}),
    ("an amount with more decimals is allocated as finely", WHOLE,
     ["B,L,a,1,1,5,1,,", "B,L,b,1,1,5,1,,", "B,,,,,,,,0.003"], [],
     {("L", "a"): {"rebate": "0.002"}, ("L", "b"): {"rebate": "0.001"}}),
    ("--places doesn't round what is allocated", WHOLE, ["B,L,a,1,1,5,1,,", "B,L,b,1,1,5,1,,", "B,,,,,,,,0.03"],
     ["--places=0"], {("L", "a"): {"rebate": "0.02"}, ("", ""): {"rebate": "0.03", "delta_margin": "0"}}),
    ("a line's rebate stays in its line", WHOLE, ["B,L,a,1,1,5,1,,", "B,M,b,1,1,5,1,,", "B,M,,,,,,,0.03"], [],
     {("L", "a"): {"rebate": "0.00"}, ("M", "b"): {"rebate": "0.03"}}),
    ("a price and a rebate of the whole bundle", WHOLE,
     ["B,L,a,1,1,6,1,,", "B,M,b,1,1,3,1,,", "B,,,,,,,6,", "B,,,,,,,,0.30"], [],
     {("L", "a"): {"bundle_revenue": "4.00", "rebate": "0.20", "net_price": "3.8000"},
      ("M", "b"): {"bundle_revenue": "2.00", "rebate": "0.10"}}),
    ("a rebate of nothing asks for no prices", WHOLE, ["B,L,a,1,0,,0,,", "B,,,,,,,,0"], [],
     {("", ""): {"rebate": "0.00", "verdict": "ok"}}),
    ("volumes of nothing: nowhere to allocate to", WHOLE, ["B,L,a,1,0,5,0,,", "B,,,,,,,,1"], [], None),
    ("a bundle price beside prices of its items", WHOLE, ["B,L,a,1,1,5,1,4,", "B,,,,,,,6,"], [], None),
    ("two prices for one bundle", WHOLE, ["B,L,a,1,1,5,1,,", "B,,,,,,,6,", "B,,,,,,,6,"], [], None),
    ("an item twice", WHOLE, ["B,L,a,1,1,5,1,,", "B,L,a,1,1,5,1,,"], [], None),
    ("a product in two lines isn't twice", WHOLE, ["B,L,a,1,1,5,1,,", "B,M,a,1,1,5,1,,"], [],
     {("M", "a"): {"verdict": "ok"}}),
    ("no cost", WHOLE, ["B,L,a,,1,5,1,,"], [], None),
    ("a negative price", WHOLE, ["B,L,a,1,1,-5,1,,"], [], None),
    ("what is affected keeps its own price where the bundle has one", AFFECTED,
     ["B,L,a,1,1,6,1,,,,,,", "B,L,b,1,10,6,4,,,yes,,,", "B,,,,,,,5,,,,,"], [],
     {("L", "b"): {"bundle_revenue": "24.00", "delta_margin": "-30.00", "verdict": "affected"}}),
    ("an affected loss makes its line pay", AFFECTED, ["B,L,a,1,1,6,1,,,,,,", "B,M,b,1,10,6,4,,,yes,,,"], [],
     {("M", ""): {"verdict": "consent", "delta_margin": "-30.00"}, ("", ""): {"verdict": "dilutive"}}),
    ("a rival's loss is nobody's here, but the customer's", AFFECTED,
     ["B,L,a,1,1,6,3,,,,,8,6", "B,M,b,,10,,4,,,yes,rival,7,6"], [],
     {("M", ""): {"verdict": "ok", "delta_margin": "0.00"},
      ("", ""): {"category_turnover": "-26.00", "category_profit": "-2.00", "breakeven_rate": ""}}),
    ("a rival's item isn't in our bundle", AFFECTED, ["B,M,b,,10,,4,,,,rival,7,6"], [], None),
    ("break-even: new margin by the margin of what is lost", AFFECTED + ",fixed_cost",
     ["B,L,a,2,0,6,10,6,,,,8,6,", "B,L,b,1,10,6,4,,,yes,,7,6,", "B,,,,,,,,,,,,,10"], [],
     {("", ""): {"breakeven_rate": "0.6000", "delta_margin": "0.00"}}),
    ("break-even: what has no price has no margin to average", AFFECTED,
     ["B,L,a,2,0,,10,6,,,,8,6", "B,L,b,1,0,100,0,,,yes,,,", "B,L,c,1,0,,0,,,yes,,,"], [],
     {("", ""): {"breakeven_rate": "0.0404"}}),
    ("break-even: a small margin isn't rounded on the way", AFFECTED,
     ["B,L,a,1,0,,1,8,,,,8,6", "B,L,b,0.89,300000,0.89,191588,,,yes,,,", "B,M,b,0.01,11,0.02,8,,,yes,,,"], [],
     {("", ""): {"breakeven_rate": "25296833.3333"}}),
    ("an attributed price at cost passes", SCREENS, ["B,L,a,5,9,10,8,6,yes,,,,", "B,L,b,1,3,10,3,2,,,,,"], [],
     {("L", "a"): {"attributed_price": "5.0000", "attribution": "pass"}, ("L", "b"): {"attributed_price": ""}}),
    ("a customer that could buy all of the threshold elsewhere", SCREENS, ["B,L,a,1,9,10,8,6,,100,2,10,100"], [],
     {("L", "a"): {"effective_price": "5.4000"}}),
    ("the price of the last units below the threshold", SCREENS, ["B,L,a,1,9,10,8,6,,100,2,10,20"], [],
     {("L", "a"): {"effective_price": "3.4800", "net_price": "6.0000"}}),
    ("more than the threshold can't be contestable", SCREENS, ["B,L,a,1,9,10,8,6,,100,2,10,101"], [], None),
    ("without any price no effective price", SCREENS, ["B,L,a,1,9,0,,,,100,2,10,20"], [],
     {("L", "a"): {"effective_price": ""}}),
]


def point(check, heading, rows, options, want):
    file = WORK / "point.csv"
    file.write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    done = check([*options, file])
    what = f"{shown([*options, file])}\n{file.read_text(encoding='utf-8')}"
    if want is None:
        expect(done.status == 2 and not done.out and "error:" in done.err, "isn't refused", what, done)
        return
    expect(done.status in (0, 1), "refused", what, done.err)
    got = {(row["product_line"], row["product"]): row for row in rows_of(done.out)}
    for key, cells in want.items():
        for column, text in cells.items():
            expect(got[key][column] == text, "other cell", what, f"{key} {column}: wanted {text}, got {got[key][column]}")


def check_points(tap, name, check):
    for text, *how in POINTS:
        tap.run(f"{name}: {text}", functools.partial(point, check, *how))


# --- published figures

def near(what, want, got, tolerance=0):
    expect(got != "" and abs(Fraction(want) - Fraction(got)) <= Fraction(tolerance), "other figures",
           f"{what}: wanted {want}, got {got}")


def the_case(name):
    return (read(SHARED / "cases" / f"{name}_input.csv"),
            {(row["convention"], row["scope"], row["effect"]): row
             for row in read(SHARED / "cases" / f"{name}_expected.csv")})


def printed(check, rows, *options):
    """{(bundle, line or "", product or ""): printed row}"""
    file = write(as_sheet(rows), WORK, "case.csv")
    rows, _ = checked(check, [*options, file])
    return {(row["bundle"], row["product_line"], row["product"]): row for row in rows}


def case_e12(check):
    """Discount attribution: prices of the items, then one price for all."""
    rows, expected = the_case("e12_attribution")
    items, totals = [], defaultdict(Fraction)
    for row in rows:
        price = Fraction(row["list_price"]) * (100 - int(row["bundle_discount_pct"])) / 100
        totals[row["bundle"]] += price * int(row["qty"])
        items.append({"bundle": row["bundle"], "product_line": row["item"] + "s", "product": row["item"],
                      "cost": row["incremental_cost"], "list_price": row["list_price"],
                      "standalone_price": row["list_price"], "standalone_volume": row["qty"],
                      "bundle_price": bundle_oracle.in_full(price), "competitive": row["competitive"]})
    wholes = [dict(item, bundle_price="") for item in items]
    wholes += [{"bundle": bundle, "product_line": "", "product": "", "bundle_price": bundle_oracle.in_full(total)}
               for bundle, total in totals.items()]
    for sheet, options in ((items, []), (wholes, ["--allocate=list"]), (wholes, [])):
        got = printed(check, sheet, *options)
        for bundle, product in (("b1", "Soap"), ("b2", "Bleach")):
            item = got[bundle, product + "s", product]
            case = expected["attribution", f"{bundle}:{product}", "attributed_price"]
            near(product, case["value"], item["attributed_price"], case["tolerance"])
            expect(item["attribution"] == "fail", "attribution", item)
            near(bundle, expected["attribution", bundle, "bundle_total"]["value"], got[bundle, "", ""]["bundle_revenue"])
        others = sum(figure(row, "standalone_revenue") for row in got.values()
                     if row["level"] == "item" and row["bundle"] == "b2" and row["product"] != "Bleach")
        near("others alone", expected["attribution", "b2", "others_alone"]["value"], others)
        costs = {(row["bundle"], row["item"]): Fraction(row["incremental_cost"]) for row in rows}
        for row in got.values():
            expect(row["level"] != "item" or figure(row, "net_price") >= costs[row["bundle"], row["product"]],
                   "pro rata below cost", row)
            expect(row["level"] != "item" or bool(row["attribution"]) == (row["product"] in ("Soap", "Bleach")),
                   "attributed", row)


def case_e14(check):
    """Allocations of one price: stand-alone, unit cost, physical, pro rata."""
    rows, expected = the_case("e14_allocation")
    items = [{"bundle": row["bundle"], "product_line": "all", "product": row["item"], "cost": row["unit_cost"] or "0",
              "list_price": row["standalone_price"], "standalone_price": row["standalone_price"],
              "standalone_volume": "1"} for row in rows]
    prices = {row["bundle"]: row["bundle_price"] for row in rows}
    items += [{"bundle": bundle, "product_line": "", "product": "", "bundle_price": price}
              for bundle, price in prices.items()]
    compared = 0
    for conventions, base in ((("standalone", "standalone_price", "pro_rata_list"), "standalone"),
                              (("standalone", "standalone_price", "pro_rata_list"), "revenue"),
                              (("standalone", "standalone_price", "pro_rata_list"), "list"),
                              (("unit_cost",), "cost"), (("physical",), "equal")):
        sheet = [item for item in items if base != "cost" or item["bundle"] == "word"]
        got = printed(check, sheet, f"--allocate={base}")
        for (convention, scope, _), case in expected.items():
            bundle, _, product = scope.partition(":")
            if convention in conventions:
                near(f"{convention} {scope}", case["value"], got[bundle, "all", product]["bundle_revenue"],
                     case["tolerance"])
                compared += 1
    # word twice, dvd and telco: 2 + 2 + 3 three times, 2, 2
    expect(compared == 25, "other cases", compared)
    # in whole dollars the published 18, 27, 35 of telco: cents are finer, the largest remainder is the same
    telco = {row["product"]: row["bundle_revenue"] for row in printed(check, items).values() if row["bundle"] == "telco"}
    want = {"Phone": "17.78", "Internet": "26.67", "Television": "35.55", "": "80.00"}
    expect(telco == want, "telco", telco)


def case_e16(check):
    rows, expected = the_case("e16_bundle_sanity")
    sheet = [{"bundle": "e16", "product_line": row["line"], "product": row["line"] + " part", "owner": row["line"],
              "cost": row["unit_cost"], "standalone_volume": row["q_standalone"],
              "standalone_price": row["p_standalone"], "bundle_volume": row["q_bundle"],
              "bundle_price": row["p_bundle_net"], "floor_price": row["walkaway_price"]} for row in rows]
    got = printed(check, sheet)
    columns = {"gm_standalone": "standalone_margin", "gm_bundle": "bundle_margin", "delta": "delta_margin"}
    for (_, scope, effect), case in expected.items():
        line = "" if scope == "total" else scope
        near(f"{scope} {effect}", case["value"], got["e16", line, ""][columns[effect]], case["tolerance"])
    expect(got["e16", "", ""]["verdict"] == "sacrifice", "verdict", got["e16", "", ""])
    expect(got["e16", "Logic", "Logic part"]["verdict"] == "unacceptable", "verdict", got["e16", "Logic", "Logic part"])
    reason = got["e16", "", ""]["reason"]
    expect(all(word in reason for word in ("Memory", "40000.00", "Logic")), "reason", reason)


def case_year(check):
    rows, status = checked(check, [SHARED / "year" / "bundles.csv"])
    got = {row["bundle"].partition(" ")[0]: row for row in rows if row["level"] == "bundle"}
    expect(status == 1, "exit status", status)
    for bundle, verdict, words in (("HN-A", "sacrifice", ("Timing ICs", "Sam Ortiz", "50400.00", "OX-25G")),
                                   ("HN-B", "consent", ("Power Modules", "Priya Nair", "1800.00")),
                                   ("HN-C", "dilutive", ("59484.00",))):
        expect(got[bundle]["verdict"] == verdict, "verdict", got[bundle])
        expect(all(word in got[bundle]["reason"] for word in words), "reason", got[bundle]["reason"])
    parts = [row["rebate"] for row in rows if row["level"] == "item" and row["bundle"].startswith("HN-C")]
    expect(parts == ["11484.05", "29760.12", "18239.83"], "allocated", parts)


def case_examples(check):
    """One bundle of each verdict, and each kind of row; its figures are those of the example package."""
    file = EXAMPLES / "bundles.csv"
    sheet = read(file)
    rows, status = checked(check, [file])
    verdicts = {row["bundle"].partition(" ")[0]: row["verdict"] for row in rows if row["level"] == "bundle"}
    want = {"NM-1": "unacceptable", "NM-2": "ok", "TG-1": "sacrifice", "TG-2": "consent", "TG-3": "dilutive"}
    expect(verdicts == want and status == 1, "verdicts", verdicts, status)
    for bundle in (row for row in rows if row["level"] == "bundle"):
        its = [row for row in rows if row["bundle"] == bundle["bundle"]]
        check_reason(bundle, [row for row in its if row["level"] == "line" and row["delta_margin"].startswith("-")],
                     [row for row in its if row["level"] == "item" and row["verdict"] == "unacceptable"], [file])
    owners = {row["bundle"].partition(" ")[0]: row["owner"] for row in rows if row["level"] == "bundle"}
    expect(owners["TG-3"] == "Dana Whitlock", "owner", owners)
    by_product = {row["product"]: row for row in rows if row["level"] == "item"}
    expect(by_product["TC-GAP-60"]["attribution"] == "fail" and by_product["TC-GAP-60"]["verdict"] == "ok",
           "attribution", by_product["TC-GAP-60"])
    expect(by_product["CT-DC-150"]["effective_price"] == "29.255529", "retroactive", by_product["CT-DC-150"])
    positive = next(row for row in rows if row["bundle"].startswith("TG-1"))
    expect(figure(positive, "delta_margin") > 0, "a sacrifice with a positive sum", positive)
    category = next(row for row in rows if row["bundle"].startswith("NM-2"))
    expect(figure(category, "category_turnover") > 0 < figure(category, "category_profit"), "category", category)
    expect({row["source"] for row in sheet if row["affected"]} == {"", "rival"}, "affected rows")


def case_examples_package(check):
    """The example sheet emptied is filled by the example package with what it held."""
    package = WORK / "examples-package.csv"
    package.write_bytes(tool("negpkg-build", ["--quiet", f"--lines={EXAMPLES / 'lines.csv'}", EXAMPLES / "items.csv"]))
    sheet = read(EXAMPLES / "bundles.csv")
    columns = [*bundle_oracle.FROM_ITEM, *bundle_oracle.FROM_LINE, "owner"]
    emptied = [{column: "" if row["product"] and column in columns and row["source"] != "rival" else text
                for column, text in row.items()} for row in sheet]
    filled = [dict(row) for row in emptied]
    bundle_oracle.fill_in(filled, package)
    for row, full in zip(sheet, filled):
        for column in columns:
            if column == "owner" or not row[column]:
                expect(row[column] in ("", full[column]), "other owner", row, full)
            else:
                near(f"{row['product']} {column}", row[column], full[column])
    want = check([EXAMPLES / "bundles.csv"])
    command = [f"--package={package}", write(as_sheet(emptied), WORK, "emptied.csv")]
    same_outcome(want, check(command), command)


def check_known(tap, name, check):
    for text, folder, case in (("published case e12", "cases", case_e12), ("published case e14", "cases", case_e14),
                               ("published case e16", "cases", case_e16), ("the year's bundles", "year", case_year)):
        text = f"{name}: {text}"
        if (SHARED / folder).is_dir():
            tap.run(text, functools.partial(case, check))
        else:
            tap.skip(text, f"no {SHARED / folder}")
    tap.run(f"{name}: the example bundles", functools.partial(case_examples, check))
    if os.access(BUILD / "negpkg-build", os.X_OK):
        tap.run(f"{name}: the example bundles, filled by the example package",
                functools.partial(case_examples_package, check))


def main():
    tap = Tap()
    tap.run("random sheets hold every verdict", all_kinds)
    there = os.access(BUILD / "bundle-check", os.X_OK)
    for name, check in (("oracle", by_oracle), ("bundle-check", by_tool)):
        if name == "oracle" or there:
            check_points(tap, name, check)
            check_known(tap, name, check)
            check_packages(tap, name, check)
            check_invariants(tap, name, check)
    if there:
        check_random(tap)
    else:
        tap.line(False, f"{BUILD / 'bundle-check'} is there")
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
