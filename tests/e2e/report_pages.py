"""Pages of negpkg-report for the tests that look at them from outside: a browser's, a checker's."""
import os
from pathlib import Path

from world import BUILD, ROOT, SHARED, WORK, run, written

# pylint: disable=wrong-import-order
from svg import hostile_values

EXAMPLES = ROOT / "share" / "examples"
MANY, SEVERAL = 2000, 150  # to be loaded, to be printed
POSITIONS = ("current", "initial", "expected", "walkaway")
LONG = "Uninterrupted" * 37


def node_module(name):
    """Where an npm package is, or None."""
    folders = [Path(f) for f in os.environ.get("NODE_PATH", "").split(":") if f]
    return next((folder / name for folder in folders if (folder / name).is_dir()), None)


def build(folder, *arguments):
    package = folder / "package.csv"
    run([BUILD / "negpkg-build", "-q", "-o", package, *arguments])
    return package


def example(account=""):
    """The example workbook's package and findings, or those of one account."""
    sheets = {}
    for name in ("items", "overview", "lines", "customer"):
        lines = (EXAMPLES / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines[1:] if name == "customer" or line.startswith(account)]
        sheets[name] = "".join(lines[:1] + kept)
    folder = written("example", **sheets)
    package = build(folder, f"--overview={folder / 'overview.csv'}", f"--lines={folder / 'lines.csv'}", f"--customer={folder / 'customer.csv'}",
                    folder / "items.csv")
    findings = folder / "findings.csv"
    command = [BUILD / "negpkg-validate", "-q", "--format=csv", f"--findings={findings}", "--stage=approval",
               f"--sheet=team={EXAMPLES / 'team.csv'}", f"--sheet=approvals={EXAMPLES / 'approvals.csv'}", package]
    run(command, status=1)
    return package, findings


def large(count):
    """One account of so many items."""
    heading = ["account", "product_line", "product", "customer_part", "period", "unit", "currency", "market_volume", "target_price", "floor_price", "note"]
    heading += [f"{p}_{m}" for p in POSITIONS for m in ("volume", "price", "cost")]
    rows = [heading]
    for n in range(count):
        row = ["Large", f"Line {n % 6}", f"P-{n:05}", f"C-{n * 7919 % 100000:05}", "2027", "pc", "USD", str(5000 + n), "8.25", "8", "as agreed"]
        for k in range(len(POSITIONS)):
            row += [str(1000 + n * 13 % 977 + k), f"{10 + n % 7 - k * 0.5:.2f}", f"{6 + n % 5 * 0.25:.2f}"]
        rows.append(row)
    folder = written("large", items=rows)
    return build(folder, folder / "items.csv")


def hostile():
    """A package in which any text is hostile: items and their remarks, accounts, lines, background."""
    values = [value for _, value in hostile_values() if value.strip() and "\0" not in value and not value.strip().startswith("#")] \
        if (SHARED / "hostile.csv").is_file() else []
    values += [LONG, "<script>alert(1)</script>", '"}body{display:none}', "*/@import url(http://x.example/);", "\u202eright to left", "a\nb"]
    words = ["customer_part", "unit", "note", "condition", "alternative", "walkaway_approved_by"]
    facts = ["our_objectives", "deadlock_rule", "deadlock_owner", "folder", "environment_changes", "account_manager", "date_source"]
    figures = [f"{p}_{m}" for p in POSITIONS for m in ("volume", "revenue", "cogs")]
    rows = [["level", "account", "product_line", "product", *words, *facts, "strategy", "owner", "period", "currency", *figures]]

    def row(level, account, line="", product="", remark="", fact="", said=""):
        rows.append([level, account, line, product, *[remark] * len(words), *[fact] * len(facts), said, said, "2027", "USD"]
                    + [str(100 + k * 7) for k in range(len(figures))])
    accounts = values[-6:]
    for number, account in enumerate(accounts):
        row("account", account, fact=account)
        row("line", account, account, said=account)
        for value in values if number == 1 else values[:2]:
            row("item", account, account, value, value)
    return written("hostile", package=rows) / "package.csv"


def pages():
    """A new folder with all pages; {name: its file}."""
    folder = WORK / "pages"
    folder.mkdir()
    package, findings = example()
    one, its_findings = example("Tallgrass")
    evil = hostile()
    for name, arguments in {
            "two": [f"--findings={findings}", package], "one": [f"--findings={its_findings}", one], "room": ["--audience=room", package],
            "customer": ["--audience=customer", one], "hostile": [f"--title={LONG} <b>&", evil],
            "hostile-customer": ["--audience=customer", evil], "many": [large(MANY)], "several": [large(SEVERAL)]}.items():
        run([BUILD / "negpkg-report", "-q", "-o", folder / f"{name}.html", *arguments])
    return {file.stem: file for file in sorted(folder.glob("*.html"))}
