"""Packages in which everything is a secret of its own: figures and texts that occur once."""
import csv
import html
import io
import random
import re
from fractions import Fraction
from math import floor

import report_model as model
from walk import WORK, tool

# what isn't free: what rows are called, and what only some words may stand in
KEYS = {"level", "account", "product_line", "product", "period", "phase", "customer_part"}
CHOICES = {"currency": ["USD"], "cost_currency": ["USD"], "unit": ["pc"], "price_per": ["1"], "cost_per": ["1"], "leader": ["yes", ""],
           "strategic": ["yes", ""], "qualified": ["yes", "no"], "alternative_qualified": ["yes", "no"], "date_source": ["customer", "planned"],
           "flags": ["concession", "below-floor;let-go", "below-cost", "leader;below-alternative", "new", ""]}


class Secrets:
    """Values that share no eight digits and no word."""

    def __init__(self, seed):
        self.rng, self.used = random.Random(seed), set()

    def number(self, low, high, places=0):
        while True:
            units = self.rng.randint(low * 10 ** places, high * 10 ** places)
            if str(units)[:5] not in self.used and units % 10:
                self.used.add(str(units)[:5])
                return f"{units // 10 ** places}" + (f".{units % 10 ** places:0{places}}" if places else "")

    def word(self, column):
        return f"zq{column.replace('_', '')[:12]}{self.rng.randrange(16 ** 8):08x}"

    def day(self):
        return f"{self.rng.randint(2101, 2999)}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"

    def of_type(self, column, kind):
        if column in CHOICES:
            return self.rng.choice(CHOICES[column])
        if column.endswith("_fx"):
            return "1"
        if kind == "percent":
            return self.number(1, 90, 6)
        if kind == "share":
            return "0." + self.number(1, 9, 7).replace(".", "")
        if kind == "number":
            return self.number(10, 99, 7) if re.search("price|cost", column) else self.number(10 ** 7, 10 ** 8 - 1)
        return self.day() if kind == "date" else self.word(column)


def known_columns():
    """{column: type}, positions written out, aliases left out."""
    columns = {}
    for row in csv.DictReader(io.StringIO(tool("negpkg-report", ["--columns"]).decode(), newline="")):
        for position in model.POSITIONS if "<position>" in row["name"] else ("",):
            columns[row["name"].replace("<position>", position)] = row["type"]
    return columns


def sheets(seed, lines=3, items=4):
    """(overview, lines, items) of one account; every second item is in phases."""
    secret, columns = Secrets(seed), known_columns()
    words = [c for c in columns if c in ("account_manager our_objectives customer_objectives strategic_objectives environment_changes "
             "negotiation_rank supplier_count target_revenue target_margin target_margin_pct target_share corporate_strategy pre_positioning "
             "deadlock_rule deadlock_owner deadlock_phone negotiation_date approval_date package_date date_source template_version plan "
             "plan_approved_on pages decisions_asked folder").split()]
    of_line = [c for c in columns if c in ("owner strategy specific_strategies floor_margin_pct concession_pct target_revenue target_margin "
               "target_margin_pct target_share approved_by approved_on section_leader sequence mode pages").split()]
    own = ("alternative alternative_price alternative_qualified alternative_source alternative_date condition walkaway_approved_by note "
           "list_price floor_price target_price leader strategic qualified").split()
    overview = [{"account": "Acme", "period": "2027", **{c: secret.of_type(c, columns[c]) for c in words}}]
    names = [f"L{n}" for n in range(lines)]
    of_lines = [{"account": "Acme", "period": "2027", "product_line": n, **{c: secret.of_type(c, columns[c]) for c in of_line}} for n in names]
    rows = []
    for name in names:
        for number in range(items):
            item = {"account": "Acme", "period": "2027", "product_line": name, "product": f"{name}-P{number}", "unit": "pc", "currency": "USD",
                    "customer_part": f"C{secret.rng.randrange(10 ** 4)}", "zqunknown": secret.word("unknown"),
                    **{c: secret.of_type(c, columns[c]) for c in own}}
            for phase in ("H1", "H2") if number % 2 else ("",):
                row = dict(item, phase=phase, market_volume=str(4 * 10 ** 8 + int(secret.number(10 ** 7, 9 * 10 ** 7))),
                           current_market_volume=str(4 * 10 ** 8 + int(secret.number(10 ** 7, 9 * 10 ** 7))))
                for position in model.POSITIONS:
                    row.update({f"{position}_volume": secret.number(10 ** 7, 10 ** 8 - 1), f"{position}_price": secret.number(10, 99, 7),
                                f"{position}_cost": secret.number(10, 99, 7), f"{position}_rebate": secret.number(10 ** 7, 10 ** 8 - 1)})
                rows.append(row)
    return overview, of_lines, rows


def text_of(rows, columns=None):
    out = io.StringIO(newline="")
    columns = columns or list(dict.fromkeys(c for row in rows for c in row))
    writer = csv.DictWriter(out, columns, lineterminator="\n", quoting=csv.QUOTE_ALL, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "surrogateescape")


def package(seed, *options):
    paths = []
    for name, rows in zip(("overview", "lines", "items"), sheets(seed)):
        paths.append(WORK / f"secret-{name}.csv")
        paths[-1].write_bytes(text_of(rows))
    return tool("negpkg-build", ["-q", f"--overview={paths[0]}", f"--lines={paths[1]}", *options, paths[2]])


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def disguises(value):
    """A figure rounded and cut, as digits without separators; a text as it is."""
    try:
        number = abs(Fraction(value))
    except (ValueError, ZeroDivisionError):
        return {value.lower()}
    out = set()
    for places in range(8):
        for scale in (1, 100):
            for units in (floor(number * scale * 10 ** places + Fraction(1, 2)), floor(number * scale * 10 ** places)):
                digits = f"{units:0{places + 1}}"
                out.add(f"{digits[:len(digits) - places]}.{digits[len(digits) - places:]}".rstrip("0").rstrip("."))
    return {form for form in out if len(form.replace(".", "").lstrip("0")) >= 5}


def told(data):
    """Everything that a page holds, in whatever form: its lower-case source, as it is and decoded, and its figures without separators."""
    source = data.decode()
    decoded = re.sub(r"\\([0-9a-f]{6})", lambda m: chr(int(m[1], 16)), html.unescape(source))
    plain = re.sub(r"(?<=[0-9])[,'\u00a0\u202f\u2009 ](?=[0-9]{3})", "", decoded)
    figures = {m.rstrip("0").rstrip(".") if "." in m else m for m in re.findall(r"[0-9]+(?:\.[0-9]+)?", plain)}
    return (source + decoded).lower(), figures


def betrayed(data, rows, may_see):
    """(column, value) of cells that the page mustn't tell, and does."""
    text, figures = told(data)
    allowed = {form for row in rows for c, v in row.items() if v and (may_see(c) or c in KEYS) for form in disguises(v)}
    found = []
    for row in rows:
        for column, value in row.items():
            if not value or may_see(column) or column in KEYS | set(CHOICES) | {"rank"} or column.endswith("_fx") or value in ("0", "0.00"):
                continue
            forms = disguises(value) - allowed
            is_text = forms == {value.lower()}
            found += [(column, value, form) for form in forms if (form in text if is_text else form in figures)]
    return found


def altered(data, seed, may_see, harmless_flags):
    """The same package in all that may be seen: other secrets, in another order, of other columns."""
    secret, columns = Secrets(seed), known_columns()
    rows = rows_of(data)
    for row in rows:
        for column in row:
            if not may_see(column) and column not in KEYS:
                kind = columns.get(column, "text")
                kept = [f for f in row[column].split(";") if f not in model.TELLS_WALKAWAY] if column == "flags" and harmless_flags else []
                told = secret.rng.choice(("", secret.of_type(column, kind), secret.of_type(column, kind)))
                if kept or column == "flags" and harmless_flags:
                    told = ";".join(kept + secret.rng.sample(sorted(model.TELLS_WALKAWAY), 2))
                row[column] = told
    names = list(rows[0])
    gone = {c for c in names if not may_see(c) and c not in KEYS | {"flags"} and secret.rng.random() < 0.2}
    names = [c for c in names if c not in gone] + ["walkaway_secret", "zq floor"]
    secret.rng.shuffle(names)
    names.sort(key=lambda name: name != "level")  # it's known as a package by this
    for row in rows:
        row["walkaway_secret"], row["zq floor"] = secret.word("secret"), secret.word("floor")
    return rows, names


def shuffled(rows, seed):
    """Accounts, lines, items, phases in another order, each below its own."""
    rng = random.Random(seed)
    tops, at = [], []
    for row in rows:
        depth = ("account", "line", "item", "phase").index(row["level"])
        node = (row, [])
        (at[depth - 1][1] if depth else tops).append(node)
        at[depth:] = [node]

    def flat(nodes):
        for row, below in rng.sample(nodes, len(nodes)):
            yield row
            yield from flat(below)
    return list(flat(tops))
