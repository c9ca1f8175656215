"""margin-walk's step from current to expected by product line, beside peers who reckon the same sums."""
import subprocess

import walk_peers as peers
from timing import BUILD, QUICK, Contender, number_text, pace, print_race, print_table, race

BY, BY_ACCOUNT = "product_line", "account,product_line"
RACES = [("a", BY, "no quotes"), ("b", BY, "a tenth of the product names quoted"), ("b2", BY, "a tenth of all cells quoted"),
         ("c", BY, "all cells quoted"), ("crlf", BY, "no quotes, CR LF"), ("stray", BY, "a stray quote in a name of a thousand"),
         ("a", BY_ACCOUNT, "no quotes, by account and product line")]
MANY = "24,000 groups"
SAMPLE = 20000
WITHOUT_QUOTES = ("a", "crlf")


def generate(path, rows, variant):
    with open(path, "wb") as file:
        subprocess.run([BUILD / "tests/bench/generate", str(rows), variant], stdout=file, check=True)
    return path


def contenders(sheet, variant, by):
    """All that can read the variant; the slow ones only where that tells something new."""
    found = [Contender("cat", ["cat", sheet])]
    found += peers.scanners(sheet) if by == BY else []
    found += peers.ours(sheet, by) + peers.duckdb(sheet, by)
    found += peers.quoteless(sheet, by) if variant in WITHOUT_QUOTES and (not QUICK or by == BY) else []
    found += peers.miller_sums(sheet, by) if not QUICK or variant == "a" and by == BY else []
    if by == BY and variant in ("a" if QUICK else "ab"):
        found += peers.slow(sheet, by)
    return found + (peers.csvkit(sheet, SAMPLE) if variant == "a" and by == BY else [])


def run(folder, rows):
    results = {}
    for variant, by, title in RACES:
        sheet = folder / f"{variant}.csv"
        if not sheet.exists():
            generate(sheet, rows, variant)
        field = contenders(sheet, variant, by)
        race(field, folder, *(3, 2) if QUICK else (7, 10))
        size = sheet.stat().st_size
        print_race(f"{variant}: {title} ({rows:,} rows, {size / 1e6:.0f} MB)", field, size, {c.name for c in peers.ours(sheet, by)})
        results[MANY if by == BY_ACCOUNT else variant] = (size, field)
        if variant != "a" or by == BY_ACCOUNT:
            sheet.unlink()
    print_summary(results)


def print_summary(results):
    """On one page what each did with each sheet: MB/s and memory, and how many times longer than ours it took."""
    paces, memory = {}, {}
    for title, (size, field) in results.items():
        for c in field:
            if c.walls:
                paces.setdefault(c.name, {})[title] = pace(c, size)
                memory.setdefault(c.name, {})[title] = c.memory
                if c.inners:
                    paces.setdefault(f"{c.name}, query alone", {})[title] = c.inner_seconds / size

    def cells(name, cell):
        return [cell(title) if title in paces[name] else "–" for title in results]

    print("MB/s of each sheet; largest memory in MB with 40 groups and with 24,000\n")
    print_table(["", *results, "memory", f"with {MANY}"],
                [[name, *cells(name, lambda title: number_text(1e-6 / paces[name][title])), *memories(memory.get(name, {}))]
                 for name in paces])
    for our in [name for name in paces if name.startswith("margin-walk")]:
        print(f"How many times as fast {our} is\n")
        print_table(["", *results], [[name, *cells(name, lambda title: number_text(paces[name][title] / paces[our][title]))]
                                     for name in paces if name != our])


def memories(of_sheets):
    few = [memory for title, memory in of_sheets.items() if title != MANY]
    return [number_text(max(few) / 1e6) if few else "–", number_text(of_sheets[MANY] / 1e6) if MANY in of_sheets else "–"]
