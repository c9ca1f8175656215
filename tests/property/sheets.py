"""Random items sheets that margin-walk and negpkg-build must take, and random options for them."""
from fractions import Fraction
from math import floor

import oracle

EXTRA = ("plan", "actual", "achieved")
SUFFIXES = ("volume", "share", "price", "revenue", "cost", "cogs", "rebate", "fx", "cost_fx")

# What a random sheet may hold beyond whole volumes, unit prices and unit costs of one currency.
PROFILES = {
    "plain": (),
    "phases": ("phases", "rebates", "totals"),
    "currencies": ("currencies", "per", "rebates"),
    "totals and shares": ("totals", "shares", "per", "rebates"),
    "odd positions": ("odd", "totals", "rebates"),
    "open positions": ("open", "odd", "totals", "shares"),
    "halves": ("halves", "rebates"),
    "many digits": ("digits", "totals", "shares", "rebates"),
    "wide magnitudes": ("wide", "rebates", "phases", "currencies", "per"),
    "hostile names": ("hostile",),
    "everything": ("phases", "currencies", "per", "totals", "shares", "rebates", "odd", "digits",
                   "hostile"),
}

TAME = ("Alder", "Birch", "Cedar", "Dogwood")
HOSTILE = ('Acme, Inc.', '12" pipe', '""', 'Müller & Söhne', 'Mu\u0308ller & So\u0308hne', "Ærø", "日本電気",
           "ｆｕｌｌ", "\U0001f600", "=1+1", "-5", "+1", "@x", "'quoted'", "a;b|c\td", "two\nlines", "two\r\nlines",
           "#1", "0012", "1E5", "A", "a", "AA", "A A", "A!", "n/a", "<b>&amp;", "%s%n", "\\", "e\u0301", "é")


class Sheet:
    """Columns and rows of an items sheet, with the fx file and the options that belong to it."""

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.positions = []             # those the sheet has, in order
        self.fx = None                  # {(currency, position): rate as text} or None
        self.report = None              # --report-currency
        self.revenue_only = False       # no costs: only --measure=revenue will do

    def having(self, columns=None, rows=None):
        """The same sheet with other columns or rows."""
        other = Sheet(self.columns if columns is None else columns, self.rows if rows is None else rows)
        other.positions, other.fx, other.report, other.revenue_only = (
            self.positions, self.fx, self.report, self.revenue_only)
        return other

    def text(self, quote_all=False, eol="\n"):
        def cell(text):
            hostile = quote_all or any(c in text for c in ',"\r\n')
            return '"' + text.replace('"', '""') + '"' if hostile else text
        lines = [self.columns] + [[row.get(c, "") for c in self.columns] for row in self.rows]
        return "".join(",".join(map(cell, line)) + eol for line in lines)

    def fx_text(self):
        currencies = sorted({currency for currency, _ in self.fx})
        lines = [["currency", *self.positions]]
        lines += [[c] + [self.fx.get((c, p), "") for p in self.positions] for c in currencies]
        return "".join(",".join(line) + "\n" for line in lines)


# --- numbers as people write them

def plain(units, places):
    """Units of the last place as text."""
    return oracle.decimal(units, places)


def figure(rng, whole, places):
    """A positive number: up to `whole` digits before the point (below 0: zeros after it)."""
    digits, places = rng.randint(*whole), rng.randint(*places)
    places = max(places, 1 - digits)
    units = rng.randint(1, 10 ** (digits + places))
    if places == 16:
        units = units // 10 * 10 + 5    # a tie at the internal scale
    return plain(units, places)


def volume(rng, features):
    if "wide" in features:
        return figure(rng, (-5, 9), (0, 9))
    if "digits" in features:
        return figure(rng, (0, 6), rng.choice(((0, 18), (16, 16))))
    if "halves" in features:
        return str(rng.randint(1, 4))
    return figure(rng, (1, 6), (0, 0))


def price(rng, features):
    if "wide" in features:
        return figure(rng, (-8, 7), (0, 12))
    if "digits" in features:
        return figure(rng, (0, 4), rng.choice(((0, 18), (16, 16))))
    if "halves" in features:            # ties wherever something is rounded
        return rng.choice(("0.125", "0.25", "0.375", "0.5", "0.75", "1", "1.5", "2", "2.5", "8"))
    return figure(rng, (0, 3), (2, 4))


def total(rng, features, volume_text, price_text):
    """Money that goes with a volume, about price times volume."""
    places = rng.randint(0, 18) if "digits" in features else 2
    exact = Fraction(volume_text) * Fraction(price_text) * rng.randint(90, 110) / 100
    return plain(floor(exact * 10 ** places), places)


# --- one position of one row

def sold(rng, features, row, position, use_cost):
    """Fill a position in which the row's item is sold."""
    units, unit_price, unit_cost = volume(rng, features), price(rng, features), price(rng, features)
    cells = {}
    if "odd" in features and rng.random() < 0.1:
        units = "-" + units
    if "shares" in features and rng.random() < 0.5:
        places = 15 if "digits" in features else 4
        cells["share"] = plain(rng.randint(0, 10 ** places), places)
        market = "current_market_volume" if position == "current" else "market_volume"
        if not row.get(market):
            row[market] = units.lstrip("-")
        if rng.random() < 0.3:
            cells["volume"] = units
    else:
        cells["volume"] = units

    by_total = "totals" in features and rng.random()
    if not by_total or by_total > 0.4:
        cells["price"] = unit_price
    if by_total and by_total < 0.6:
        cells["revenue"] = total(rng, features, units, unit_price)
    if use_cost:
        by_total = "totals" in features and rng.random()
        if (not by_total or by_total > 0.4) and not (row.get("cost") and position != "current"):
            cells["cost"] = unit_cost
        if by_total and by_total < 0.6:
            cells["cogs"] = total(rng, features, units, unit_cost)
    if "rebates" in features and rng.random() < 0.4:
        cells["rebate"] = rng.choice(("0", total(rng, features, units, "0.07")))
    return cells


def unsold(rng, features):
    """An explicit zero, with or without unit figures."""
    cells = {"volume": rng.choice(("0", "0", "0.00"))}
    if rng.random() < 0.4:
        cells["price"] = price(rng, features)
    if rng.random() < 0.4:
        cells["cost"] = price(rng, features)
    return cells


def odd(rng, features):
    """Money where nothing is sold, or a unit cost without any volume."""
    cells = {"volume": rng.choice(("", "0"))}
    suffix = rng.choice(("revenue", "cogs", "rebate", "cost", "share"))
    if suffix == "share":
        return {"share": "0"}           # given, so the position isn't open
    cells[suffix] = price(rng, features)
    if suffix != "cost":
        cells[suffix] = rng.choice(("", "-")) + cells[suffix]
    return cells


def fill(rng, features, row, position, use_cost):
    luck = rng.random()
    if "odd" in features and luck < 0.15:
        cells = odd(rng, features)
    elif luck < 0.22:
        cells = unsold(rng, features)
    elif luck < 0.30:
        cells = {}
    else:
        cells = sold(rng, features, row, position, use_cost)
    if not use_cost:
        cells = {suffix: text for suffix, text in cells.items() if suffix not in ("cost", "cogs")}
    row.update({f"{position}_{suffix}": text for suffix, text in cells.items()})


# --- currencies

def add_currencies(rng, sheet, items):
    """Give the items currencies, and every rate that they need by cell or by fx file."""
    mode = rng.choice(("single", "cells", "file", "mixed"))
    pool = [rng.choice(("USD", "EUR"))] if mode == "single" else ["USD", "EUR", "JPY", "GBP"]
    cost_currencies = mode != "single" and rng.random() < 0.6
    sold_in = rng.sample(pool, 1) if rng.random() < 0.3 else pool
    for rows in items:
        currency = rng.choice(sold_in)
        of_cost = rng.choice(("", currency, rng.choice(pool))) if cost_currencies else ""
        for row in rows:
            row["currency"], row["cost_currency"] = currency, of_cost
    if rng.random() < 0.4:
        sheet.report = rng.choice(("USD", "EUR"))
    report = sheet.report or oracle.report_currency(sheet.rows)

    def rate():
        return figure(rng, (-1, 2), (2, 6))

    if mode in ("file", "mixed"):
        sheet.fx = {(c, p): "1" if c == report else rate() for c in pool for p in sheet.positions
                    if mode == "file" or rng.random() < 0.7}
    for rows in items:
        for position in sheet.positions:
            add_rates(rng, sheet, rows, position, report, rate)


def add_rates(rng, sheet, rows, position, report, rate):
    """Write the rate cells of an item that are needed, and some that aren't."""
    given = any(row.get(f"{position}_{s}") for row in rows for s in SUFFIXES)
    currency, of_cost = rows[0]["currency"], rows[0]["cost_currency"] or rows[0]["currency"]
    cells = {}
    for suffix, of in (("fx", currency), ("cost_fx", of_cost)):
        known = of == report or (of, position) in (sheet.fx or {}) or suffix == "cost_fx" and of == currency
        if given and not known or rng.random() < 0.1:
            cells[suffix] = "1" if of == report else rate()
    for row in rows:
        row.update({f"{position}_{suffix}": text for suffix, text in cells.items()})


# --- a sheet

def widen_markets(sheet, rows):
    """No share below 0 or above 1 in a package: walk.py has tests of their own for that."""
    for market, positions in (("market_volume", [p for p in sheet.positions if p != "current"]),
                              ("current_market_volume", ["current"])):
        if any(row.get(market) for row in rows):
            for row in rows:
                for column in [f"{p}_volume" for p in positions]:
                    row[column] = row.get(column, "").lstrip("-")
                sold_here = [Fraction(row[f"{p}_volume"] or 0) for p in positions]
                row[market] = str(max(1, *map(floor, sold_here)) + 1)


def random_sheet(rng, features, for_package=False, size=None, duplicates=True):
    """A sheet with these features; for a package: account and line, only the four positions, and costs.
    duplicates: some rows of one item have the same phase, or its key twice where there are no phases."""
    names = HOSTILE if "hostile" in features else TAME
    sheet = Sheet([], [])
    sheet.positions = rng.sample(oracle.FOUR, rng.randint(2, 4))
    if not for_package:
        sheet.positions += rng.sample(EXTRA, 2 if "open" in features else rng.choice((0, 0, 1, 2)))
        sheet.revenue_only = rng.random() < 0.08
    optional = [c for c in ("account", "product_line") if for_package or rng.random() < 0.9]
    optional += [c for c in ("period", "region", "unit") if rng.random() < 0.4]
    if "phases" in features:
        optional.append("phase")
    keys = optional + ["product"]
    pools = {"account": rng.sample(names, 2), "product_line": rng.sample(names, rng.randint(1, 4)),
             "period": ["2027", "2027-H1"], "region": ["", *rng.sample(names, 2)], "unit": ["ea"]}
    stand_in_cost = rng.random() < 0.3

    items, seen = [], set()
    for index in range(size or rng.choice((1, 2, 3, 5, 8, 13, 21, 34))):
        ids = {c: rng.choice(pools[c]) for c in keys if c in pools}
        ids["product"] = f"{rng.choice(names)} {index}"
        if "per" in features:
            ids["price_per"] = rng.choice(("", "1", "100", "1000", "7"))
            ids["cost_per"] = rng.choice(("", "1", "1000", "3"))
        if stand_in_cost and not sheet.revenue_only and rng.random() < 0.5:
            ids["cost"] = price(rng, features)
        phases = [""]
        if "phases" in features:
            phases = rng.choice(([""], ["H1"], ["H1", "H2"], ["Q1", "Q2", "Q3"]))
            if duplicates and rng.random() < 0.15:
                phases = phases + phases[-1:] + [""]
        elif duplicates and rng.random() < 0.15:
            phases = ["", ""]           # items of their own
        missing = {p for p in sheet.positions
                   if rng.random() < (0.4 if "open" in features and p in EXTRA else 0.12)}
        rows = []
        for phase in phases:
            row = dict(ids, **({"phase": phase} if "phase" in keys else {}))
            for position in sheet.positions:
                if position not in missing:
                    fill(rng, features, row, position, not sheet.revenue_only)
            rows.append(row)
        if for_package:
            widen_markets(sheet, rows)
        items.append(rows)
        sheet.rows += rows
    if "currencies" in features:
        add_currencies(rng, sheet, items)

    used = {column for row in sheet.rows for column, text in row.items() if text}
    used |= set(keys) | {f"{p}_{s}" for p in sheet.positions for s in needed(sheet)}
    sheet.columns = sorted(used)
    rng.shuffle(sheet.columns)
    rng.shuffle(sheet.rows)
    return sheet


def needed(sheet):
    """Suffixes of the columns that every position has, be they empty."""
    return ("volume", "price") if sheet.revenue_only else ("volume", "price", "cost")


def only_costs(sheet, position):
    """Whether a row gives the position's cogs or rebate; walk.py has a test of its own for that."""
    return any(row.get(f"{position}_{suffix}") for row in sheet.rows for suffix in ("cogs", "rebate"))


def random_options(rng, sheet, for_package=False):
    """margin-walk's options for a sheet, without --fx and --report-currency."""
    options = []
    revenue = sheet.revenue_only or rng.random() < 0.25
    if revenue:
        options.append("--measure=revenue")
    extra = [p for p in sheet.positions if p in EXTRA]
    if extra or rng.random() < 0.7:
        steps = rng.sample(sheet.positions, rng.randint(2, len(sheet.positions)))
        options.append("--steps=" + ",".join(steps))
        opened = rng.choice(steps)
        if opened in EXTRA and not (revenue and only_costs(sheet, opened)):
            stand_in = rng.choice([p for p in sheet.positions if p != opened])
            options.append(f"--open={opened}:{stand_in}")
        bases = steps
    else:
        bases = [p for p in oracle.FOUR if p in sheet.positions]
    if rng.random() < 0.3:
        options.append(f"--base={rng.choice(bases)}")
    if not for_package and rng.random() < 0.7:
        by = [c for c in ("account", "product_line", "product", "period", "phase", "region", "unit",
                          "currency") if c in sheet.columns]
        options.append("--by=" + ",".join(rng.sample(by, rng.randint(0, min(4, len(by))))))
    if rng.random() < 0.5:
        options.append(f"--pool={rng.choice(('group', 'all'))}")
    if rng.random() < 0.7:
        options.append(f"--places={rng.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9))}")
    return options


# --- what the methods, markets, percentages and waterfalls need beyond that

def steady_rates(rng, sheet):
    """One rate per currency, the same in all positions, in the cells."""
    sheet.report = rng.choice(("USD", "EUR"))
    sheet.fx = None
    rates = {c: figure(rng, (-1, 2), (2, 6)) for c in ("USD", "EUR", "JPY", "GBP")}
    rates[sheet.report] = "1"
    columns = {f"{p}_{suffix}" for p in sheet.positions for suffix in ("fx", "cost_fx")}
    for row in sheet.rows:
        currency = row.get("currency") or sheet.report
        row.update({column: rates[row.get("cost_currency") or currency] if column.endswith("cost_fx")
                    else rates[currency] for column in columns})
    sheet.columns += sorted(columns - set(sheet.columns))


def add_markets(rng, sheet):
    """Market volumes for the rows that have none: for every row, most, some, or one position only."""
    names = ["market_volume", "current_market_volume"]
    luck = rng.choice((1, 1, 0.9, 0.5))
    chosen = rng.sample(names, rng.choice((1, 2, 2, 2, 2)))
    for row in sheet.rows:
        for name in chosen:
            if not row.get(name) and rng.random() < luck:
                row[name] = rng.choice(("0", figure(rng, (1, 7), (0, 2)))) if rng.random() < 0.2 \
                    else figure(rng, (1, 7), (0, 2))
    sheet.columns += [name for name in chosen if name not in sheet.columns]


def random_waterfall(rng):
    """(sheet, options) for --waterfall."""
    position = rng.choice(oracle.FOUR + EXTRA)
    names = rng.choice((TAME, TAME, HOSTILE))
    sheet = Sheet([], [])
    sheet.positions = [position]
    amounts = ["list", "cogs", *rng.sample(oracle.WATERFALL[1:6] + ("incentive",), rng.randint(0, 6))]
    keys = rng.choice((["product"], ["product_line", "product"], ["account", "product_line", "product"]))
    pools = {"account": rng.sample(names, 2), "product_line": rng.sample(names, 3)}
    for index in range(rng.randint(1, 13)):
        row = {key: rng.choice(pools[key]) for key in keys if key in pools}
        row["product"] = f"{rng.choice(names)} {index}"
        places = rng.choice((0, 2, 2, 4, 15))
        whole = rng.randint(0, 10 ** 6)
        for name in amounts:
            part = {"list": 100, "cogs": rng.choice((30, 60, 90))}.get(name, rng.choice((0, 2, 10)))
            amount = plain(floor(Fraction(whole * part * rng.randint(50, 110), 10000) * 10 ** places), places)
            row[f"{position}_{name}"] = rng.choice(("", "0", "-" + amount)) if rng.random() < 0.1 else amount
        sheet.rows.append(row)
    sheet.columns = keys + [f"{position}_{name}" for name in amounts]
    rng.shuffle(sheet.columns)
    options = [f"--waterfall={position}"]
    if rng.random() < 0.7:
        options.append("--by=" + ",".join(rng.sample(keys, rng.randint(0, len(keys)))))
    if rng.random() < 0.7:
        options.append(f"--places={rng.randint(0, 9)}")
    return sheet, options
