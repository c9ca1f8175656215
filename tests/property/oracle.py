#!/usr/bin/env python3
"""The margin walk once more, in fractions: the bytes that margin-walk must print.

Written from formats.md and formulas.md alone, so that the two can disagree. It reads plain CSV
items sheets with canonical headings and takes margin-walk's options; method new-quantity only.
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

# One item in one position: volume and money in local currency, and the two rates.
Position = namedtuple("Position", "volume revenue cogs rebate fx cost_fx")


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


def row_figures(row, position):
    """(volume, revenue, cogs, rebate) of one row, in local currency."""
    def cell(column):
        return number(row.get(column, ""))

    def mine(suffix):
        return cell(f"{position}_{suffix}")

    volume = mine("volume")
    if volume is None:
        share = mine("share")
        market = cell("current_market_volume" if position == "current" else "market_volume")
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
    return Position(volume, revenue, cogs, rebate, rate, cost_rate)


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


def item_sums(p, q):
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
        sums.update(comparable(p, q, margin0))
    elif q.volume:
        sums["new"] = margin1
    elif p.volume:
        sums["lost"] = -margin0
    return sums


def comparable(p, q, margin0):
    """The effects of an item sold in both positions, and what its group needs for volume and mix."""
    def scaled(total, rate):            # the start's total at the new quantity and the start's rate
        return r15(r15(total * q.volume / p.volume) * rate)

    revenue1, cogs1, rebate1 = in_report(q)
    old = scaled(p.revenue, p.fx), scaled(p.cogs, p.cost_fx), scaled(p.rebate, p.fx)
    new = r15(q.revenue * p.fx), r15(q.cogs * p.cost_fx), r15(q.rebate * p.fx)
    return dict(price=new[0] - old[0], cost=old[1] - new[1], rebate=old[2] - new[2],
                fx=(revenue1 - new[0]) - (rebate1 - new[2]) - (cogs1 - new[1]),
                units0=p.volume, units1=q.volume, margin_of_units0=margin0,
                margin_at_new_quantity=old[0] - old[1] - old[2])


def volume_and_mix(sums):
    """The volume effect and the mix of pooled units."""
    if not sums["units0"]:
        return 0, 0
    margin = sums["margin_of_units0"]
    volume = r15((sums["units1"] - sums["units0"]) * margin / sums["units0"])
    return volume, sums["margin_at_new_quantity"] - margin - volume


def walk(items, a, b, depth, pool):
    """{key prefix: sums with all effects} for the step from a to b."""
    finest = defaultdict(Counter)
    for key, positions in items:
        finest[key].update(item_sums(positions[a], positions[b]))
    for sums in finest.values():
        sums["volume"], sums["mix_within"] = volume_and_mix(sums)

    result = {(): Counter()}
    for key, sums in finest.items():
        for length in range(depth + 1):
            result.setdefault(key[:length], Counter()).update(sums)
    if pool == "all":
        for sums in result.values():
            sums["volume"], mix = volume_and_mix(sums)
            sums["mix_across"] = mix - sums["mix_within"]
    return result


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


def row_cells(sums, places):
    """The cells from `items` to `market_share`."""
    start, end = half_up(sums["start_margin"], places), half_up(sums["end_margin"], places)
    effects = spread([sums[name] for name in EFFECTS], end - start, places)
    assert start + sum(effects) == end

    def edge(side, margin):
        return [exact(sums[f"{side}_volume"]), decimal(half_up(sums[f"{side}_revenue"], places), places),
                decimal(margin, places), percent(sums[f"{side}_margin"], sums[f"{side}_revenue"])]

    return ([str(sums["items"])] + edge("start", start) + [decimal(x, places) for x in effects]
            + edge("end", end) + ["", ""])


def csv_line(cells):
    def quoted(cell):
        return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\r\n') else cell
    return ",".join(map(quoted, cells)) + "\n"


def header(by):
    edges = [[f"{side}_{name}" for name in ("volume", "revenue", "margin", "margin_pct")]
             for side in ("start", "end")]
    return (["level", *by, "from", "to", "items", *edges[0], *EFFECTS, *edges[1],
             "market_size", "market_share"])


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
    parser.add_argument("--measure", choices=("margin", "revenue"), default="margin")
    parser.add_argument("--places", type=int, choices=range(10), default=2)
    parser.add_argument("--open", type=lambda text: tuple(text.split(":")))
    parser.add_argument("--fx")
    parser.add_argument("--report-currency", dest="report")
    parser.add_argument("files", nargs="*", default=["-"])
    return parser.parse_args(arguments)


def margin_walk(arguments):
    """What margin-walk prints for these arguments."""
    options = parse(arguments)
    columns, rows = read_table(options.files)
    if options.by is None:
        options.by = [c for c in ("account", "product_line") if c in columns]
    options.rates = read_fx(options.fx) if options.fx else {}
    options.report = options.report or report_currency(rows)
    steps = steps_of(options, columns)
    items = read_items(columns, rows, {p for step in steps for p in step}, options)
    depth = len(options.by)
    walks = [(step, walk(items, *step, depth, options.pool)) for step in steps]

    lines = [csv_line(header(options.by))]
    prefixes = {()} | {key[:length] for key, _ in items for length in range(depth + 1)}
    for prefix in sorted(prefixes, key=lambda keys: [key.encode() for key in keys]):
        level = options.by[len(prefix) - 1] if prefix else "total"
        for (a, b), result in walks:
            lines.append(csv_line([level, *prefix, *[""] * (depth - len(prefix)), a, b]
                                  + row_cells(result[prefix], options.places)))
    return "".join(lines)


def main():
    try:
        sys.stdout.buffer.write(margin_walk(sys.argv[1:]).encode())
    except Refused as reason:
        sys.exit(f"oracle: {reason}")


if __name__ == "__main__":
    main()
