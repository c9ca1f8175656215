#!/usr/bin/env python3
"""The margin walk once more, in fractions: the bytes that margin-walk must print.

Written from formats.md and formulas.md alone, so that the two can disagree. It reads plain CSV
items sheets with canonical headings and takes margin-walk's options; it prints CSV only.
Money and volumes are exact fractions, cut to 15 decimals (half to even) where the tool keeps a scale.
"""
import argparse
import csv
import sys
from collections import Counter, defaultdict, namedtuple
from fractions import Fraction
from math import floor

SCALE = 10 ** 15
FOUR = ("current", "initial", "expected", "walkaway")
GIVEN = ("volume", "price", "cogs", "revenue", "rebate", "share")   # a cell of these fills a position
EFFECTS = ("volume", "mix_within", "mix_across", "price", "cost", "rebate",
           "cross", "fx", "new", "lost", "other")
EMPTY = ("", "n/a", "na", "tbd", "tba", "?")

METHODS = ("new-quantity", "old-quantity", "three-way", "symmetric")
POINTS = ("mix", "rate", "new", "lost")
WATERFALL = ("list", "discount", "allowance", "rebate", "freight", "terms", "cogs", "incentive")

# One item in one position: volume and money in local currency, the two rates, and the market's volume or None.
Position = namedtuple("Position", "volume revenue cogs rebate fx cost_fx market")


class Refused(Exception):
    """A sheet that margin-walk must refuse, too."""


# --- cells and sheets

def r15(x):
    """x at the internal scale, half to even."""
    return Fraction(round(x * SCALE), SCALE)


def number(text):
    """A cell's number at the internal scale, None where it is empty."""
    return None if text.strip().lower() in EMPTY else r15(Fraction(text.strip()))


def read_sheet(path):
    """(columns, rows as dicts) of a CSV file; - is standard input."""
    with open(sys.stdin.fileno() if path == "-" else path,
              encoding="utf-8-sig", newline="", closefd=path != "-") as file:
        lines = [line for line in csv.reader(file) if any(line)]
    return lines[0], [dict(zip(lines[0], line)) for line in lines[1:]]


def read_table(paths):
    """The FILEs as one table: (set of all columns, rows)."""
    columns, rows = set(), []
    for path in paths:
        header, more = read_sheet(path)
        columns.update(header)
        rows += more
    return columns, rows


def read_fx(path):
    """{(currency, position): rate} of a --fx file."""
    _, rows = read_sheet(path)
    return {(row["currency"], position): number(cell)
            for row in rows for position, cell in row.items()
            if position != "currency" and number(cell) is not None}


def report_currency(rows):
    """The only currency of the sheet, else USD."""
    found = {row.get(column, "") for row in rows for column in ("currency", "cost_currency")} - {""}
    return found.pop() if len(found) == 1 else "USD"


# --- rows to items

def money(total, unit, volume, per):
    """A given total, else unit figure times volume, else nothing."""
    if total is not None:
        return total
    if unit is None or not volume:
        return 0
    return r15(unit * volume / (1 if per is None else per))


def market_column(position):
    return "current_market_volume" if position == "current" else "market_volume"


def row_figures(row, position):
    """(volume, revenue, cogs, rebate) of one row, in local currency."""
    def cell(column):
        return number(row.get(column, ""))

    def mine(suffix):
        return cell(f"{position}_{suffix}")

    volume = mine("volume")
    if volume is None:
        share = mine("share")
        market = cell(market_column(position))
        volume = 0 if share is None or market is None else r15(share * market)
    cost = mine("cost")
    if cost is None and position != "current":
        cost = cell("cost")
    return (volume, money(mine("revenue"), mine("price"), volume, cell("price_per")),
            money(mine("cogs"), cost, volume, cell("cost_per")), mine("rebate") or 0)


def row_rates(row, position, fx, report):
    """(rate of the price's currency, rate of the cost's) to the report currency; None where unknown."""
    def known(currency):
        return fx.get((currency or report, position), 1 if currency in ("", report) else None)

    currency, of_cost = row.get("currency", ""), row.get("cost_currency", "")
    rate = number(row.get(f"{position}_fx", ""))
    if rate is None:
        rate = known(currency)
    cost_rate = number(row.get(f"{position}_cost_fx", ""))
    if cost_rate is None:
        cost_rate = known(of_cost) if of_cost not in ("", currency) else rate
    return rate, cost_rate


def blend(rows, position, options):
    """One item's Position out of its rows (one per phase)."""
    volume = revenue = cogs = rebate = 0
    rates = set()
    for row in rows:
        figures = row_figures(row, position)
        if options.measure == "revenue":
            figures = figures[0], figures[1], 0, 0
        if not any(figures):
            continue                    # what isn't sold needs no rate
        volume, revenue = volume + figures[0], revenue + figures[1]
        cogs, rebate = cogs + figures[2], rebate + figures[3]
        rate, cost_rate = row_rates(row, position, options.rates, options.report)
        rates.add((rate, rate if options.measure == "revenue" else cost_rate))
    if len(rates) > 1:
        raise Refused(f"{rows[0]['product']}: phases differ in their {position} rate")
    rate, cost_rate = rates.pop() if rates else (0, 0)
    if rate is None or cost_rate is None:
        raise Refused(f"{rows[0]['product']}: no rate for {position}")
    markets = [number(row.get(market_column(position), "")) for row in rows]
    markets = [market for market in markets if market is not None]
    return Position(volume, revenue, cogs, rebate, rate, cost_rate, sum(markets) if markets else None)


def is_open(rows, position):
    """Whether nothing is given for the position in any of an item's rows."""
    return not any(row.get(f"{position}_{suffix}", "").strip().lower() not in EMPTY
                   for row in rows for suffix in GIVEN)


def read_items(columns, rows, positions, options):
    """[(group key, {position: Position})]; with a phase column, rows of one item are one."""
    items = defaultdict(list)
    for index, row in enumerate(rows):
        key = tuple(row.get(column, "") for column in options.by)
        name = tuple(row.get(c, "") for c in ("account", "product_line", "product", "period"))
        items[key, name if "phase" in columns else index].append(row)

    opened, stand_in = options.open or (None, None)

    def source(position, its_rows):
        return stand_in if position == opened and is_open(its_rows, position) else position

    return [(key, {position: blend(its_rows, source(position, its_rows), options)
                   for position in positions})
            for (key, _), its_rows in items.items()]


# --- the walk

def in_report(p):
    """(revenue, cogs, rebate) of a Position in report currency."""
    return r15(p.revenue * p.fx), r15(p.cogs * p.cost_fx), r15(p.rebate * p.fx)


def half(x):
    """x / 2 at the internal scale."""
    return r15(Fraction(x) / 2)


def item_sums(p, q, method):
    """What one item adds to its group's sums, from Position p to Position q."""
    revenue0, cogs0, rebate0 = in_report(p)
    revenue1, cogs1, rebate1 = in_report(q)
    margin0 = revenue0 - cogs0 - rebate0
    margin1 = revenue1 - cogs1 - rebate1
    sums = Counter(items=int(any(p[:4]) or any(q[:4])),
                   start_volume=p.volume, start_revenue=revenue0, start_margin=margin0,
                   end_volume=q.volume, end_revenue=revenue1, end_margin=margin1)

    if min(p.volume, q.volume) < 0 or any(not x.volume and any(x[1:4]) for x in (p, q)):
        sums["other"] = margin1 - margin0
    elif p.volume and q.volume:
        if method == "symmetric" and (p.fx != q.fx or p.cost_fx != q.cost_fx and (p.cogs or q.cogs)):
            raise Refused("symmetric: one currency only")
        sums.update(comparable(p, q))
        sums["fx"] = margin1 - margin_of(sums, "E")
    elif q.volume:
        sums["new"] = margin1
    elif p.volume:
        sums["lost"] = -margin0
    return sums


def comparable(p, q):
    """What an item sold in both positions adds: units, markets, and its money at the start's rates as it
    stands at the start (S), the same at the new quantity (M), the end's at the old quantity (B), the end (E)."""
    sums = Counter(comparable=1, units0=p.volume, units1=q.volume,
                   market0=p.market or 0, market1=q.market or 0,
                   no_market=int(p.market is None or q.market is None))
    for state, x, volume in (("S", p, p.volume), ("M", p, q.volume), ("B", q, p.volume), ("E", q, q.volume)):
        for name, total, rate in (("revenue", x.revenue, p.fx), ("cogs", x.cogs, p.cost_fx),
                                  ("rebate", x.rebate, p.fx)):
            sums[state, name] = r15(r15(total * volume / x.volume) * rate)
    return sums


def margin_of(sums, state):
    return sums[state, "revenue"] - sums[state, "cogs"] - sums[state, "rebate"]


def effects_on_units(sums, method):
    """{price, cost, rebate, cross} of one group's sums."""
    def between(before, after):
        return {"price": sums[after, "revenue"] - sums[before, "revenue"],
                "cost": sums[before, "cogs"] - sums[after, "cogs"],
                "rebate": sums[before, "rebate"] - sums[after, "rebate"]}

    at_new, at_old = between("M", "E"), between("S", "B")
    if method == "new-quantity":
        return at_new
    if method == "symmetric":
        return {name: half(at_new[name] + at_old[name]) for name in at_new}
    if method == "three-way":
        s, m, b, e = (margin_of(sums, state) for state in "SMBE")
        at_old["cross"] = e - b - m + s
    return at_old


def grown(sums, method, before, after):
    """What it brings that the pool grows from `before` to `after` at the margin it has."""
    def from_base(state):
        return r15(margin_of(sums, state) * (after - before) / before)

    if method == "symmetric":
        return half(from_base("S") + from_base("B"))
    return from_base("B" if method == "old-quantity" else "S")


def volume_and_mix(sums, method):
    """The volume effect and the mix of pooled units; sums has price, cost and rebate."""
    if not sums["comparable"]:
        return 0, 0
    volume = grown(sums, method, sums["units0"], sums["units1"])
    s, m, b, e = (margin_of(sums, state) for state in "SMBE")
    if method == "old-quantity":
        quantity = e - b
    elif method == "symmetric":
        quantity = e - s - sums["price"] - sums["cost"] - sums["rebate"]
    else:
        quantity = m - s
    return volume, quantity - volume


def market_size(sums, method):
    """The part of a pool's volume effect that its market's growth brings; None where it can't be had."""
    if not sums["comparable"] or sums["no_market"] or sums["market0"] <= 0:
        return None
    return grown(sums, method, sums["market0"], sums["market1"])


def walk(items, a, b, depth, options):
    """{key prefix: sums with all effects} for the step from a to b."""
    method = options.method
    finest = defaultdict(Counter)
    for key, positions in items:
        finest[key].update(item_sums(positions[a], positions[b], method))
    for sums in finest.values():
        sums.update(effects_on_units(sums, method))
        sums["volume"], sums["mix_within"] = volume_and_mix(sums, method)
        size = market_size(sums, method)
        sums["market_size"] = size or 0
        sums["market_gap"] = int(sums["comparable"] > 0 and size is None)

    result = {(): Counter()}
    for key, sums in finest.items():
        for length in range(depth + 1):
            result.setdefault(key[:length], Counter()).update(sums)
    for sums in result.values():
        if options.pool == "all":
            sums["volume"], mix = volume_and_mix(sums, method)
            sums["mix_across"] = mix - sums["mix_within"]
            sums["market_size"] = market_size(sums, method)
        elif sums["market_gap"] or not sums["comparable"]:
            sums["market_size"] = None
    return result


# --- margin in percent

def points_sums(p, q):
    """What one item adds to its row's sums: revenue and margin at both ends, of all items and of comparable ones,
    and the margin that the end's revenue would have at the start's percentage."""
    sums = Counter()
    ends = []
    for n, x in enumerate((p, q)):
        revenue, cogs, rebate = in_report(x)
        ends.append((revenue, revenue - cogs - rebate))
        sums.update({f"R{n}": revenue, f"T{n}": revenue - cogs - rebate})
    (revenue0, margin0), (revenue1, margin1) = ends
    if revenue0 and revenue1:
        sums.update({"R0c": revenue0, "T0c": margin0, "R1c": revenue1, "T1c": margin1,
                     "X": r15(revenue1 * margin0 / revenue0)})
    return sums


def points_walk(items, a, b, depth):
    """{key prefix: sums} for the step from a to b."""
    result = {(): Counter()}
    for key, positions in items:
        sums = points_sums(positions[a], positions[b])
        for length in range(depth + 1):
            result.setdefault(key[:length], Counter()).update(sums)
    return result


def points_of(sums):
    """The exact (start, [mix, rate, new, lost], end) in percentage points; None where there is no revenue."""
    r0, r1, t0, t1, r0c, r1c, t0c, t1c, x = (Fraction(sums[name]) for name in
                                             ("R0", "R1", "T0", "T1", "R0c", "R1c", "T0c", "T1c", "X"))
    start = t0 / r0 * 100 if r0 else None
    end = t1 / r1 * 100 if r1 else None
    if not r0 or not r1:
        return start, None, end
    effects = [x / r1 - t0c / r0 - t0 / r0 * (r1c / r1 - r0c / r0),
               t1c / r1 - x / r1,
               (t1 - t1c) / r1 - t0 / r0 * (r1 - r1c) / r1,
               -((t0 - t0c) / r0 - t0 / r0 * (r0 - r0c) / r0)]
    effects = [effect * 100 for effect in effects]
    assert start + sum(effects) == end
    return start, effects, end


def points_cells(sums):
    """The cells from start_margin_pct to end_margin_pct."""
    start, effects, end = points_of(sums)
    ends = ["" if x is None else half_up(x, 2) for x in (start, end)]
    units = [""] * len(POINTS) if effects is None else spread(effects, ends[1] - ends[0], 2)
    return ["" if x == "" else decimal(x, 2) for x in (ends[0], *units, ends[1])]


# --- the price waterfall

def waterfall(rows, depth, options):
    """{key prefix: sums} of one position's waterfall."""
    result = {(): Counter()}
    for row in rows:
        key = tuple(row.get(column, "") for column in options.by)
        cells = {name: number(row.get(f"{options.waterfall}_{name}", "")) or 0 for name in WATERFALL}
        for length in range(depth + 1):
            result.setdefault(key[:length], Counter()).update(cells)
    for sums in result.values():
        sums["invoice"] = sums["list"] - sums["discount"] - sums["allowance"]
        sums["pocket"] = sums["invoice"] - sums["rebate"] - sums["freight"] - sums["terms"]
        sums["margin"] = sums["pocket"] - sums["cogs"] + sums["incentive"]
        sums["leakage"] = sums["list"] - sums["pocket"]
    return result


WATERFALL_COLUMNS = ("list", "discount", "allowance", "invoice", "rebate", "freight", "terms", "pocket",
                     "cogs", "incentive", "margin", "margin_pct", "leakage")


def waterfall_cells(sums, places):
    return [percent(sums["margin"], sums["pocket"]) if name == "margin_pct"
            else decimal(half_up(sums[name], places), places) for name in WATERFALL_COLUMNS]


# --- printing

def half_up(x, places):
    """x in units of the last place."""
    return floor(x * 10 ** places + Fraction(1, 2))


def decimal(units, places):
    """Whole units of the last place as text; never a negative zero."""
    digits = str(abs(units)).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return "-" + text if units < 0 else text


def exact(x):
    """A figure at the internal scale in full, without trailing zeros."""
    text = decimal(int(x * SCALE), 15)
    return text.rstrip("0").rstrip(".")


def spread(effects, difference, places):
    """The effects in units of the last place, so that they sum to the difference as printed."""
    scaled = [effect * 10 ** places for effect in effects]
    units = [floor(x) for x in scaled]
    left = difference - sum(units)
    largest_first = sorted(range(len(scaled)), key=lambda i: units[i] - scaled[i])  # stable
    for i in largest_first[:left]:
        units[i] += 1
    return units


def percent(margin, revenue):
    return decimal(half_up(margin * 100 / Fraction(revenue), 2), 2) if revenue else ""


def row_cells(sums, places, with_market=True):
    """The cells from `items` to `market_share`."""
    start, end = half_up(sums["start_margin"], places), half_up(sums["end_margin"], places)
    effects = spread([sums[name] for name in EFFECTS], end - start, places)
    assert start + sum(effects) == end

    def edge(side, margin):
        return [exact(sums[f"{side}_volume"]), decimal(half_up(sums[f"{side}_revenue"], places), places),
                decimal(margin, places), percent(sums[f"{side}_margin"], sums[f"{side}_revenue"])]

    market = ["", ""]
    if sums["market_size"] is not None and with_market:
        size = half_up(sums["market_size"], places)
        market = [decimal(size, places), decimal(effects[0] - size, places)]
    return ([str(sums["items"])] + edge("start", start) + [decimal(x, places) for x in effects]
            + edge("end", end) + market)


def csv_line(cells):
    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\r\n') else cell
    return ",".join(map(quoted, cells)) + "\n"


def header(options):
    by = options.by
    if options.waterfall:
        return ["level", *by, *WATERFALL_COLUMNS]
    if options.measure == "margin-pct":
        return ["level", *by, "from", "to", "start_margin_pct", *POINTS, "end_margin_pct"]
    edges = [[f"{side}_{name}" for name in ("volume", "revenue", "margin", "margin_pct")]
             for side in ("start", "end")]
    return (["level", *by, "from", "to", "items", *edges[0], *EFFECTS, *edges[1],
             "market_size", "market_share"])


def lengthen(lines, by):
    """The wide table as one row per group, step and effect."""
    wide, *rows = lines
    keys = len(by) + 3
    names = ("start_margin", *EFFECTS, "end_margin")
    return ([[*wide[:keys], "effect", "amount"]]
            + [[*row[:keys], name, row[wide.index(name, keys)]] for row in rows for name in names])


# --- the tool

def steps_of(options, columns):
    """[(from, to)]"""
    names = options.steps or [p for p in FOUR if any(f"{p}_{s}" in columns for s in GIVEN)]
    if options.base:
        return [(options.base, name) for name in names if name != options.base]
    return list(zip(names, names[1:]))


def parse(arguments):
    """The options, as margin-walk takes them."""
    def names(text):
        return [name for name in text.split(",") if name]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=names)
    parser.add_argument("--base")
    parser.add_argument("--by", type=names)
    parser.add_argument("--pool", choices=("group", "all"), default="group")
    parser.add_argument("--measure", choices=("margin", "revenue", "margin-pct"), default="margin")
    parser.add_argument("--method", choices=METHODS, default="new-quantity")
    parser.add_argument("--waterfall")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--places", type=int, choices=range(16), default=2)
    parser.add_argument("--open", type=lambda text: tuple(text.split(":")))
    parser.add_argument("--fx")
    parser.add_argument("--report-currency", dest="report")
    parser.add_argument("files", nargs="*", default=["-"])
    return parser.parse_args(arguments)


def in_order(prefixes):
    return sorted(prefixes, key=lambda keys: [key.encode() for key in keys])


def table(arguments, with_market=True):
    """(options, the lines that margin-walk prints for these arguments, keys with a negative pocket margin)."""
    options = parse(arguments)
    columns, rows = read_table(options.files)
    if options.by is None:
        options.by = [c for c in ("account", "product_line") if c in columns]
    options.rates = read_fx(options.fx) if options.fx else {}
    options.report = options.report or report_currency(rows)
    depth = len(options.by)
    lines, findings = [header(options)], []

    def label(prefix):
        return [options.by[len(prefix) - 1] if prefix else "total", *prefix, *[""] * (depth - len(prefix))]

    if options.waterfall:
        result = waterfall(rows, depth, options)
        for prefix in in_order(result):
            lines.append(label(prefix) + waterfall_cells(result[prefix], options.places))
            if len(prefix) == depth and result[prefix]["margin"] < 0:
                findings.append(prefix)
        return options, lines, findings

    steps = steps_of(options, columns)
    items = read_items(columns, rows, {p for step in steps for p in step}, options)
    if options.measure == "margin-pct":
        walks = [(step, points_walk(items, *step, depth)) for step in steps]
    else:
        walks = [(step, walk(items, *step, depth, options)) for step in steps]
    for prefix in in_order({()} | {key[:length] for key, _ in items for length in range(depth + 1)}):
        for step, result in walks:
            cells = (points_cells(result[prefix]) if options.measure == "margin-pct"
                     else row_cells(result[prefix], options.places, with_market))
            lines.append([*label(prefix), *step, *cells])
    return options, lines, findings


def margin_walk(arguments, with_market=True):
    """What margin-walk prints for these arguments; without the market columns' figures on demand."""
    options, lines, _ = table(arguments, with_market)
    if options.long:
        lines = lengthen(lines, options.by)
    return "".join(map(csv_line, lines))


def main():
    try:
        sys.stdout.buffer.write(margin_walk(sys.argv[1:]).encode())
    except Refused as reason:
        sys.exit(f"oracle: {reason}")


if __name__ == "__main__":
    main()
