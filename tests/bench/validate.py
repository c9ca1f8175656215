"""negpkg-validate: rules on a sheet of items beside SQL that asks the same, and the default template on a large package."""
import csv
import os
import subprocess
from pathlib import Path

from peers import NODE, lacks, lacks_module
from timing import BUILD, QUICK, ROOT, Contender, print_race, race
from walk import generate
from walk_peers import duckdb_reader, duckdb_runs, peer

# Name, what rows it is about and what must hold there; the last one is asked of each product's rows together.
RULES = [("sold-then", "1", "expected_volume IS NOT NULL"), ("sold-now", "1", "current_volume IS NOT NULL"),
         ("leader-volume", "leader = 'yes'", "current_volume <= 89900"),
         ("market-known", "expected_volume > 0", "market_volume >= expected_volume"),
         ("alternative", "1", "alternative <> 'Alternative 77'")]
ONCE = "product-once"
TABLESCHEMA = """
const { Table } = require('tableschema')
const main = async () => {
  const table = await Table.load(process.argv[2])
  await table.infer(100)
  console.log((await table.read({ forceCast: true })).length)
}
main().catch(error => { console.error(String(error)); process.exit(2) })
"""


def template(path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["rule", "severity", "rows", "per", "check", "message"])
        rows.writerows([name, "error", where, "", check, name] for name, where, check in RULES)
        rows.writerow([ONCE, "error", "", "product", "count(*) = 1", ONCE])
    return path


def query(table):
    """What the template asks, in SQL: the rules and the products that break them."""
    asked = [f"SELECT '{name}', product FROM {table} WHERE ({where}) AND NOT ({check})" for name, where, check in RULES]
    return " UNION ALL ".join([*asked, f"SELECT '{ONCE}', product FROM {table} GROUP BY product HAVING NOT count(*) = 1"])


def findings(columns):
    """Rule and product of each finding, in any order."""
    def check(out, _):
        with open(out, encoding="utf-8", newline="") as file:
            return sorted(tuple(row[column] for column in columns) for row in csv.reader(file) if row[0] != "file")
    return check


def items_race(folder, rows):
    sheet = generate(folder / "items.csv", rows, "a")
    rules = template(folder / "rules.csv")
    duck, lite = folder / "rules.duckdb.sql", folder / "rules.sqlite.sql"
    duck.write_text(f"CREATE TABLE items AS SELECT product, leader, alternative, current_volume, expected_volume, market_volume "
                    f"FROM {duckdb_reader(sheet)}; COPY ({query('items')}) TO '/dev/stdout' (FORMAT csv, HEADER false)", encoding="utf-8")
    number = "CAST(NULLIF({0}, '') AS INTEGER) AS {0}".format
    cells = ", ".join(number(name) for name in ("current_volume", "expected_volume", "market_volume"))
    lite.write_text(f".mode csv\n.import {sheet} sheet\nCREATE VIEW items AS SELECT product, leader, alternative, {cells} FROM sheet;\n"
                    f"{query('items')};\n", encoding="utf-8")
    of_peer = {"check": findings((0, 1)), "proves": "findings"}
    ours = Contender("negpkg-validate, 6 rules", [BUILD / "negpkg-validate", "-q", "-T", rules, "--format=csv", sheet], statuses=(1,),
                     check=findings((4, 7)), proves="findings")
    field = [Contender("cat", ["cat", sheet]), ours,
             *duckdb_runs(duck, **of_peer),
             peer("SQLite (.import)", lacks("sqlite3"), ["sqlite3", ":memory:", f".read {lite}"], **of_peer)]
    race(field, folder, *(2, 3) if QUICK else (5, 15))
    size = sheet.stat().st_size
    print_race(f"6 rules on a sheet of items ({rows:,} rows, {size / 1e6:.0f} MB)", field, size, {ours.name})
    sheet.unlink()


def package_race(folder):
    """The example workbook many times over; Frictionless's library for JavaScript only checks types."""
    workbook, package = workbook_package(folder, 100 if QUICK else 1000)
    team = [f"--sheet={name}={workbook}/{name}.csv" for name in ("team", "approvals")]
    validate = [BUILD / "negpkg-validate", "-q"]
    script = folder / "tableschema.js"
    script.write_text(TABLESCHEMA, encoding="utf-8")
    with open(package, "rb") as file:
        rows = sum(1 for _ in file) - 1

    def all_read(out, _):
        return int(Path(out).read_text(encoding="utf-8"))

    field = [Contender("cat", ["cat", package]),
             Contender("negpkg-validate, 65 rules", [*validate, package], statuses=(0, 1)),
             Contender("the same with team and approvals", [*validate, *team, package], statuses=(0, 1)),
             Contender("the same as a gate", [*validate, "--gate", *team, package], statuses=(0, 1)),
             peer("tableschema (npm), types only", lacks_module("tableschema"), ["node", script, package], env=NODE)]
    field[-1].check, field[-1].proves = all_read, "rows"
    race(field, folder, *(2, 3) if QUICK else (5, 15))
    size = package.stat().st_size
    print_race(f"The default template on a package ({rows:,} rows, {size / 1e6:.0f} MB)", field, size, {field[1].name})


def workbook_package(folder, copies):
    workbook = folder / "workbook"
    package = workbook / "package.csv"
    if not package.exists():
        subprocess.run([ROOT / "tests/bench/workbook", str(copies), workbook], check=True)
        sheets = [f"--{name}={workbook}/{name}.csv" for name in ("overview", "lines")]
        subprocess.run([BUILD / "negpkg-build", "-q", *sheets, "-o", package, workbook / "items.csv"], check=True, env={**os.environ})
    return workbook, package


def run(folder, rows):
    items_race(folder, rows // 4 if QUICK else rows)
    package_race(folder)
