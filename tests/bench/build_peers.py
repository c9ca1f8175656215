"""Peers that roll items up, rank and sort them and join what other sheets say, as negpkg-build does: the same rows in the same
order, with their sums. Shares, percentages, prices, flags and the package's id are ours alone."""
from peers import lacks
from walk_peers import BENCH, duckdb_reader, duckdb_runs, peer

SUMS = ("q0", "r0", "g0", "q1", "r1", "g1", "market", "market0")
LARGEST = "coalesce(r0, 0), coalesce(r1, 0)"


def package_query(reader, overview, lines, greatest, phases):
    """Standard SQL over items with volumes q, revenues r and cogs g; `greatest` is the dialect's."""
    sums = ", ".join(f"sum({name}) AS {name}" for name in SUMS)
    figures = ", ".join(SUMS)
    of_item = ", ".join(f"i.{name}" for name in SUMS)
    rank = f"row_number() OVER (PARTITION BY {{}} ORDER BY {greatest}({LARGEST}) DESC, {{}})"
    items = f"""SELECT account, product_line, product, max(customer_part) AS customer_part, max(unit) AS unit, {sums}
FROM entries GROUP BY account, product_line, product""" if phases else "SELECT * FROM entries"
    phase_rows = f"""UNION ALL
SELECT a.rank AS a, l.rank AS l, i.rank AS i, 1 AS p, 'phase' AS level, e.account AS account, e.product_line AS product_line, e.product AS product,
  e.phase AS phase, NULL AS rank, {of_item.replace('i.', 'e.')}, e.unit AS unit, NULL AS account_manager, NULL AS owner, NULL AS strategy
FROM entries AS e JOIN items AS i ON i.account = e.account AND i.product_line = e.product_line AND i.product = e.product
JOIN lines AS l ON l.account = e.account AND l.product_line = e.product_line JOIN accounts AS a ON a.account = e.account""" if phases else ""
    return f"""WITH entries AS MATERIALIZED ({reader}),
items AS MATERIALIZED (SELECT *, {rank.format('account, product_line', 'product')} AS rank FROM ({items}) AS i),
line_sums AS MATERIALIZED (SELECT account, product_line, {sums} FROM entries GROUP BY account, product_line),
account_sums AS (SELECT account, {sums} FROM line_sums GROUP BY account),
lines AS MATERIALIZED (SELECT t.account, t.product_line, owner, strategy, {figures}, {rank.format('t.account', 't.product_line')} AS rank
  FROM {lines} AS t LEFT JOIN line_sums AS s ON s.account = t.account AND s.product_line = t.product_line),
accounts AS MATERIALIZED (SELECT t.account, account_manager, {figures}, {rank.replace('PARTITION BY {} ', '').format('t.account')} AS rank
  FROM {overview} AS t LEFT JOIN account_sums AS s ON s.account = t.account),
package AS (
SELECT rank AS a, 0 AS l, 0 AS i, 0 AS p, 'account' AS level, account, NULL AS product_line, NULL AS product, NULL AS phase, rank, {figures},
  NULL AS unit, account_manager, NULL AS owner, NULL AS strategy FROM accounts
UNION ALL
SELECT a.rank AS a, l.rank AS l, 0 AS i, 0 AS p, 'line' AS level, l.account AS account, l.product_line AS product_line, NULL AS product,
  NULL AS phase, l.rank AS rank, {of_item.replace('i.', 'l.')}, NULL AS unit, NULL AS account_manager, owner, strategy
FROM lines AS l JOIN accounts AS a ON a.account = l.account
UNION ALL
SELECT a.rank AS a, l.rank AS l, i.rank AS i, 0 AS p, 'item' AS level, i.account AS account, i.product_line AS product_line,
  i.product AS product, NULL AS phase, i.rank AS rank, {of_item}, i.unit AS unit, NULL AS account_manager, NULL AS owner, NULL AS strategy
FROM items AS i JOIN lines AS l ON l.account = i.account AND l.product_line = i.product_line JOIN accounts AS a ON a.account = i.account
{phase_rows})
SELECT level, account, product_line, product, phase, rank, {figures}, r0 - g0 AS m0, r1 - g1 AS m1, unit, account_manager, owner, strategy
FROM package ORDER BY a, l, i, p, phase"""


def duckdb(sheet, overview, lines, package, phases, check):
    entries = (f"SELECT account, product_line, product, customer_part, unit, {'phase, ' if phases else ''}current_volume AS q0, "
               "current_volume * current_price AS r0, current_volume * current_cost AS g0, expected_volume AS q1, "
               "expected_volume * expected_price AS r1, expected_volume * expected_cost AS g1, market_volume AS market, "
               f"current_market_volume AS market0 FROM {duckdb_reader(sheet)}")
    reader = "read_csv('{}', header = true, all_varchar = true)".format
    query = sheet.with_suffix(".duckdb.sql")
    select = package_query(entries, reader(overview), reader(lines), "greatest", phases)
    query.write_text(f"COPY ({select}) TO '{package}' (FORMAT csv, HEADER true)", encoding="utf-8")
    return duckdb_runs(query, check=check, proves="package")


def sqlite(sheet, overview, lines, package, check):
    """In whole cents."""
    cell = "CAST(NULLIF({}, '') AS INTEGER)".format
    cents = "CAST(round(NULLIF({}, '') * 100) AS INTEGER)".format
    figures = ", ".join(f"{cell(p + '_volume')} AS q{n}, {cell(p + '_volume')} * {cents(p + '_price')} AS r{n}, "
                        f"{cell(p + '_volume')} * {cents(p + '_cost')} AS g{n}" for n, p in enumerate(("current", "expected")))
    entries = (f"SELECT account, product_line, product, customer_part, unit, {figures}, "
               f"{cell('market_volume')} AS market, {cell('current_market_volume')} AS market0 FROM sheet")
    query = sheet.with_suffix(".sqlite.sql")
    imports = "".join(f".import {path} {table}\n" for path, table in ((sheet, "sheet"), (overview, "overview_sheet"), (lines, "lines_sheet")))
    query.write_text(f".mode csv\n{imports}.headers on\n.output {package}\n"
                     f"{package_query(entries, 'overview_sheet', 'lines_sheet', 'max', False)};\n", encoding="utf-8")
    return [peer("SQLite", lacks("sqlite3"), ["sqlite3", ":memory:", f".read {query}"], check=check, proves="package")]


def miller(sheet, overview, lines, package, check):
    """In whole cents."""
    return [peer("Miller", lacks("mlr"), [BENCH / "build_miller", sheet, overview, lines, package], check=check, proves="package")]
