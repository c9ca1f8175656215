"""Random sheets and templates for rules.py: typed columns as people fill them, rules of sensible expressions."""
import datetime

TODAY = datetime.date(2026, 11, 21)
SEVERITIES = ("error", "warning", "info")
STAGES = ("draft", "publish", "approval", "negotiation", "closing")

# A column's name and kind; the sheet has some of them.
POOL = {
    "number": ["expected_price", "walkaway_volume", "initial_revenue", "target_revenue", "market_volume", "sequence",
               "spare_cost", "plan_price"],
    "percent": ["target_margin_pct", "floor_margin_pct", "discount_pct"],
    "share": ["target_share", "wallet_share"],
    "date": ["due", "approved_on", "negotiation_date", "shipped_on", "first_date"],
    "yesno": ["leader", "must_win", "strategic"],
    "text": ["account", "product_line", "product", "phase", "owner", "source", "note", "tier", "flags", "order",
             "grade", "ort"],
}
OTHERS = {      # sheets by --sheet
    "team": {"number": [], "percent": [], "share": [], "date": ["reachable_from", "reachable_to"],
             "yesno": ["attends", "decides", "access"], "text": ["account", "person", "role", "product_line"]},
    "plans": {"number": ["plan_revenue", "plan_cost"], "percent": ["plan_pct"], "share": [], "date": ["agreed_on"],
              "yesno": [], "text": ["account", "product", "grade", "order"]},
}
WORDS = ["north", "South", "ab", "x y z", "Älter", "5", "05", "12.5", "1,200", "yes", "no", "item", "line",
         "28.11.2026", "05.11.2026", "concession;leader", "below-cost", "a'b", "#4", "100%", "2026-05-04", "=1+1", "-3",
         "a{b}", "  inner  blank", "tbd?", "0", "1e3"]
NAMES = ["Corvid", "Halden", "Nordwind", "Brightline"]
QUOTED = ['say "hi"', "comma, here", "two\nlines", "semi; colon"]
NOTHING = ["", "", " ", "n/a", "TBD", "tba", "?", "NA"]
BAD = {
    "number": ["abc", "1,23", "12 pc", "45%", "1/2", "1.2.3", "#REF!", "--5"],
    "percent": ["abc", "1,23", "%", "#DIV/0!", "4 5"],
    "share": ["1.5", "-0.1", "120%", "abc", "#N/A"],
    "date": ["soon", "2026-02-30", "2026-13-01", "31.02.2026", "05/11/26", "#VALUE!", "2026-5-x"],
    "yesno": ["maybe", "ja", "2", "#NAME?"],
    "text": ["#REF!", "#N/A"],
}


def number_text(rng):
    kind = rng.random()
    if kind < 0.5:
        return str(rng.randint(0, 20))
    if kind < 0.7:
        return f"{rng.randint(-50, 5000) / rng.choice((1, 10, 100, 1000))}"
    if kind < 0.8:
        return f"{rng.randint(1000, 9999999):,}"
    return rng.choice(["-", "(12)", "5-", "+7", "1.5E+3", ".5", "5.", "1'234.50", "1 234", "0", "-0", "0.005", "1e-7",
                       "123456789.123456789", "0.1", "(1,234.50)", "00012", "2.675", "1E3"])


def date_text(rng, order):
    day = TODAY + datetime.timedelta(days=rng.randint(-40, 40))
    if order == "dmy":
        return day.strftime("%d.%m.%Y")
    if order == "mdy":
        return day.strftime("%m/%d/%Y")
    if order == "ymd":
        return day.strftime("%Y/%m/%d")
    return day.isoformat()


def cell_text(rng, name, kind, order, bad):
    if rng.random() < bad:
        return rng.choice(BAD[kind])
    if rng.random() < 0.15:
        return rng.choice(NOTHING)
    if kind == "number":
        return number_text(rng)
    if kind == "percent":
        return rng.choice([str(rng.randint(0, 60)), f"{rng.randint(0, 600) / 10}%", "-4.5", "12 %", "105"])
    if kind == "share":
        return rng.choice(["0", "1", "0.45", "45%", ".5", "100%", "0.125"])
    if kind == "date":
        return date_text(rng, order)
    if kind == "yesno":
        return rng.choice(["yes", "no", "Y", "n", "TRUE", "false", "1", "0", "x", "Yes", "NO"])
    if name in ("account", "product_line", "person"):
        return rng.choice(NAMES)
    return rng.choice(QUOTED) if rng.random() < 0.1 else rng.choice(WORDS)


def heading(rng, name):
    """A column's name as somebody spells it."""
    if name.endswith("_pct") and rng.random() < 0.2:
        name = name[:-4] + " %"
    return rng.choice([name, name, name.replace("_", " ").title(), name.upper().replace("_", "-"),
                       name.replace("_", " - "), name.replace("_", "\n").capitalize(), name.replace("_", "__")])


class File:
    """Columns (name: kind), and rows (lists of texts) that may be longer or shorter."""

    def __init__(self, columns, headings, rows, look):
        self.columns, self.headings, self.rows, self.look = columns, headings, rows, look

    def having(self, rows=None, without=None):
        if without is None:
            return File(self.columns, self.headings, self.rows if rows is None else rows, self.look)
        keep = [i for i, name in enumerate(self.columns) if name != without]
        return File([self.columns[i] for i in keep], [self.headings[i] for i in keep],
                    [[row[i] for i in keep if i < len(row)] + row[len(self.columns):] for row in self.rows], self.look)

    def text(self):
        delimiter, end, quote_all, blank_lines = self.look
        if len(self.headings) == 1:
            delimiter = ","            # nothing in the heading line tells another
        lines = []
        for number, row in enumerate([self.headings, *self.rows]):
            if number % 3 == 2 and blank_lines:
                lines.append("")
            lines.append(delimiter.join(quoted(cell, delimiter, quote_all) for cell in row))
        return end.join(lines) + end


def quoted(cell, delimiter, always):
    if always or any(c in cell for c in '"\r\n' + delimiter) or (delimiter == ";" and "," in cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def random_file(rng, columns, profile):
    names = list(columns)
    rng.shuffle(names)
    if profile["lacks"] and len(names) > 1 and rng.random() < 0.5:
        names.pop()
    headings = [heading(rng, name) if profile["spelled"] else name for name in names]
    free = [name for name in names if profile["dates"] and columns[name] == "date"]
    orders = {name: rng.choice(["iso", "iso", "dmy", "mdy", "ymd"]) if name in free else "iso" for name in names}
    rows = []
    for _ in range(rng.choice((0, 1, 2, 3, 5, 8, 13))):
        rows.append([cell_text(rng, name, columns[name], orders[name], profile["bad"]) for name in names])
    if profile["dates"] and rows:       # a day beyond the 12th settles the order
        for index, name in enumerate(names):
            if orders[name] in ("dmy", "mdy"):
                rows[0][index] = {"dmy": "28.11.2026", "mdy": "11/28/2026"}[orders[name]]
    for row in rows:
        if rng.random() < profile["ragged"]:
            if rng.random() < 0.5:
                row.extend(rng.choice(["", "more", ""]) for _ in range(rng.randint(1, 2)))
            else:
                del row[rng.randint(1, len(row)):]
    if rng.random() < profile["twice"]:
        at = rng.randrange(len(names))
        again = rng.randrange(len(names) + 1)
        names.insert(again, names[at])
        headings.insert(again, headings[at])
        for row in rows:
            if len(row) >= again:
                row.insert(again, cell_text(rng, names[again], columns[names[again]], "iso", 0))
    look = (*((rng.choice(",,;\t|"), rng.choice(("\n", "\n", "\r\n"))) if profile["looks"] else ",\n"),
            rng.random() < 0.3, rng.random() < 0.2)
    return File(names, headings, rows, look)


PROFILES = {
    "plain": {},
    "headings and looks": {"spelled": True, "looks": True},
    "dates": {"dates": True},
    "columns missing": {"lacks": True, "unknown": 0.15},
    "bad cells": {"bad": 0.08},
    "ragged rows": {"ragged": 0.15},
    "headings that stand twice": {"twice": 0.5},
    "everything": {"spelled": True, "looks": True, "dates": True, "lacks": True, "unknown": 0.05, "bad": 0.02,
                   "ragged": 0.04, "twice": 0.05},
}
DEFAULTS = {"spelled": False, "looks": False, "dates": False, "lacks": False, "unknown": 0, "bad": 0, "ragged": 0,
            "twice": 0}


class Expressions:
    """A grammar of what templates ask. `columns`: {name: kind} of the sheet; `others`: the same by sheet."""

    def __init__(self, rng, columns, others, unknown):
        self.rng, self.columns, self.others, self.unknown = rng, columns, others, unknown

    def pick(self, *choices):
        return self.rng.choice(choices)()

    def column(self, kind, prefix="", columns=None):
        columns = self.columns if columns is None else columns
        if self.rng.random() < self.unknown:
            name = self.rng.choice([name for names in POOL.values() for name in names] + ["missing_text"])
        else:
            fitting = [name for name, of in columns.items() if of == kind]
            if not fitting:
                return None
            name = self.rng.choice(fitting)
        if name == "order" or self.rng.random() < 0.03:
            return f'{prefix}"{name}"'
        return prefix + (name.upper() if self.rng.random() < 0.03 else name)

    def number(self, depth=2):
        rng = self.rng
        leaves = [lambda: self.column("number") or "7", lambda: self.column("percent") or "3.5",
                  lambda: self.column("share") or "0.25", lambda: str(rng.randint(0, 12)),
                  lambda: rng.choice(["0.5", "1e2", "10.25", "-3", "100"])]
        if depth <= 0:
            return self.pick(*leaves)
        return self.pick(
            *leaves, *leaves[:2],
            lambda: f"num({self.text(depth - 1)})",
            lambda: f"({self.number(depth - 1)} {rng.choice('+-*/')} {self.number(depth - 1)})",
            lambda: f"abs({self.number(depth - 1)})",
            lambda: f"round({self.number(depth - 1)}, {rng.randint(0, 2)})",
            lambda: f"length({self.text(depth - 1)})",
            lambda: f"words({self.text(depth - 1)})",
            lambda: f"days({self.date(depth - 1)}, {self.date(depth - 1)})",
            lambda: f"workdays({self.date(depth - 1)}, {self.date(depth - 1)})",
            lambda: f"coalesce({self.number(depth - 1)}, {self.number(0)})",
            lambda: f"iif({self.truth(depth - 1)}, {self.number(depth - 1)}, {self.number(0)})",
            lambda: f"{rng.choice(('min', 'max'))}({self.number(depth - 1)}, {self.number(0)})",
            lambda: f"CASE WHEN {self.truth(depth - 1)} THEN {self.number(0)} ELSE {self.number(0)} END",
            lambda: f"instr({self.text(0)}, {self.text(0)})",
            lambda: f"sign({self.number(depth - 1)})",
            lambda: self.look_up("number"))

    def text(self, depth=2):
        rng = self.rng
        leaves = [lambda: self.column("text") or "'none'", lambda: self.column("text") or "'x'",
                  lambda: rng.choice(["'north'", "'Corvid'", "'5'", "''", "'a b c'", "'it''s'", "'{x}'", "'tbd'",
                                      "'(;'"])]
        if depth <= 0:
            return self.pick(*leaves)
        return self.pick(
            *leaves, *leaves[:2],
            lambda: f"lower({self.text(depth - 1)})", lambda: f"upper({self.text(depth - 1)})",
            lambda: f"trim({self.text(depth - 1)})", lambda: f"({self.text(depth - 1)} || {self.text(0)})",
            lambda: f"substr({self.text(depth - 1)}, {rng.randint(1, 3)}, {rng.randint(1, 4)})",
            lambda: f"replace({self.text(depth - 1)}, 'o', '0')",
            lambda: f"coalesce({self.text(depth - 1)}, {self.text(0)})",
            lambda: self.column("yesno") or "'yes'",
            lambda: f"nullif({self.text(depth - 1)}, {self.text(0)})",
            lambda: f"printf('%.2f|%s', {self.number(0)}, {self.text(0)})",
            lambda: f"typeof({self.any(depth - 1)})",
            lambda: self.look_up("text"))

    def date(self, depth=1):
        rng = self.rng
        leaves = [lambda: self.column("date") or "today()", lambda: self.column("date") or "'2026-11-01'",
                  lambda: f"'{TODAY + datetime.timedelta(days=rng.randint(-30, 30))}'", lambda: "today()"]
        if depth <= 0:
            return self.pick(*leaves)
        return self.pick(*leaves, lambda: f"date({self.text(0)})",
                         lambda: f"coalesce({self.date(0)}, {self.date(0)})")

    def any(self, depth=1):
        return self.pick(lambda: self.number(depth), lambda: self.text(depth), lambda: self.date(depth),
                         lambda: self.column("yesno") or "NULL")

    def truth(self, depth=2):
        rng = self.rng
        comparison = rng.choice(("=", "<>", "<", "<=", ">", ">=", "!=", "==", "IS", "IS NOT"))
        leaves = [
            lambda: f"given({self.any(depth - 1)})",
            lambda: f"{self.number(depth - 1)} {comparison} {self.number(depth - 1)}",
            lambda: f"{self.date(depth - 1)} {comparison} {self.date(0)}",
            lambda: f"{self.text(depth - 1)} {comparison} {self.text(0)}",
            lambda: f"{self.text(0)} {comparison} {self.number(0)}",
            lambda: f"{self.text(0)} LIKE '%{rng.choice('aoe5')}%'",
            lambda: f"{self.text(0)} {rng.choice(('IN', 'NOT IN'))} ('north', 'Corvid', '5', {self.text(0)})",
            lambda: f"{self.number(0)} BETWEEN {rng.randint(0, 5)} AND {rng.randint(5, 50)}",
            lambda: f"{self.any(0)} IS {rng.choice(('', 'NOT '))}NULL",
            lambda: f"near({self.number(depth - 1)}, {self.number(0)})",
            lambda: f"is_num({self.any(0)})", lambda: f"is_date({self.any(0)})",
            lambda: "matches({}, '{}')".format(self.text(0), rng.choice(
                ["^[a-z]+$", "o", "^(north|Corvid)$", "[0-9]{1,3}", "^.{2,5}$", "[[:upper:]]", r"\.", "a|b", "x?y+"])),
            lambda: f"{self.column('yesno') or 'NULL'} = '{rng.choice(('yes', 'no'))}'",
            lambda: self.look_up("truth")]
        if depth <= 0:
            return self.pick(*leaves)
        return self.pick(
            *leaves, lambda: f"({self.truth(depth - 1)} AND {self.truth(depth - 1)})",
            lambda: f"({self.truth(depth - 1)} OR {self.truth(depth - 1)})", lambda: f"NOT ({self.truth(depth - 1)})")

    def look_up(self, kind):
        """A sub-select: another sheet, or the sheet itself under another name."""
        rng = self.rng
        table = rng.choice([*self.others, *self.others, "sheet"]) if rng.random() > 0.05 else "absent"
        columns = self.columns if table == "sheet" else self.others.get(table, {"account": "text"})
        shared = [name for name in columns if name in self.columns and columns[name] == "text"]
        mine = rng.choice(shared) if shared else None
        on = f't."{mine}" = sheet."{mine}"' if mine else "1"
        if rng.random() < 0.5:
            of = rng.choice([k for k in ("date", "yesno", "text", "number")])
            column = self.column(of, "t.", columns)
            if column:
                on += f" AND {column} {rng.choice(('IS NOT NULL', '<> 0', '= ' + chr(39) + 'yes' + chr(39), '>= 5'))}"
        if kind == "truth":
            return f"EXISTS (SELECT 1 FROM {table} AS t WHERE {on})"
        column = self.column(kind, "t.", columns) or "1"
        if kind == "number":
            what = rng.choice(["count(*)", f"total({column})", f"max({column})", f"count(DISTINCT {column})"])
        else:
            what = rng.choice([f"min({column})", f"group_concat({column}, '; ')"])
        return f"(SELECT {what} FROM {table} AS t WHERE {on})"

    # of groups

    def aggregate(self, depth=1):
        rng = self.rng
        only = f" FILTER (WHERE {self.truth(0)})" if rng.random() < 0.2 else ""
        return self.pick(
            lambda: "count(*)" + only, lambda: f"count({self.any(0)})" + only,
            lambda: f"count(DISTINCT {self.any(0)})" + only,
            lambda: f"{rng.choice(('sum', 'total', 'avg', 'min', 'max'))}({self.number(depth)})" + only,
            lambda: f"sum(given({self.any(0)}))" + only,
            lambda: f"max({self.date(0)})" + only)

    def group_truth(self, depth=1):
        rng = self.rng
        comparison = rng.choice(("=", "<", "<=", ">", ">=", "<>"))
        leaves = [lambda: f"{self.aggregate()} {comparison} {rng.randint(0, 4)}",
                  lambda: f"{self.aggregate()} {comparison} {self.aggregate()}",
                  lambda: f"{self.aggregate()} {comparison} {self.number(1)}",
                  lambda: f"near({self.aggregate()}, {self.number(0)})",
                  lambda: f"count(DISTINCT {self.any(0)}) {comparison} 1",
                  lambda: self.truth(0)]
        if depth <= 0:
            return self.pick(*leaves)
        return self.pick(*leaves, lambda: f"{self.group_truth(0)} {rng.choice(('AND', 'OR'))} {self.group_truth(0)}",
                         lambda: f"NOT ({self.group_truth(0)})")

    def group_filling(self):
        return self.pick(lambda: self.aggregate(0), lambda: self.aggregate(1), lambda: self.any(0),
                         lambda: f"group_concat({self.text(0)}, '; ')", lambda: f"count(*) || ' of ' || {self.text(0)}")

    def per(self):
        rng = self.rng
        keys = [self.pick(lambda: self.column("text") or "'all'", lambda: self.date(0), lambda: f"num({self.text(0)})",
                          lambda: self.column("number") or "'all'", lambda: f"lower({self.text(0)})",
                          lambda: f"coalesce({self.text(0)}, 'none; or')")
                for _ in range(rng.randint(1, 2))]
        return rng.choice(("'all'", rng.choice((", ", "; ", ";")).join(keys), rng.choice((", ", ";")).join(keys)))

    def rule(self, name):
        rng = self.rng
        per = self.per() if rng.random() < 0.4 else ""
        message = ""
        for _ in range(rng.randint(0, 3)):
            filling = self.group_filling() if per else self.any(2)
            message += rng.choice(["is ", "", "a, b ", '"q" ', "{{x} ", "; ", "100% "]) + "{" + filling + "}"
        return {"rule": name, "severity": rng.choice(SEVERITIES),
                "stage": rng.choice(("", "", *STAGES)),
                "rows": self.truth(1) if rng.random() < 0.5 else "",
                "per": per, "check": self.group_truth() if per else self.truth(2),
                "message": message + rng.choice((" end", ".", "  ok"))}


class Case:
    """The main sheet's files, other sheets, rules, and a stage."""

    def __init__(self, seed, files, others, rules, stage):
        self.seed, self.files, self.others, self.rules, self.stage = seed, files, others, rules, stage

    def having(self, **changes):
        return Case(self.seed, **{"files": self.files, "others": self.others, "rules": self.rules, "stage": self.stage,
                                  **changes})


def some(rng, pool, most):
    """{name: kind} of a pool, some of each kind."""
    return {name: kind for kind, names in pool.items()
            for name in rng.sample(names, min(len(names), rng.randint(0, most)))}


def random_case(rng, seed, features):
    profile = {**DEFAULTS, **features}
    columns = {"account": "text", **some(rng, POOL, 3)}
    files = [random_file(rng, columns, profile) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
    others, known = {}, {}
    for name, pool in OTHERS.items():
        if rng.random() < 0.8:
            known[name] = {"account": "text", **some(rng, pool, 2)}
            others[name] = random_file(rng, known[name], profile)
    grammar = Expressions(rng, columns, known, profile["unknown"])
    rules = [grammar.rule(f"rule-{n}") for n in range(1, rng.randint(2, 8))]
    return Case(seed, files, others, rules, rng.choice((None, None, *STAGES)))
