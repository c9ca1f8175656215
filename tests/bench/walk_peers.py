"""Who takes part in the walk's races, and how each is asked for the figures."""
import subprocess

import figures
from peers import NODE, lacks, lacks_module
from timing import BUILD, CORES, ROOT, Contender, Missing, must_agree

BENCH = ROOT / "tests/bench"
POSITIONS = {"0": "current", "1": "expected"}
NEEDED = ["product_line", *(f"{position}_{figure}" for position in POSITIONS.values() for figure in ("volume", "price", "cost"))]

# Of items with q0, p0, c0, q1, p1, c1; NULL where the item isn't sold. The figures of figures.SUMS, in standard SQL.
SUMS = """count(*), sum(q0), sum(q0 * p0), sum(q0 * (p0 - c0)), sum(q1), sum(q1 * p1), sum(q1 * (p1 - c1)),
sum(CASE WHEN q1 IS NOT NULL THEN q0 END), sum(CASE WHEN q0 IS NOT NULL THEN q1 END), sum((p1 - p0) * q1), sum((c0 - c1) * q1),
sum(CASE WHEN q0 IS NULL THEN q1 * (p1 - c1) END), sum(CASE WHEN q1 IS NULL THEN -q0 * (p0 - c0) END)"""

# The same for Miller. All records have the same fields, so that the first one of a group doesn't set their order.
MILLER = """
is0 = is_not_empty($current_volume); is1 = is_not_empty($expected_volume);
q0 = 0; p0 = 0; c0 = 0; q1 = 0; p1 = 0; c1 = 0;
if (is0) { q0 = $current_volume; p0 = roundm($current_price * 100, 1); c0 = roundm($current_cost * 100, 1) }
if (is1) { q1 = $expected_volume; p1 = roundm($expected_price * 100, 1); c1 = roundm($expected_cost * 100, 1) }
both = is0 && is1;
$items = 1; $q0 = q0; $r0 = q0 * p0; $m0 = q0 * (p0 - c0); $q1 = q1; $r1 = q1 * p1; $m1 = q1 * (p1 - c1);
$both0 = both ? q0 : 0; $both1 = both ? q1 : 0; $price = both ? (p1 - p0) * q1 : 0; $cost = both ? (c0 - c1) * q1 : 0;
$new = is0 ? 0 : $m1; $lost = is1 ? 0 : -$m0
"""


def peer(name, why, command, **how):
    """A contender, or why there is none."""
    return Missing(name, why) if why else Contender(name, command, **how)


def threads(name):
    return [(n, f"{name}, {n} thread{'s' if n > 1 else ''}") for n in sorted({1, CORES})]


def our_walk(sheet, by, *options, name="margin-walk"):
    command = [BUILD / "margin-walk", "--quiet", "--steps=current,expected", f"--by={by}", *options, sheet]
    return Contender(name, command, check=figures.of_ours(by.split(",")), proves="walk")


def ours(sheet, by):
    usage = subprocess.run([BUILD / "margin-walk", "--help"], capture_output=True, text=True, check=True).stdout
    if "--threads" not in usage:
        return [our_walk(sheet, by)]
    return [our_walk(sheet, by, f"--threads={n}", name=name) for n, name in threads("margin-walk")]


def duckdb_reader(sheet):
    """read_csv() with the types of the columns told: nothing is guessed, and products have 18 digits, which it multiplies fastest."""
    types = {"market_volume": "INTEGER", "current_market_volume": "INTEGER", "target_price": "DECIMAL(7,2)"}
    for position in POSITIONS.values():
        types |= {f"{position}_volume": "INTEGER", f"{position}_price": "DECIMAL(7,2)", f"{position}_cost": "DECIMAL(7,2)"}
    with open(sheet, encoding="utf-8") as file:
        head = file.readline().rstrip("\r\n").replace('"', "").split(",")
    columns = ", ".join(f"'{name}': '{types.get(name, 'VARCHAR')}'" for name in head)
    return (f"read_csv('{sheet}', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', strict_mode = false, "
            f"columns = {{{columns}}})")


def duckdb_runs(query, **how):
    """A file of SQL put to DuckDB by one thread and by all."""
    why = lacks_module("@duckdb/node-api")
    if why:
        return [Missing("DuckDB", why)]
    return [Contender(name, ["node", BENCH / "duckdb.js", n, query], env=NODE, inner=lambda err: float(err.read_text().split()[-1]), **how)
            for n, name in threads("DuckDB")]


def duckdb(sheet, by):
    query = sheet.with_suffix(".duckdb.sql")
    cells = ", ".join(f"{p}_volume AS q{n}, {p}_price AS p{n}, {p}_cost AS c{n}" for n, p in POSITIONS.items())
    query.write_text(f"COPY (SELECT {by}, {SUMS} FROM (SELECT {by}, {cells} FROM {duckdb_reader(sheet)}) GROUP BY {by}) "
                     "TO '/dev/stdout' (FORMAT csv, HEADER false)", encoding="utf-8")
    return duckdb_runs(query, check=figures.of_peer(by.split(",")), proves="walk")


def in_cents(by, table):
    """For SQL without decimals, over cells that are texts."""
    cells = ", ".join(f"CAST(NULLIF({p}_volume, '') AS INTEGER) AS q{n}, CAST(round(NULLIF({p}_price, '') * 100) AS INTEGER) AS p{n}, "
                      f"CAST(round(NULLIF({p}_cost, '') * 100) AS INTEGER) AS c{n}" for n, p in POSITIONS.items())
    return f"select {by}, {SUMS} from (select {by}, {cells} from {table}) group by {by}"


def scanners(sheet):
    """Tools that don't reckon: lines counted, records counted, seven columns selected."""
    count = {"check": lambda out, _: int(out.read_text(encoding="utf-8").split()[0]), "proves": "rows"}
    lines = {"check": lambda out, _: int(out.read_text(encoding="utf-8").split()[0]) - 1, "proves": "rows"}
    found = [Contender("wc -l", ["wc", "-l", sheet], **lines)]
    if lacks("zsv"):
        return [*found, Missing("zsv", lacks("zsv"))]
    found.append(Contender("zsv count", ["zsv", "count", sheet], **count))
    return found + [Contender(name, ["zsv", "select", sheet, *(["-j", n] if n > 1 else []), "--", *NEEDED], check=selected, proves="walk")
                    for n, name in threads("zsv select, 7 columns")]


def walked(sheet, by="product_line", *options):
    """The figures of a sheet that isn't the race's own."""
    result = sheet.with_name("walked")
    with open(result, "wb") as file:
        subprocess.run([BUILD / "margin-walk", "-q", *options, "--steps=current,expected", f"--by={by}", sheet], stdout=file, check=True)
    return figures.of_ours([by])(result, None)


def selected(out, _):
    """The figures of seven columns: a sheet must have products, whatever they are called."""
    return walked(out, "product", "--map=product=product_line")


def quoteless(sheet, by):
    """Peers that split at commas. datamash only adds columns up, takes no empty cells, and sorts."""
    keys = by.split(",")
    found = [peer(awk, lacks(awk), [awk, "-v", f"by_account={len(keys) - 1}", "-f", BENCH / "walk.awk", sheet],
                  check=figures.of_peer(keys, unit=figures.CENT), proves="walk") for awk in ("mawk", "gawk")]
    columns = "1,2" if len(keys) > 1 else "2"
    filled = "sed 's/,,/,0,/g; s/,,/,0,/g' \"$1\" | datamash -t, -s --header-in -g\"$2\" sum 10 sum 13"
    return [*found, peer("datamash, 2 columns added up", lacks("datamash"), ["sh", "-c", filled, "sh", sheet, columns],
                         check=figures.volumes_of_peer(keys, (len(keys), len(keys) + 1)), proves="walk", part=figures.volumes)]


def miller_sums(sheet, by):
    """Two of the thirteen sums, and four that mean nothing: columns added up, nothing multiplied."""
    keys = by.split(",")
    return [peer("Miller, 6 columns added up", lacks("mlr"),
                 ["mlr", "--icsv", "--ocsv", "stats1", "-a", "sum", "-f", ",".join(NEEDED[1:]), "-g", by, sheet],
                 check=figures.volumes_of_peer(keys, (len(keys), len(keys) + 3), True), proves="walk", part=figures.volumes)]


def slow(sheet, by):
    """Peers of some MB a second."""
    keys = by.split(",")
    exact = {"check": figures.of_peer(keys, unit=figures.CENT, head=True), "proves": "walk"}
    headless = {**exact, "check": figures.of_peer(keys, unit=figures.CENT)}
    sums = ["stats1", "-a", "sum", "-f", ",".join(figures.SUMS), "-g", by]
    return [peer("Miller", lacks("mlr"), ["mlr", "--icsv", "--ocsv", "put", MILLER, "then", *sums, sheet], **exact),
             peer("SQLite (.import)", lacks("sqlite3"),
                  ["sqlite3", ":memory:", ".mode csv", f".import {sheet} items", in_cents(by, "items")], **headless),
             peer("zsv sql (SQLite)", lacks("zsv"), ["zsv", "sql", "--memory", sheet, in_cents(by, "data")], **exact)]


def csvkit(sheet, rows):
    """csvsql is too slow for more than a sample, of which the time it takes is put against its own size."""
    sample = sheet.with_suffix(".sample.csv")
    with open(sheet, "rb") as whole, open(sample, "wb") as head:
        head.writelines(line for line, _ in zip(whole, range(rows + 1)))

    def check(out, err):
        must_agree("margin-walk", walked(sample), "csvkit", figures.of_peer(["product_line"], figures.CENT, True)(out, err))

    command = ["csvsql", "--tables", "items", "--query", in_cents("product_line", "items"), sample]
    return [peer(f"csvkit's csvsql ({rows:,} rows of it)", lacks("csvsql"), command, size=sample.stat().st_size, check=check)]
