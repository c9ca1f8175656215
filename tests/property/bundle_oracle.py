#!/usr/bin/env python3
"""bundle-check once more, in fractions: the bytes that it must print as CSV, and its exit status.

Written from formats.md and formulas.md alone, so that the two can disagree. It reads plain CSV bundles sheets
with canonical headings and a package as negpkg-build writes it, and takes bundle-check's options.
"""
import argparse
import sys
from collections import defaultdict
from fractions import Fraction

from oracle import Refused, csv_line, decimal, half_up, number, percent, r15, read_sheet

COLUMNS = ("level", "bundle", "account", "product_line", "product", "owner", "standalone_revenue",
           "standalone_margin", "bundle_revenue", "rebate", "bundle_margin", "delta_margin", "margin_pct",
           "net_price", "floor_price", "attributed_price", "effective_price", "attribution", "verdict", "reason")
CATEGORY = ("category_turnover", "category_profit", "breakeven_rate")
NEEDED = ("bundle", "product_line", "product")
FAILED = ("sacrifice", "unacceptable")
YES = ("yes", "y", "true", "1", "x")
BASES = ("revenue", "list", "standalone", "cost", "equal")


# --- cells

def amount(row, column):
    """A number (or percentage) that may not be negative, or None."""
    cell = row.get(column, "")
    value = number(cell.rstrip("%") if column.endswith("_pct") else cell)
    if value is not None and value < 0:
        raise Refused(f"{column}: negative")
    return value


def yes(row, column):
    return row.get(column, "").strip().lower() in YES


def in_full(x, least=0, most=15):
    """A figure with all its decimals, but at least and at most so many."""
    text = decimal(half_up(x, most), most)
    whole, _, places = text.partition(".")
    places = places.rstrip("0").ljust(least, "0")
    return f"{whole}.{places}" if places else whole


def below(x, floor, places):
    """What is below a floor: rounded as far as that still shows, else in full."""
    return in_full(x, 2, places) if Fraction(decimal(half_up(x, places), places)) < floor else in_full(x, 2)


def decimals_of(x):
    """How many decimals a figure has."""
    return len(in_full(x).partition(".")[2])


def names(texts):
    """Distinct texts, in order."""
    return "; ".join(dict.fromkeys(text for text in texts if text))


# --- rows to bundles

class Item:
    """A row with a product, and the figures that follow from it."""

    def __init__(self, row):
        self.line, self.product = row.get("product_line", ""), row["product"]
        self.owner = row.get("owner", "")
        self.affected, self.rival = yes(row, "affected"), row.get("source", "") == "rival"
        self.inside = not self.affected
        self.competitive = yes(row, "competitive")
        for name in ("cost", "list_price", "standalone_volume", "standalone_price", "bundle_volume",
                     "bundle_price", "floor_price", "floor_margin_pct", "rebate", "customer_price", "customer_cost",
                     "rebate_threshold", "rebate_before_pct", "rebate_after_pct", "contestable_volume"):
            setattr(self, name, amount(row, name))
        self.part = None                # of the price of the whole bundle
        self.allocated = Fraction(0)    # rebates of the line and of the bundle

    @property
    def key(self):
        return self.line.encode(), self.product.encode()

    def complete(self, whole_price):
        """Empty cells take what they stand for; what then lacks is an error."""
        if self.standalone_volume is None:
            self.standalone_volume = Fraction(0)
        if self.bundle_volume is None:
            self.bundle_volume = self.standalone_volume
        if (self.customer_price is None) != (self.customer_cost is None):
            raise Refused(f"{self.product}: only one of customer_price and customer_cost")
        if self.rival and self.inside:
            raise Refused(f"{self.product}: a rival's item in our bundle")
        if self.rival:
            return
        if self.cost is None:
            raise Refused(f"{self.product}: no cost")
        if self.standalone_volume and self.standalone_price is None:
            raise Refused(f"{self.product}: standalone volume without price")
        if self.inside and whole_price:
            return
        if self.bundle_price is None:
            self.bundle_price = self.standalone_price
        if self.bundle_volume and self.bundle_price is None:
            raise Refused(f"{self.product}: bundle volume without price")

    # figures; those of a rival's item are nobody's but its own

    @property
    def standalone_revenue(self):
        return r15(self.standalone_volume * (self.standalone_price or 0))

    @property
    def standalone_margin(self):
        return self.standalone_revenue - r15(self.standalone_volume * self.cost)

    @property
    def bundle_revenue(self):
        if self.part is not None:
            return self.part
        return r15(self.bundle_volume * (self.bundle_price or 0))

    @property
    def rebates(self):
        return (self.rebate or 0) + self.allocated

    @property
    def bundle_margin(self):
        return self.bundle_revenue - r15(self.bundle_volume * self.cost) - self.rebates

    @property
    def delta(self):
        return self.bundle_margin - self.standalone_margin

    @property
    def net_price(self):
        if not self.bundle_volume:
            return None
        return Fraction(self.bundle_revenue - self.rebates) / self.bundle_volume

    @property
    def unit_price(self):
        """What the bundle asks for one, before rebates."""
        if self.part is not None:
            return self.part / self.bundle_volume if self.bundle_volume else None
        return self.bundle_price

    @property
    def list_or_standalone(self):
        return self.standalone_price if self.list_price is None else self.list_price

    @property
    def affected_price(self):
        """What an affected item is sold for, alone or now."""
        return self.bundle_price if self.standalone_price is None else self.standalone_price

    def faults(self):
        """Why the item is unacceptable, in words; empty where it isn't."""
        if not self.inside or not self.bundle_volume:
            return ""
        found = []
        if self.floor_price is not None and self.bundle_revenue - self.rebates < self.floor_price * self.bundle_volume:
            found.append(f"net price {below(self.net_price, self.floor_price, 6)} is below its floor price "
                         + in_full(self.floor_price, 2, 6))
        if self.floor_margin_pct is not None and \
                self.bundle_margin * 100 < self.floor_margin_pct * self.bundle_revenue:
            margin = ""
            if self.bundle_revenue:
                exact = r15(Fraction(r15(self.bundle_margin * 100)) / self.bundle_revenue)
                margin = below(exact, self.floor_margin_pct, 2) + "% "
            found.append(f"its margin {margin}is below its floor of {in_full(self.floor_margin_pct)}%")
        if self.bundle_margin <= 0:
            found.append("it earns nothing")
        return "; ".join(found)

    def effective_price(self):
        """What each unit costs that the customer could buy elsewhere, or None."""
        t, x, price = self.rebate_threshold, self.contestable_volume, self.unit_price
        if None in (t, x, self.rebate_after_pct):
            return None
        if x == 0 or x > t:
            raise Refused(f"{self.product}: contestable volume is 0 or above the threshold")
        if price is None:
            return None
        after = price * (1 - self.rebate_after_pct / 100)
        before = price * (1 - (self.rebate_before_pct or Fraction(0)) / 100)
        return (after * t - before * (t - x)) / x


class Bundle:
    """The rows of one bundle and account."""

    def __init__(self, key):
        self.key = key
        self.items, self.extras = [], []

    @property
    def own(self):
        return [item for item in self.items if not item.rival]

    @property
    def inside(self):
        return [item for item in self.items if item.inside]

    def lines(self):
        lines = defaultdict(list)
        for item in self.items:
            lines[item.line].append(item)
        return lines

    def allocate(self, base):
        """Spread what the rows without a product carry."""
        prices = [row for row in self.extras if amount(row, "bundle_price") is not None]
        if len(prices) > 1 or prices and any(item.bundle_price is not None for item in self.inside):
            raise Refused(f"{self.key}: two bundle prices")
        for item in self.items:
            item.complete(bool(prices))
        weigh = {"list": lambda item: item.list_price, "standalone": lambda item: item.standalone_price,
                 "cost": lambda item: item.cost, "equal": lambda item: 1,
                 "revenue": lambda item: item.bundle_price}[base]
        if base == "revenue" and prices:
            def weigh(item):
                return item.list_price if item.standalone_price is None else item.standalone_price
        for row in prices:
            self.only_whole(row, "bundle_price")
            for item, part in self.spread(amount(row, "bundle_price"), self.inside, weigh):
                item.part = part
        for row in self.extras:
            rebate = amount(row, "rebate")
            if rebate:
                line = row.get("product_line", "")
                to = [item for item in self.inside if line in ("", item.line)]
                for item, part in self.spread(rebate, to, weigh):
                    item.allocated += part
        self.fixed_cost = Fraction(0)
        for row in self.extras:
            if amount(row, "fixed_cost") is not None:
                self.only_whole(row, "fixed_cost")
                self.fixed_cost += amount(row, "fixed_cost")

    def only_whole(self, row, column):
        if row.get("product_line", ""):
            raise Refused(f"{self.key}: {column} of a line")

    def spread(self, money, items, weigh):
        """[(item, its part)]: to the cent or finer, by largest remainder."""
        weights = []
        for item in items:
            base = weigh(item)
            if base is None and item.bundle_volume:
                raise Refused(f"{item.product}: nothing to allocate by")
            weights.append((base or 0) * item.bundle_volume)
        if not sum(weights):
            raise Refused(f"{self.key}: nothing to allocate to")
        unit = 10 ** max(2, decimals_of(money))
        shares = [Fraction(money) * unit * weight / sum(weights) for weight in weights]
        units = [share.numerator // share.denominator for share in shares]
        left = int(money * unit) - sum(units)
        order = sorted(range(len(items)), key=lambda i: (units[i] - shares[i], items[i].key))
        for i in order[:left]:
            units[i] += 1
        return [(item, Fraction(u, unit)) for item, u in zip(items, units)]

    # the screens

    def attributed_price(self, j):
        """The item's list price less the discount of the whole bundle, or None."""
        if not (j.inside and j.competitive and j.bundle_volume):
            return None
        discount = Fraction(0)
        for item in self.inside:
            price = item.list_or_standalone
            if price is None:
                if item.bundle_volume:
                    return None
                price = 0
            discount += item.bundle_volume * price - item.bundle_revenue + item.rebates
        return j.list_or_standalone - discount / j.bundle_volume

    def breakeven_rate(self):
        new = sum(item.bundle_volume - item.standalone_volume for item in self.inside)
        losing = [(item.affected_price - item.cost, max(0, item.standalone_volume - item.bundle_volume))
                  for item in self.own if item.affected and item.affected_price is not None]
        if new <= 0 or not losing:
            return None
        if not any(lost for _, lost in losing):
            losing = [(margin, 1) for margin, _ in losing]
        margin = Fraction(sum(margin * lost for margin, lost in losing)) / sum(lost for _, lost in losing)
        if margin <= 0:
            return None
        return (sum(item.delta for item in self.inside) - self.fixed_cost) / (new * margin)

    def category(self):
        """(turnover, profit) of the customer, or None."""
        known = [(item.bundle_volume - item.standalone_volume, item) for item in self.items
                 if item.customer_price is not None]
        if not known:
            return None
        return (sum(more * item.customer_price for more, item in known),
                sum(more * (item.customer_price - item.customer_cost) for more, item in known))

    # the verdicts

    def judge(self):
        """(verdict, reason), {line: (verdict, reason)}"""
        deltas = {line: sum(item.delta for item in items if not item.rival) for line, items in self.lines().items()}
        bad = [item for item in self.items if item.faults()]
        lines = {line: self.judge_line(line, deltas[line], bad) for line in sorted(deltas, key=str.encode)}
        total = sum(deltas.values()) - self.fixed_cost
        verdicts = [verdict for verdict, _ in lines.values()]

        def of_lines(wanted):
            return [f"{self.who(line)} {reason}" for line, (verdict, reason) in lines.items() if verdict == wanted]

        if "sacrifice" in verdicts:
            mine, reasons = "sacrifice", of_lines("sacrifice")
        elif bad:
            mine, reasons = "unacceptable", [described(bad)]
        elif total < 0:
            mine, reasons = "dilutive", [f"it loses {lost(total)}", *of_lines("consent")]
        elif "consent" in verdicts:
            mine, reasons = "consent", of_lines("consent")
        else:
            mine, reasons = "ok", []
        for name, amount in zip(("turnover", "profit"), self.category() or ()):
            if amount <= 0:
                reasons.append(f"the customer's {name} in the category doesn't rise")
        return (mine, "; ".join(reasons)), lines

    def judge_line(self, line, delta, bad):
        """(verdict, reason)"""
        mine, others = [item for item in bad if item.line == line], [item for item in bad if item.line != line]
        if delta < 0 and others:
            return "sacrifice", f"pays {lost(delta)} for {described(others)}"
        if mine:
            return "unacceptable", described(mine)
        if delta < 0:
            owner = "its owner" if self.owners(line) else "whoever owns it"
            return "consent", f"gives up {lost(delta)}: {owner} must agree"
        return "ok", ""

    def owners(self, line):
        return names(item.owner for item in self.lines()[line])

    def who(self, line):
        owners = self.owners(line)
        return (line or "(no line)") + (f" ({owners})" if owners else "")


def described(items):
    return ", ".join(f"{item.product} of {item.line or '(no line)'} ({item.faults()})" for item in items)


def lost(delta):
    """What goes lost, as delta_margin prints it in cents."""
    return money(delta, 2).lstrip("-")


# --- the sheet

def keyed(row):
    return row.get("bundle", ""), row.get("account", "")


def read_bundles(columns, rows):
    """The bundles in byte order of their keys, their items in theirs."""
    missing = [column for column in NEEDED if column not in columns]
    if missing:
        raise Refused(f"no {missing[0]}")
    bundles = {}
    for row in rows:
        if not row["bundle"]:
            raise Refused("no bundle")
        if row["product"]:
            bundle = bundles.setdefault(keyed(row), Bundle(keyed(row)))
            item = Item(row)
            if any(item.key == other.key for other in bundle.items):
                raise Refused(f"{item.product} twice")
            bundle.items.append(item)
    for row in rows:
        if not row["product"]:
            bundle = bundles.get(keyed(row))
            if bundle is None and not row.get("account", ""):
                alone = [b for b in bundles.values() if b.key[0] == row["bundle"]]
                bundle = alone[0] if len(alone) == 1 else None
            if bundle is None:
                raise Refused("of no bundle")
            if all(number(row.get(column, "")) is None for column in ("rebate", "bundle_price", "fixed_cost")):
                raise Refused("a row of nothing")
            line = row.get("product_line", "")
            if line and number(row.get("rebate", "")) and not any(item.line == line for item in bundle.items):
                raise Refused("of no line")
            bundle.extras.append(row)
    result = sorted(bundles.values(), key=lambda b: [part.encode() for part in b.key])
    for bundle in result:
        bundle.items.sort(key=lambda item: item.key)
    return result


# --- what a package fills in

def fill_in(rows, package):
    """The rows with their empty cells filled from the package's expected position."""
    _, package = read_sheet(package)
    items, lines = defaultdict(list), defaultdict(list)
    for row in package:
        if row["level"] == "item":
            items[row["account"], row["product_line"], row["product"]].append(row)
        elif row["level"] == "line":
            lines[row["account"], row["product_line"]].append(row)

    def fill(row, found, figures):
        lacking = [column for column in figures if number(row.get(column, "")) is None]
        if lacking and len(found) > 1:
            raise Refused(f"{row['product']}: twice in the package")
        for column in lacking if found else []:
            value = figures[column](found[0])
            row[column] = value if isinstance(value, str) else "" if value is None else in_full(value)

    for row in rows:
        if row["product"] and row.get("source", "") != "rival":
            account, line = row.get("account", ""), row["product_line"]
            fill(row, items[account, line, row["product"]], FROM_ITEM)
            fill(row, lines[account, line], FROM_LINE)
            if not row.get("owner") and len(lines[account, line]) == 1:
                row["owner"] = lines[account, line][0].get("owner", "")


def rate(row, column="expected_fx"):
    return number(row.get(column, "")) or Fraction(1)


def per_unit(total, fx):
    def figure(row):
        volume, money = number(row["expected_volume"]), number(row[total])
        if not volume or money is None:
            return None
        return r15(Fraction(r15(money * rate(row, fx))) / volume)
    return figure


def unit_price(column):
    def figure(row):
        price = number(row.get(column, ""))
        return None if price is None else r15(price * rate(row) / (number(row.get("price_per", "")) or 1))
    return figure


FROM_ITEM = {
    "standalone_volume": lambda row: number(row["expected_volume"]),
    "standalone_price": per_unit("expected_revenue", "expected_fx"),
    "cost": per_unit("expected_cogs", "expected_cost_fx"),
    "floor_price": unit_price("floor_price"),
    "list_price": unit_price("list_price"),
}
FROM_LINE = {"floor_margin_pct": lambda row: number(row.get("floor_margin_pct", ""))}


# --- printing

def money(x, places):
    return decimal(half_up(x, places), places)


def sums(items, places, fixed_cost=0):
    """The cells from standalone_revenue to margin_pct."""
    items = [item for item in items if not item.rival]
    revenue = sum(item.bundle_revenue for item in items)
    margin = sum(item.bundle_margin for item in items) - fixed_cost
    standalone = sum(item.standalone_margin for item in items)
    return [money(sum(item.standalone_revenue for item in items), places), money(standalone, places),
            money(revenue, places), in_full(sum(item.rebates for item in items), places), money(margin, places),
            money(margin - standalone, places), percent(margin, revenue)]


def unit(x, least=4):
    return "" if x is None else in_full(x, least, 6)


def item_cells(bundle, item, places):
    attributed, effective = bundle.attributed_price(item), item.effective_price()
    faults = item.faults()
    figures = sums([item], places)
    return [item.owner, *figures, "" if item.rival else unit(item.net_price),
            "" if item.floor_price is None else in_full(item.floor_price, 2),
            unit(attributed), unit(effective),
            "" if attributed is None else "fail" if attributed < item.cost else "pass",
            "affected" if item.affected else "unacceptable" if faults else "ok", faults]


def table(bundles, places):
    """The lines to print, and whether a bundle failed."""
    with_category = any(item.customer_price is not None for bundle in bundles for item in bundle.items)
    lines, failed = [[*COLUMNS, *(CATEGORY if with_category else ())]], False
    for bundle in bundles:
        (verdict, reason), of_lines = bundle.judge()
        failed |= verdict in FAILED
        category, breakeven = bundle.category(), bundle.breakeven_rate()
        owner = names(sorted(row.get("owner", "") for row in bundle.extras if not row.get("product_line", "")))
        extra = [""] * 3
        if category:
            extra = [money(x, places) for x in category]
            extra.append("" if breakeven is None else decimal(half_up(breakeven, 4), 4))
        blank = [""] * 5
        lines.append(["bundle", *bundle.key, "", "", owner, *sums(bundle.items, places, bundle.fixed_cost), *blank,
                      verdict, reason, *(extra if with_category else ())])
        for line, items in sorted(bundle.lines().items(), key=lambda pair: pair[0].encode()):
            lines.append(["line", *bundle.key, line, "", bundle.owners(line), *sums(items, places), *blank, *of_lines[line]])
            for item in items:
                lines.append(["item", *bundle.key, line, item.product, *item_cells(bundle, item, places)])
    width = len(lines[0])
    return [line + [""] * (width - len(line)) for line in lines], failed


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--allocate", choices=BASES, default="revenue")
    parser.add_argument("--package")
    parser.add_argument("--places", type=int, choices=range(16), default=2)
    parser.add_argument("files", nargs="*", default=["-"])
    return parser.parse_args([str(argument) for argument in arguments])


def bundle_check(arguments):
    """(what bundle-check prints for these arguments, its exit status)."""
    options = parse(arguments)
    columns, rows = set(), []
    for path in options.files:
        header, more = read_sheet(path)
        columns.update(header)
        rows += [{column: cell.strip() for column, cell in row.items()} for row in more]
    if options.package:
        fill_in(rows, options.package)
    bundles = read_bundles(columns, rows)
    for bundle in bundles:
        bundle.allocate(options.allocate)
    lines, failed = table(bundles, options.places)
    return "".join(map(csv_line, lines)), int(failed)


def main():
    try:
        text, status = bundle_check(sys.argv[1:])
    except Refused as reason:
        print(f"oracle: {reason}", file=sys.stderr)
        return 2
    sys.stdout.buffer.write(text.encode())
    return status


if __name__ == "__main__":
    sys.exit(main())
