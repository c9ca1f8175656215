#!/usr/bin/env python3
"""An independent evaluator of negpkg-validate's templates: SQLite evaluates expressions; loading, typing, grouping,
messages, stages and missing labels are done here, from formats.md alone.

    neval.py -T TEMPLATE.csv [--sheet=NAME=FILE]... [--stage=S] [--today=DATE] [--fail-on=error|warning] SHEET.csv...

Prints findings as CSV; a summary, skipped rules and trouble on standard error. Exit status as negpkg-validate: 0 clean,
1 findings, 2 trouble (a rule that doesn't parse, with its name and SQLite's message).
"""
import csv
import datetime
import decimal
import io
import re
import sqlite3
import sys

SEVERITIES = ("info", "warning", "error")
STAGES = ("draft", "publish", "approval", "negotiation", "closing")
FIELDS = ("file", "line", "cell", "severity", "rule", "account", "product_line", "product", "phase", "owner",
          "source", "message")
IDENTITY = FIELDS[5:11]
PLACEHOLDERS = ("n/a", "na", "tbd", "tba", "?")
BLANK = " \t\r\n\v\f\u00a0"

OURS = "given words days workdays near num date is_num is_date matches today".split()
SQLITES = """abs avg coalesce count format group_concat ifnull iif instr length like lower ltrim max min nullif printf
    replace round rtrim sign substr substring sum total trim typeof upper row_number rank dense_rank lag lead
    first_value last_value""".split()
AGGREGATES = ("count", "sum", "total", "avg", "group_concat", "min", "max")

KEYWORDS = set("""abort action add after all alter always analyze and as asc attach autoincrement before begin between
    by cascade case cast check collate column commit conflict constraint create cross current current_date current_time
    current_timestamp database default deferrable deferred delete desc detach distinct do drop each else end escape
    except exclude exclusive exists explain fail false filter first following for foreign from full generated glob group
    groups having if ignore immediate in index indexed initially inner insert instead intersect into is isnull join key
    last left like limit match materialized natural no not nothing notnull null nulls of offset on or order others outer
    over partition plan pragma preceding primary query raise range recursive references regexp reindex release rename
    replace restrict returning right rollback row rows savepoint select set table temp temporary then ties to
    transaction trigger true unbounded union unique update using vacuum values view virtual when where window with
    without""".split())


SYSTEM = ("sqlite_", "pragma_")     # tables that nobody may read


class Trouble(Exception):
    """What ends a run with exit status 2."""


# --- cells

def fold(heading):
    """Headings are compared in this form."""
    return re.sub(r"[\s_\u00a0-]+", "", heading).replace("%", "pct").lower()


YESNO = {"leader", "strategic", "qualified", "alternative_qualified", "attends", "decides", "must_win",
         "competitive", "affected"}
DATES = {"negotiation_date", "approval_date", "package_date", "plan_approved_on", "alternative_date", "approved_on",
         "documented_customer_on", "documented_marketing_on", "start_on", "due", "done_on", "start_date",
         "publish_date", "premeeting_date", "reachable_from", "reachable_to"}
NUMBERS = {"price_per", "cost_per", "market_volume", "current_market_volume", "target_price", "list_price",
           "floor_price", "cost", "alternative_price", "negotiation_rank", "supplier_count", "target_revenue",
           "target_margin", "pages", "sequence", "minutes", "rank", "rebate", "fixed_cost", "rebate_threshold"}
PERCENTS = {"target_margin_pct", "floor_margin_pct", "concession_pct", "target_gap_pct", "price_change_pct",
            "rebate_before_pct", "rebate_after_pct"}
SUFFIXES = [("_value_share", "share"), ("_share", "share"), ("_pct", "percent"), ("_date", "date"), ("_on", "date"),
            ("_volume", "number"), ("_price", "number"), ("_cost", "number"), ("_revenue", "number"),
            ("_cogs", "number"), ("_rebate", "number"), ("_margin", "number"), ("_fx", "number")]


def known_types():
    types = {}
    for names, kind in ((YESNO, "yesno"), (DATES, "date"), (NUMBERS, "number"), (PERCENTS, "percent")):
        types.update({fold(name): kind for name in names})
    for position in ("current", "initial", "expected", "walkaway", "target"):
        types.update({fold(position + suffix): kind for suffix, kind in SUFFIXES if kind != "date"})
    return types


KNOWN = known_types()


def type_of(heading, table):
    """number, percent, share, date, yesno or text."""
    folded = fold(heading)
    if (table, folded) == ("team", "access"):
        return "yesno"
    if folded in KNOWN:
        return KNOWN[folded]
    spelled = re.sub(r"[\s\u00a0-]+", "_", heading.strip().replace("%", "pct")).lower()
    for suffix, kind in SUFFIXES:
        if spelled.endswith(suffix) and len(spelled) > len(suffix):
            return kind
    return "text"


def is_empty(text):
    text = text.strip(BLANK)
    return not text or text.lower() in PLACEHOLDERS


ERROR_VALUES = set("""#REF! #N/A #DIV/0! #NAME? #VALUE! #NUM! #NULL! #SPILL! #CALC! #BEZUG! #NV #WERT! #ZAHL! #VALEUR!
    #NOMBRE! #NOM? #N/D #NUL! #¡REF! #¡VALOR! #¡NUM! #¡DIV/0! #¿NOMBRE? #¡NULO! #RIF! #VALORE! #NOME? #NULLO!
    #VALOR! #NÚM! #NULO! #VERW! #WAARDE! #GETAL! #NAAM? #N/B #LEEG! #DEEL/0! Err:502 Err:504 Err:508
    Err:522""".split())

SIGNS = r"(?:US\$|A\$|C\$|[$€£¥₹₩]|kr)"
CURRENCY = rf"(?:{SIGNS}|[A-Z]{{3}})"


def number(text, mark="."):
    """A Decimal, or None where text isn't a number. No percentages."""
    text = text.strip(BLANK)
    if text == "-":
        return decimal.Decimal(0)
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip(BLANK)
        if text.startswith(("-", "+")):
            return None
    sign = r"[-+\u2212]?"
    found = re.fullmatch(rf"({sign})\s*(?:{CURRENCY})?\s*({sign})([0-9][0-9.,'’ \u00a0\u202f]*|[.,][0-9]+)"
                         rf"([eE][-+]?[0-9]+)?\s*(-?)\s*(?:{CURRENCY})?", text)
    if not found:
        return None
    before, inside, digits, exponent, after = found.groups()
    signs = [s for s in (before, inside, after) if s]
    if len(signs) > 1 or (signs and negative):
        return None
    negative = negative or (signs and signs[0] in "-\u2212")
    digits = digits.strip(BLANK)
    group = "," if mark == "." else "."
    whole, point, rest = digits.partition(mark)
    if point and rest and not rest.isdigit():
        return None
    if not whole.isdigit() and whole:
        if not re.fullmatch(rf"[0-9]{{1,3}}(?:({re.escape(group)}|['’]|[ \u00a0\u202f])[0-9]{{3}})(?:\1[0-9]{{3}})*",
                            whole):
            return None
        whole = re.sub(r"\D", "", whole)
    if not whole and not rest:
        return None
    value = decimal.Decimal(f"{whole or 0}.{rest or 0}{exponent or ''}")
    return -value if negative else value


def plain_date(year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day)) if int(year) >= 1900 else None
    except ValueError:
        return None


def iso_date(text):
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text.strip(BLANK))
    return plain_date(*found.groups()) if found else None


def other_dates(text):
    """{format: date} of what text may be, iso apart."""
    text = text.strip(BLANK)
    dates = {}
    found = re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", text)
    if found:
        dates["ymd"] = plain_date(found[1], found[3], found[4])
    found = re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", text)
    if found:
        dates["mdy"] = plain_date(found[4], found[1], found[3])
        dates["dmy"] = plain_date(found[4], found[3], found[1])
    return {name: day for name, day in dates.items() if day}


# --- sheets

class Row:
    """A record, where it stands, and the folded headings of its file."""

    def __init__(self, file, line, record, cells):
        self.file, self.line, self.record, self.cells, self.keys = file, line, record, cells, []
        self.owner = ""

    def text(self, key):
        """The cell of a column, as it is written."""
        at = self.keys.index(key) if key in self.keys else len(self.cells)
        return self.cells[at] if at < len(self.cells) else ""


def records(text, delimiter):
    """(line, [cell]) of each record; quotes as RFC 4180, in cells that begin with one only."""
    line, at, n = 1, 0, len(text)
    while at < n:
        start, cells = line, []
        while True:
            if at < n and text[at] == '"':
                at += 1
                cell = []
                while True:
                    if at >= n:
                        raise Trouble(f"line {start}: a quote isn't closed")
                    if text[at] == '"':
                        if text[at + 1:at + 2] != '"':
                            break
                        at += 1
                    elif text[at] == "\n" or (text[at] == "\r" and text[at + 1:at + 2] != "\n"):
                        line += 1
                    cell.append(text[at])
                    at += 1
                at += 1
                if at < n and text[at] not in delimiter + "\r\n":
                    raise Trouble(f"line {line}: text behind a closing quote")
            else:
                end = at
                while end < n and text[end] not in delimiter + "\r\n":
                    end += 1
                cell = text[at:end]
                at = end
            cells.append("".join(cell).strip(BLANK))
            if at < n and text[at] == delimiter:
                at += 1
                continue
            break
        if text[at:at + 2] == "\r\n":
            at += 2
        elif at < n:
            at += 1
        line += 1
        yield start, cells


def sniff(text):
    """The most frequent of , ; TAB | in the heading line, outside quotes."""
    counts, quoted = dict.fromkeys(",;\t|", 0), False
    for c in text.lstrip("\r\n"):
        if c == '"':
            quoted = not quoted
        elif c in "\r\n" and not quoted:
            break
        elif c in counts and not quoted:
            counts[c] += 1
    return max(counts, key=counts.get)


class Part:
    """One file."""

    def __init__(self, file):
        self.file = file
        try:
            with open(file, "rb") as stream:
                text = stream.read().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise Trouble(f"{file}: {error}") from None
        delimiter = None
        found = re.match(r"sep=(.)\r?\n", text)
        skipped = 0
        if found:
            delimiter, text, skipped = found[1], text[found.end():], 1
        rows = []
        try:
            self.delimiter = delimiter or sniff(text)
            for record, (line, cells) in enumerate(records(text, self.delimiter), 1):
                if any(cells):
                    rows.append(Row(file, line + skipped, record, cells))
        except Trouble as trouble:
            raise Trouble(f"{file}: {trouble}") from None
        if not rows:
            raise Trouble(f"{file}: no headings")
        self.heading, self.rows = rows[0], rows[1:]
        while self.heading.cells and not self.heading.cells[-1]:
            self.heading.cells.pop()


def find_owners(rows):
    """In a package the line's owner answers for its items, the account manager for the account."""
    line = None
    for row in rows:
        row.owner = row.text("owner")
        if row.text("level") == "account":
            row.owner = row.text("accountmanager")
        if row.text("level") == "line":
            line = row
        of_line = line and all(line.text(key) == row.text(key) for key in ("account", "productline"))
        if of_line and not row.owner:
            row.owner = line.owner


class Table:
    """A sheet, of one file or several: its columns by folded name, typed values by row."""

    def __init__(self, name, files):
        self.name, self.parts = name, [Part(file) for file in files]
        self.headings = {}                  # folded: as first spelled
        self.rows, self.values = [], []     # values: {folded: value}
        self.structure = []                 # findings of ragged rows and headings that stand twice
        self.cell_errors = {}               # folded: findings
        for part in self.parts:
            self.load(part)

    def finding(self, row, field, severity, rule, message):
        return Finding(row, f"{column_letters(field)}{row.record}", severity, rule, message, {})

    def load(self, part):
        keys = [fold(cell) for cell in part.heading.cells]
        for index, key in enumerate(keys):
            if key and key in keys[:index]:
                self.structure.append((key, self.finding(part.heading, index, "error", "duplicate-label",
                                                         f"{part.heading.cells[index]} stands twice")))
            elif key:
                self.headings.setdefault(key, part.heading.cells[index])
        first, rows = len(self.rows), part.rows
        part.rows = []
        for row in rows:
            if len(row.cells) < len(keys):
                self.structure.append((None, Finding(row, "", "warning", "missing-cell",
                                                     f"{len(row.cells)} cells, not {len(keys)}", {})))
            extra = [i for i in range(len(keys), len(row.cells)) if row.cells[i]]
            if extra:
                self.structure.append((None, self.finding(row, extra[0], "error", "extra-cell",
                                                          f"{len(row.cells)} cells, not {len(keys)}")))
                continue                    # its cells may all stand in wrong columns
            part.rows.append(row)
            row.keys = keys
            self.rows.append(row)
            self.values.append({})
        find_owners(part.rows)
        for index, key in enumerate(keys):
            if key and key not in keys[:index]:
                self.load_column(part, index, key, first)

    def load_column(self, part, index, key, first):
        kind = type_of(part.heading.cells[index], self.name)
        cells = [row.cells[index] if index < len(row.cells) else "" for row in part.rows]
        formats = date_formats(cells) if kind == "date" else None
        for offset, text in enumerate(cells):
            try:
                value = typed(text, kind, formats)
            except ValueError as error:
                value = None
                message = f"{part.heading.cells[index]}: {error}: \"{text}\""
                self.cell_errors.setdefault(key, []).append(
                    self.finding(part.rows[offset], index, "error", "type-error", message))
            self.values[first + offset][key] = value
        self.judge_column(part, index, key, kind, cells)

    def judge_column(self, part, index, key, kind, cells):
        """What can be said of a column as a whole, at its first number."""
        if kind not in ("number", "percent"):
            return
        figures = [(row, text) for row, text in zip(part.rows, cells)
                   if not is_empty(text) and number(text.removesuffix("%")) is not None]
        says = None
        telling = [text for _, text in figures if number(text.removesuffix("%")) != 0]
        if kind == "percent" and telling and all("%" not in text and 0 <= number(text) <= 1 for text in telling):
            says = "warning", "type-warning", "every percentage lies between 0 and 1"
        grouped = r"[-+(]?[1-9][0-9]{0,2}\.[0-9]{3}[-)]?"
        if part.delimiter == ";" and all(re.fullmatch(grouped, text) for _, text in figures):
            says = "error", "type-error", "is . a decimal mark?"
        if figures and says:
            self.cell_errors.setdefault(key, []).append(self.finding(figures[0][0], index, *says))


def column_letters(index):
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def date_formats(cells):
    """The formats that all dates of a column fit which aren't ISO."""
    fit = None
    for text in cells:
        if is_empty(text) or iso_date(text) or not other_dates(text):
            continue
        formats = set(other_dates(text))
        fit = formats if fit is None else fit & formats
    return fit


def typed(text, kind, formats=None):
    """The cell's value for SQLite; ValueError where it isn't one."""
    if text in ERROR_VALUES:
        raise ValueError("error value")
    if is_empty(text):
        return None
    if kind == "text":
        return text
    if kind == "yesno":
        if text.lower() in ("yes", "y", "true", "1", "x"):
            return "yes"
        if text.lower() in ("no", "n", "false", "0"):
            return "no"
        raise ValueError("neither yes nor no")
    if kind == "date":
        day = iso_date(text)
        if not day:
            dates = other_dates(text)
            if not dates or len(formats or ()) != 1:
                raise ValueError("not a date" if not dates else "which date?")
            day = dates[next(iter(formats))]
        return day.isoformat()
    signed = text.endswith("%") and kind in ("percent", "share")
    value = number(text[:-1] if signed else text)
    if value is None:
        raise ValueError("not a number")
    if kind == "share":
        if signed:
            value /= 100
        if not 0 <= value <= 1:
            raise ValueError("not a share")
    return float(value)


# --- our functions

def date_text(x):
    """The day that a text is, where it can be read in one way."""
    if not isinstance(x, str):
        return None
    dates = other_dates(x)
    return iso_date(x) or (next(iter(dates.values())) if len(dates) == 1 else None)


def days(start, end):
    start, end = date_text(start), date_text(end)
    return (end - start).days if start and end else None


def workdays(start, end):
    start, end = date_text(start), date_text(end)
    if not start or not end:
        return None
    sign = 1 if end >= start else -1
    start, end = min(start, end), max(start, end)
    weeks, rest = divmod((end - start).days, 7)
    return sign * (5 * weeks + sum((start.weekday() + i) % 7 < 5 for i in range(1, rest + 1)))


def num(x):
    if isinstance(x, str):
        if is_empty(x):
            return None
        value = number(x.strip(BLANK).removesuffix("%"))    # 45% are 45 points
        return None if value is None else float(value)
    return x


def near(a, b):
    a, b = num(a), num(b)
    return None if a is None or b is None else int(abs(a - b) <= 0.005 + 1e-9)


def sql_text(x):
    """A number as SQLite makes text of it: 6.0, 1.0e+20."""
    if not isinstance(x, float):
        return str(x)
    digits, e, exponent = ("%.15g" % x).partition("e")
    return digits + ("" if "." in digits else ".0") + e + exponent


def plain_text(x):
    return "%.15g" % x if isinstance(x, float) else str(x)


def check_repeats(regex):
    """Counts above 255, and counts within counts, are refused."""
    outside = re.sub(r"\\.|\[\^?\]?(?:\[:\w+:\]|[^]])*\]", "x", regex)
    for count in re.findall(r"\{[0-9,]*\}", outside):
        if any(int(number) > 255 for number in re.findall("[0-9]+", count)):
            raise ValueError("repeat counts go up to 255")
    while re.search(r"\([^()]*\)", outside):
        if re.search(r"\([^()]*\{[^()]*\)\{", outside):
            raise ValueError("repeat counts within repeat counts")
        outside = re.sub(r"\(([^()]*)\)", r"\1", outside, count=1)


def matches(x, regex):
    if x is None or regex is None:
        return None
    check_repeats(regex)
    regex = re.sub(r"\[:(\w+):\]", lambda m: {"digit": "0-9", "alpha": "A-Za-z", "alnum": "A-Za-z0-9", "space": r"\s",
                                             "upper": "A-Z", "lower": "a-z", "punct": r"!-/:-@\[-`{-~"}[m[1]], regex)
    by_byte = [text.encode().decode("latin-1") for text in (regex.replace("$", r"\Z"), sql_text(x))]
    return int(re.search(*by_byte, re.S) is not None)


def define_functions(db, today):
    def define(name, arguments, function):
        def guarded(*values):
            if any(value is None for value in values):
                return None
            return function(*values)
        db.create_function(name, arguments, function if name == "given" else guarded, deterministic=True)

    define("given", 1, lambda x: int(x is not None and not (isinstance(x, str) and is_empty(x))))
    define("words", 1, lambda x: len(sql_text(x).split()))
    define("days", 2, days)
    define("workdays", 2, workdays)
    define("near", 2, near)
    define("num", 1, num)
    define("date", 1, lambda x: date_text(x) and date_text(x).isoformat())
    define("is_num", 1, lambda x: int(num(x) is not None))
    define("is_date", 1, lambda x: int(date_text(x) is not None))
    define("matches", 2, matches)
    define("today", 0, lambda: today)


# --- expressions

TOKEN = re.compile(r"""
    (?P<space>\s+|--[^\n]*|/\*.*?(?:\*/|$))
  | (?P<string>[xX]?'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])
  | (?P<word>[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_$\u0080-\U0010ffff]*)
  | (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)
  | (?P<other>.)
""", re.X | re.S)


class Token:
    def __init__(self, kind, text):
        self.kind, self.text = kind, text

    def is_name(self):
        return self.kind in ("quoted", "name")


def tokens(expression):
    """Comments and blanks dropped to one blank; names folded."""
    result = []
    for found in TOKEN.finditer(expression):
        kind, text = found.lastgroup, found[0]
        if kind == "space":
            text = " "
        elif kind == "quoted":
            close = text[-1]
            text = text[1:-1].replace(close * 2, close)
        elif kind == "word" and text.lower() not in KEYWORDS and not expression[found.end():].lstrip().startswith("("):
            kind = "name"
        result.append(Token(kind, text))
    return result


def as_sql(list_of_tokens):
    return "".join(quote(t.text if t.text.lower().startswith(SYSTEM) else fold(t.text)) if t.is_name() else t.text
                   for t in list_of_tokens)


class Expression:
    def __init__(self, text):
        self.text, self.tokens = text, tokens(text)
        self.sql = as_sql(self.tokens)
        depth = 0
        for token in self.tokens:
            if token.kind == "other" and token.text in "'\"`[":
                raise Trouble(f"a quote isn't closed: {text}")
            if token.kind == "other" and token.text == ";":
                raise Trouble(f"more than an expression: {text}")
            depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind == "other" else 0
            if depth < 0:
                break
        if depth:
            raise Trouble(f"parentheses don't match: {text}")
        if not self.sql.strip():
            raise Trouble("an empty expression")
        for index, token in enumerate(self.tokens):
            if token.kind == "word" and token.text.lower() == "date" and self.next_word(index + 1) == "(":
                _, commas = self.closing(index + 1)
                at = next(i for i in range(index + 1, len(self.tokens)) if self.tokens[i].text == "(")
                if commas or self.next_word(at + 1) == ")":
                    raise Trouble("wrong number of arguments to function date()")

    def grouped(self, group):
        """SQL in which each aggregate is over the rows of `group`, and all else is of the row at hand."""
        out, index, depth, hidden = [], 0, 0, None
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.kind == "other" and token.text == "(":
                depth += 1
                following = self.next_word(index + 1)
                if hidden is None and following in ("select", "with"):
                    hidden = depth
            elif token.kind == "other" and token.text == ")":
                if hidden == depth:
                    hidden = None
                depth -= 1
            elif hidden is None and token.kind == "word" and token.text.lower() in AGGREGATES:
                end, commas = self.call_end(index)
                if end and not (token.text.lower() in ("min", "max") and commas):
                    call = as_sql(self.tokens[index:end])
                    out.append(f"(SELECT {call} FROM ({group}) AS sheet)")
                    index = end
                    continue
            out.append(as_sql([token]))
            index += 1
        return "".join(out)

    def next_word(self, index):
        while index < len(self.tokens) and self.tokens[index].kind == "space":
            index += 1
        return self.tokens[index].text.lower() if index < len(self.tokens) else ""

    def closing(self, index):
        """Index behind the parenthesis that closes the next one, and the commas directly within."""
        depth = commas = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.kind == "other":
                if token.text == "(":
                    depth += 1
                elif token.text == ")":
                    depth -= 1
                    if not depth:
                        return index + 1, commas
                elif token.text == "," and depth == 1:
                    commas += 1
            index += 1
        return None, 0

    def call_end(self, index):
        if self.next_word(index + 1) != "(":
            return None, 0
        end, commas = self.closing(index + 1)
        if end and self.next_word(end) == "filter":
            end, _ = self.closing(end)
        return end, commas


def split_per(text):
    """The expressions of `per`."""
    parts, start, depth, at = [], 0, 0, 0
    for found in TOKEN.finditer(text):
        if found.lastgroup == "other":
            depth += {"(": 1, ")": -1}.get(found[0], 0)
            if found[0] in ",;" and not depth:
                parts.append(text[start:found.start()])
                start = found.end()
    parts.append(text[start:])
    return [Expression(part) for part in parts if part.strip()]


def split_message(text):
    """Literal texts and Expressions."""
    parts, literal, at = [], "", 0
    while at < len(text):
        if text[at] != "{":
            literal += text[at]
            at += 1
        elif text.startswith("{{", at):
            literal += "{"
            at += 2
        else:
            end = at + 1
            for found in TOKEN.finditer(text, at + 1):
                if found[0] == "}":
                    break
                end = found.end()
            if end >= len(text):
                raise Trouble("the message has a { without }")
            parts += [literal, Expression(text[at + 1:end])]
            literal, at = "", end + 1
    return parts + [literal]


class Rule:
    def __init__(self, row, cells):
        self.name, self.line = cells["rule"], row.line
        try:
            self.severity, self.stage = cells["severity"].lower(), (cells.get("stage") or "").lower()
            if self.severity not in SEVERITIES:
                raise Trouble(f"severity: {self.severity}")
            if self.stage and self.stage not in STAGES:
                raise Trouble(f"stage: {self.stage}")
            self.rows = Expression(cells["rows"]) if cells.get("rows") else None
            self.per = split_per(cells.get("per") or "")
            self.check = Expression(cells["check"])
            self.message = split_message(cells["message"])
        except Trouble as trouble:
            raise Trouble(f"rule {self.name}: {trouble}") from None

    def fillings(self):
        return [part for part in self.message if isinstance(part, Expression)]

    def expressions(self):
        return [part for part in (self.rows, *self.per, self.check, *self.fillings()) if part]

    def names(self):
        """All names in it, folded: of columns, and some others."""
        return {fold(token.text) for part in self.expressions() for token in part.tokens
                if token.is_name() or token.kind == "word"}

    def spelled(self, key):
        """As the rule spells a column."""
        for expression in self.expressions():
            for token in expression.tokens:
                if token.is_name() and fold(token.text) == key:
                    return token.text
        return key

    def rank(self, stage):
        """Index into SEVERITIES, at a stage."""
        late = stage and self.stage and STAGES.index(self.stage) > STAGES.index(stage)
        return 0 if late else SEVERITIES.index(self.severity)


def read_template(file):
    part = Part(file)
    keys = [fold(cell) for cell in part.heading.cells]
    for need in ("rule", "severity", "check", "message"):
        if need not in keys:
            raise Trouble(f"{file}: no column {need}")
    rules = []
    for row in part.rows:
        if len(row.cells) > len(keys) and any(row.cells[len(keys):]):
            raise Trouble(f"{file}:{row.line}: {len(row.cells)} cells, not {len(keys)}")
        cells = dict(zip(keys, row.cells + [""] * len(keys)))
        if not cells["rule"]:
            raise Trouble(f"{file}:{row.line}: a rule without a name")
        try:
            rules.append(Rule(row, cells))
        except Trouble as trouble:
            raise Trouble(f"{file}:{row.line}: {trouble}") from None
    if not rules:
        raise Trouble(f"{file}: no rules")
    names = [rule.name for rule in rules]
    for rule in rules:
        if names.count(rule.name) > 1:
            raise Trouble(f"{file}:{rule.line}: rule {rule.name}: the name stands twice")
    return rules


# --- evaluation

class Finding:
    def __init__(self, row, cell, severity, rule, message, identity, order=-1):
        self.row, self.cell, self.severity, self.rule, self.message = row, cell, severity, rule, message
        self.identity, self.order = identity, order

    def fields(self):
        return [self.row.file, self.row.line, self.cell, self.severity, self.rule,
                *(self.identity.get(name) or "" for name in IDENTITY), self.message]


class Engine:
    def __init__(self, tables, today, stage):
        self.tables, self.stage = tables, stage
        self.sheet = tables["sheet"]
        self.read, self.denied = set(), None
        self.db = self.connect(today)       # data
        self.shadow = self.connect(today)   # no rows; columns that are missing are added
        self.create(self.db)
        self.create(self.shadow)
        for table in tables.values():
            keys = list(table.headings)
            marks = ",".join("?" * (len(keys) + 1))
            self.db.executemany(f"INSERT INTO {quote(table.name)} VALUES ({marks})",
                                [[number_of, *(values.get(key) for key in keys)]
                                 for number_of, values in enumerate(table.values, 1)])
        self.db.commit()
        self.db.set_authorizer(self.authorize)
        self.steps = 0
        self.db.set_progress_handler(self.progress, 100000)

    @staticmethod
    def connect(today):
        db = sqlite3.connect(":memory:")
        define_functions(db, today)
        return db

    def create(self, db):
        for table in self.tables.values():
            columns = "".join(f", {quote(key)}" for key in table.headings)
            db.execute(f"CREATE TABLE {quote(table.name)} (`row number` INTEGER PRIMARY KEY"
                       f"{columns}) WITHOUT ROWID")

    def progress(self):
        self.steps += 1
        return self.steps > 200

    def authorize(self, action, first, second, _database, _trigger):
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and second.lower() in OURS + SQLITES:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ:
            if first in self.tables:
                self.read.add((first, second))
                return sqlite3.SQLITE_OK
            if not second and not first.lower().startswith(SYSTEM):
                return sqlite3.SQLITE_OK        # WITH, or a sub-select
            self.denied = self.denied or f"{first} may not be read"
        elif action == sqlite3.SQLITE_FUNCTION:
            self.denied = self.denied or f"the function {second} isn't allowed"
        return sqlite3.SQLITE_DENY

    def prepare(self, sql):
        """None, or SQLite's message."""
        self.denied = None
        self.shadow.set_authorizer(self.authorize)
        try:
            self.shadow.execute("EXPLAIN " + sql)
        except (sqlite3.Error, sqlite3.Warning) as error:
            return self.denied or str(error)
        finally:
            self.shadow.set_authorizer(None)
        return None

    def missing(self, sql):
        """[(table, column)] that sql names and that aren't there. Trouble where it doesn't parse; Skip where a table
        is missing."""
        while True:
            self.read = set()
            said = self.prepare(sql)
            if not said:
                break
            name = re.fullmatch(r"no such table: (.*)", said)
            if name and not name[1].lower().startswith(SYSTEM):
                raise Skip(name[1])
            name = re.fullmatch(r"no such column: (?:.*\.)?([^.]*)", said)
            if not name:
                raise Trouble(said)
            for table in self.tables:
                if name[1] in self.has(table):
                    continue
                self.shadow.execute("SAVEPOINT here")
                self.shadow.execute(f"ALTER TABLE {quote(table)} ADD COLUMN {quote(name[1])} TEXT")
                if self.prepare(sql) != said:
                    self.shadow.execute("RELEASE here")
                    break
                self.shadow.execute("ROLLBACK TO here")
                self.shadow.execute("RELEASE here")
            else:
                raise Trouble(said)
        # columns that an earlier rule found missing are in the shadow by now
        return [(table, column) for table, column in self.read
                if column and column != "row number" and column not in self.tables[table].headings]

    def has(self, table):
        """The columns of a table in the shadow."""
        return [row[1] for row in self.shadow.execute(f"PRAGMA table_info({quote(table)})")]

    def used(self, rule):
        """What a rule reads: ({missing in rows and per}, {missing in check and message}, {all columns})."""
        rows = f"({rule.rows.sql}\n)" if rule.rows else "1"
        at_first, read = set(), set()
        for sql in [f"SELECT 1 FROM sheet WHERE {rows}"] + [f"SELECT 1 FROM sheet WHERE ({part.sql}\n) IS 1"
                                                           for part in rule.per]:
            at_first |= set(self.missing(sql))
            read |= self.read
        later = set()
        for part in (rule.check, *rule.fillings()):
            if rule.per:
                sql = f"SELECT ({part.sql}\n) FROM sheet GROUP BY `row number`"
            else:
                sql = f"SELECT 1 FROM sheet WHERE ({part.sql}\n)"
            later |= set(self.missing(sql))
            read |= self.read
        return at_first, later - at_first, read

    def select(self, sql):
        try:
            self.steps = 0
            return self.db.execute(sql).fetchall()
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise Trouble(self.denied or str(error)) from None

    def concerned(self, rule):
        rows = rule.rows.sql if rule.rows else "1"
        return [n for n, in self.select(f"SELECT `row number` FROM sheet WHERE ({rows}\n) ORDER BY 1")]

    def broken(self, rule):
        """(row number, message) of each finding."""
        if not rule.per:
            rows = rule.rows.sql if rule.rows else "1"
            fill = "".join(f", ({part.sql}\n)" for part in rule.fillings())
            found = self.select(f"SELECT `row number` {fill} FROM sheet WHERE ({rows}\n) AND NOT ({rule.check.sql}\n) "
                                "ORDER BY `row number`")
            return [(row[0], message_of(rule, row[1:])) for row in found]
        groups = {}
        keys = ", ".join(f"({part.sql}\n)" for part in rule.per)
        rows = rule.rows.sql if rule.rows else "1"
        for n, *key in self.select(f"SELECT `row number`, {keys} FROM sheet WHERE ({rows}\n) ORDER BY 1"):
            groups.setdefault(tuple(key), []).append(n)
        result = []
        for numbers in groups.values():
            group = f"SELECT * FROM sheet WHERE `row number` IN ({','.join(map(str, numbers))})"
            here = f"FROM sheet WHERE `row number` = {numbers[0]}"
            check, = self.select(f"SELECT NOT ({rule.check.grouped(group)}\n) {here}")[0]
            if check:
                fill = [f"({part.grouped(group)}\n)" for part in rule.fillings()]
                values = self.select(f"SELECT {', '.join(fill)} {here}")[0] if fill else ()
                result.append((numbers[0], message_of(rule, values)))
        return result


class Skip(Exception):
    """A table that isn't given."""


def quote(name):
    return "`" + name.replace("`", "``") + "`"


def message_of(rule, values):
    values = iter(values)
    text = "".join(shown(next(values)) if isinstance(part, Expression) else part for part in rule.message)
    return re.sub(r"[\x00-\x1f\x7f]", lambda c: {"\n": r"\n", "\t": r"\t"}.get(c[0], f"\\x{ord(c[0]):02x}"), text)


def shown(value):
    return "(none)" if value is None else plain_text(value)


def evaluate(template, files, sheets=(), stage=None, today=None, say=lambda text: None):
    """The findings, sorted. Trouble where there is any."""
    if stage and stage not in STAGES:
        raise Trouble(f"no stage: {stage}")
    if today and not iso_date(today):
        raise Trouble(f"not a date: {today}")
    today = today or datetime.date.today().isoformat()
    rules = read_template(template)
    by_name = {"sheet": list(files)}
    for name, file in sheets:
        by_name.setdefault(fold(name), []).append(file)
    tables = {name: Table(name, names) for name, names in by_name.items()}
    engine = Engine(tables, today, stage)
    findings, skipped, used, lacking = [], {}, set(), {}
    runnable = []
    for order, rule in enumerate(rules):
        try:
            at_first, later, read = engine.used(rule)
            if at_first or later:
                missing = at_first | (later if at_first or not rule.rows or engine.concerned(rule) else set())
                for place in missing:
                    lacking.setdefault(place, []).append(rule)
                if not at_first:
                    used |= read
                continue
            used |= read
            runnable.append((order, rule))
        except Skip as skip:
            skipped.setdefault(str(skip), []).append(rule.name)
        except Trouble as trouble:
            raise Trouble(f"{template}:{rule.line}: rule {rule.name}: {trouble}") from None
    for (table, column), of in lacking.items():
        rank = max(rule.rank(stage) for rule in of)
        findings.append(Finding(tables[table].parts[0].heading, "", SEVERITIES[rank], "missing-label",
                                f"no column {of[0].spelled(column)}; needed by {', '.join(r.name for r in of)}", {}))
    # of several files some may lack what others have: their rows hold nothing there
    for part in tables["sheet"].parts:
        keys = [fold(cell) for cell in part.heading.cells]
        for key in tables["sheet"].headings:
            of = [rule for rule in rules if key not in keys and key in rule.names()]
            if of:
                rank = max(rule.rank(stage) for rule in of)
                findings.append(Finding(part.heading, "", SEVERITIES[rank], "missing-label", f"no column {key}", {}))
    named = {name for rule in rules for name in rule.names()}
    for table in tables.values():
        used |= {(table.name, key) for key in named}
        for key, finding in table.structure:
            if key is not None and (table.name, key) not in used:
                finding.severity = "warning"    # twice the same heading, but nobody reads it
            findings.append(finding)
        for key, errors in table.cell_errors.items():
            findings += errors if (table.name, key) in used else []
    for order, rule in runnable:
        try:
            for n, message in engine.broken(rule):
                row = engine.sheet.rows[n - 1]
                identity = {name: row.text(fold(name)) for name in IDENTITY}
                identity["owner"] = row.owner
                findings.append(Finding(row, f"A{row.record}", SEVERITIES[rule.rank(stage)], rule.name, message,
                                        identity, order))
        except Trouble as trouble:
            raise Trouble(f"{template}:{rule.line}: rule {rule.name}: {trouble}") from None
    for table, names in skipped.items():
        say(f"warning: no --sheet={table}=FILE: skipped {', '.join(names)}")
    files = [part.file for table in tables.values() for part in table.parts]
    return sorted(findings, key=lambda f: (files.index(f.row.file), f.row.line, f.order))


def main(arguments):
    template, stage, today, sheets, files, fail_on = None, None, None, [], [], "error"
    arguments = list(arguments)
    while arguments:
        argument = arguments.pop(0)
        if argument == "-T":
            template = arguments.pop(0) if arguments else None
        elif argument.startswith(("-T", "--template=")):
            template = argument.partition("=")[2] if argument.startswith("--") else argument[2:]
        elif argument.startswith("--sheet="):
            name, _, file = argument[8:].partition("=")
            sheets.append((name, file))
        elif argument.startswith("--stage="):
            stage = argument[8:]
        elif argument.startswith("--today="):
            today = argument[8:]
        elif argument.startswith("--fail-on="):
            fail_on = argument[10:]
        elif argument in ("-h", "--help"):
            print(__doc__.strip())
            return 0
        elif argument.startswith("-"):
            print(f"neval: no such option: {argument}", file=sys.stderr)
            return 2
        else:
            files.append(argument)
    if not template or not files:
        print("neval: -T TEMPLATE and a sheet are needed", file=sys.stderr)
        return 2
    try:
        findings = evaluate(template, files, sheets, stage, today,
                            lambda text: print("neval: " + text, file=sys.stderr))
    except Trouble as trouble:
        print(f"neval: error: {trouble}", file=sys.stderr)
        return 2
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    writer.writerows(finding.fields() for finding in findings)
    sys.stdout.write(out.getvalue())
    counts = [sum(finding.severity == severity for finding in findings) for severity in reversed(SEVERITIES)]
    print("neval: {} errors, {} warnings, {} infos".format(*counts), file=sys.stderr)
    failing = ("error", "warning") if fail_on == "warning" else ("error",)
    return int(any(finding.severity in failing for finding in findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
