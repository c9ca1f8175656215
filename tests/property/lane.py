#!/usr/bin/env python3
"""margin-walk's fast lane and threads against its general path, to the last byte of output and messages.

    python3 tests/property/lane.py      prints TAP; exit status 1 if anything failed

Random sheets of plain rows with others sprinkled in. --fill-down keeps every row off the lane, here of a column that is
never empty: it changes nothing else.

NEGPKG_BUILD  folder of the executables (default: build in the repository)
SEED, COUNT   the random sheets: where they start (default 1), how many (default 60)
A sheet on which the two differ is kept in a folder whose path is printed.
"""
import os
import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = Path(os.environ.get("NEGPKG_BUILD", ROOT / "build")).resolve() / "margin-walk"
SEED = os.environ.get("SEED", "1")
COUNT = int(os.environ.get("COUNT", "60"))

POSITIONS = ("current", "initial", "expected", "walkaway")
TEXTS = ("account", "product_line", "product", "customer_part", "period", "unit")
LABELS = ("pump", "tee 1/2", "gate valve", "Total Station", "sum of parts", "Grand piano", "elbow 90", "pipe 12\"", "Ærø", "日本", "so m")
METHODS = ("new-quantity", "old-quantity", "three-way", "symmetric")


def money(rng, most=1000, places=(0, 2, 2, 2, 3, 4)):
    places = rng.choice(places)
    text = f"{rng.uniform(0, most):.{places}f}"
    return text


class Sheet:
    """Its ways: columns, delimiter, quoting; and its rows as they come."""

    def __init__(self, rng):
        self.rng = rng
        self.steps = rng.choice((("current", "expected"), ("current", "expected"), POSITIONS, ("initial", "walkaway")))
        figures = [f"{p}_{c}" for p in self.steps for c in ("volume", "price", "cost")]
        market = rng.choice(((), ("market_volume", "current_market_volume"), ("market_volume",)))
        rare = [c for c in ("price_per", "cost_per", "currency", "cost_currency", "note2", f"{self.steps[0]}_revenue",
                            f"{self.steps[1]}_rebate", f"{self.steps[1]}_share", f"{self.steps[1]}_fx", "cost")
                if rng.random() < 0.3]
        if "cost" in rare and rng.random() < 0.7:     # in place of those of the positions
            figures = [c for c in figures if not c.endswith("_cost") or c == "current_cost"]
        self.columns = [*(t for t in TEXTS if t == "product" or rng.random() < 0.8), *figures, *market, *rare, "note"]
        if rng.random() < 0.5:
            rng.shuffle(self.columns)
        self.delimiter = rng.choice(",,,;\t")
        self.quoting = rng.choice((0, 0, 0.1, 1))
        self.eol = rng.choice(("\n", "\n", "\r\n"))
        self.odd = rng.choice((0, 0.0005, 0.01, 0.2))
        self.groups = rng.choice((1, 5, 300))
        self.names = [(f"Account {rng.randrange(self.groups):03d}", f"Line {i % 7}") for i in range(self.groups)]
        self.units = rng.choice((("pc",), ("",), ("pc", "kg"), ("", "pc")))
        self.marketless = rng.choice((0, 0, 0.001, 1))
        self.huge = rng.choice((0, 0, 0, 0.5))      # volumes whose sums are more than 64 bits
        self.sums = {}

    def plain(self, number):
        rng, row = self.rng, {c: "" for c in self.columns}
        account, line = rng.choice(self.names)
        row.update(account=account, product_line=line, product=f"P-{number:06d} {rng.choice(LABELS)}" if rng.random() < 0.9
                   else f"P-{number}", customer_part=f"C{number * 7:08d}", period="2027", unit=self.units[0] if rng.random() < 0.999
                   else rng.choice(self.units), note="x", currency="EUR" if number % 2 or True else "")
        for p in self.steps:
            if rng.random() < 0.02:
                continue
            row[f"{p}_volume"] = money(rng, 90000, (0, 0, 0, 0, 1, 3))
            row[f"{p}_price"] = money(rng)
            row[f"{p}_cost"] = money(rng)
            if rng.random() < self.huge:
                row.update({f"{p}_volume": str(rng.randrange(9 * 10**12)), f"{p}_price": money(rng, 2), f"{p}_cost": money(rng, 2)})
        row["cost"] = money(rng)
        for c in ("market_volume", "current_market_volume"):
            row[c] = "" if rng.random() < self.marketless else str(
                rng.randrange(9 * 10**12 if rng.random() < self.huge else 100000))
        per = rng.choice(("", "1", "100"))
        row["price_per"] = row["cost_per"] = per
        return row

    def strange(self, row):
        """What a row may say that isn't plain, or is wrong."""
        rng, p = self.rng, self.rng.choice(self.steps)
        change = rng.choice((
            {f"{p}_volume": "-" + money(rng)}, {f"{p}_volume": "0"}, {f"{p}_volume": "0.00", f"{p}_price": ""},
            {f"{p}_price": "$1.50"}, {f"{p}_price": "1,234.50"}, {f"{p}_price": "1.5E+2"}, {f"{p}_price": " 7 "},
            {f"{p}_volume": "", f"{p}_price": "", f"{p}_cost": ""}, {f"{p}_volume": "n/a", f"{p}_price": "", f"{p}_cost": ""},
            {f"{p}_revenue": money(rng)}, {f"{p}_rebate": "3"}, {f"{p}_cost": ""}, {"cost": ""}, {f"{p}_share": "0.5"},
            {f"{p}_price": "0.1234567890"}, {f"{p}_price": "123456789012345678"}, {f"{p}_volume": "12345678901234567"},
            {f"{p}_volume": "9999999999", f"{p}_price": "9999999999"}, {"price_per": "1000"}, {"price_per": "12"},
            {"unit": "kg"}, {"unit": "box"}, {"currency": "USD"}, {"cost_currency": "USD"}, {"cost_currency": "EUR"},
            {f"{p}_fx": "1"}, {"account": " Acme "}, {"account": "Acme \u00a0"}, {"account": "\u3042"}, {"product": "1.23E+11"},
            {"customer_part": "12.5E+03"}, {"account": 'say "hi"'}, {"account": "two\nlines"}, {"account": "x" * 300},
            {"product_line": ""}, {"account": "New " + str(rng.randrange(50))}, {"market_volume": ""}, {"market_volume": "1.5"},
            {"market_volume": "99999999999999"}, {"product": "Total"}, {"product": "Pumps Total"}, {"period": "2027.5E"}))
        row.update({c: t for c, t in change.items() if c in row})

    def wrong(self, row):
        p = self.rng.choice(self.steps)
        row.update(self.rng.choice((
            {f"{p}_price": "abc"}, {f"{p}_price": ""}, {f"{p}_volume": ""}, {f"{p}_price": "12%"}, {"account": "#REF!"},
            {"customer_part": "Err:502"}, {"product": ""}, {"market_volume": "-1"})))

    def total(self, label):
        row = {c: "" for c in self.columns}
        row.update(product=label, note="x", currency="EUR")
        row.update({c: str(t) for c, t in self.sums.items() if c in row})
        return row

    def line(self, row):
        def cell(text):
            hostile = any(c in text for c in self.delimiter + '"\r\n') and not ('"' in text and not text.startswith('"')
                                                                              and self.delimiter not in text and "\n" not in text)
            quoted = hostile or (self.quoting and self.rng.random() < self.quoting)
            return '"' + text.replace('"', '""') + '"' if quoted else text
        return self.delimiter.join(cell(row.get(c, "")) for c in self.columns)

    def text(self, rows, errors):
        out, rng = [self.line({c: c for c in self.columns})], self.rng
        volumes = [c for c in self.columns if c.endswith("volume")]
        self.sums = {c: 0 for c in volumes}
        for number in range(1, rows + 1):
            row = self.plain(number)
            if rng.random() < self.odd:
                self.strange(row)
            if errors and rng.random() < errors:
                self.wrong(row)
            for c in volumes:       # totals of whole volumes only are right
                try:
                    self.sums[c] = round(self.sums[c] + float(row[c] or 0), 3)
                except ValueError:
                    pass
            out.append(self.line(row))
            if rng.random() < self.odd / 20:
                out.append(self.line(self.total(rng.choice(("Total", "", "Summe EUR")))))
            if rng.random() < self.odd / 10:
                out.append(rng.choice(("", self.delimiter * 3, self.line(row) + self.delimiter, self.line(row) + self.delimiter + "x",
                                       self.line(row).rpartition(self.delimiter)[0], self.line(row) + "\r" + self.line(row))))
        return self.eol.join(out) + rng.choice(("", self.eol))


def options(rng, sheet):
    chosen = ["--steps=" + ",".join(sheet.steps), "--method=" + rng.choice(METHODS)]
    by = [c for c in TEXTS if c in sheet.columns]
    if rng.random() < 0.7:
        chosen.append("--by=" + ",".join(rng.sample(by, rng.randint(1, min(3, len(by))))) if rng.random() < 0.2
                      else "--by=" + ",".join(c for c in ("account", "product_line") if c in by) or "--by=product")
    chosen += rng.choice(([], [], ["--measure=revenue"], ["--measure=margin-pct"], ["--partial"], ["--report-currency=EUR"]))
    if chosen[-1] == "--by=":
        chosen.pop()
    return [o for o in chosen if o != "--by="] + ["--max-errors=1000"]


def run(arguments, stdin=None):
    done = subprocess.run([TOOL, *arguments], input=stdin, capture_output=True, timeout=300, check=False)
    return done.returncode, done.stdout, done.stderr


def dribbled(arguments, text, rng):
    """Through a pipe, in pieces of odd lengths."""
    with subprocess.Popen([TOOL, *arguments, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as tool:
        def feed():
            at = 0
            try:
                while at < len(text):
                    n = rng.choice((1, 100, 5000, 70000))
                    os.write(tool.stdin.fileno(), text[at:at + n])
                    at += n
            except BrokenPipeError:
                pass
            tool.stdin.close()
        thread = threading.Thread(target=feed)
        thread.start()
        out, err = [], []
        reader = threading.Thread(target=lambda: err.append(tool.stderr.read()))
        reader.start()
        out = tool.stdout.read()
        thread.join()
        reader.join()
        status = tool.wait()
    return status, out, err[0]


def differs(seed):
    """None, or what differs."""
    rng = random.Random(seed)
    sheet = Sheet(rng)
    size = rng.choice((5, 60, 3000, 9000))
    text = sheet.text(size, rng.choice((0, 0, 0, 2 / size))).encode()
    chosen = options(rng, sheet)
    folder = Path(tempfile.mkdtemp(prefix="negpkg-lane-"))
    file = folder / "items.csv"
    file.write_bytes(text)
    want = run([*chosen, "--fill-down=note", file])
    for threads in (1, rng.choice((2, 3)), rng.choice((4, 8))):
        got = run([*chosen, f"--threads={threads}", file])
        if got != want:
            return f"--threads={threads}", chosen, folder, want, got
    said = want[0], *(part.replace(str(file).encode(), b"<stdin>") for part in want[1:])
    got = dribbled([*chosen, "--threads=2"], text, rng)
    if got != said:
        return "dribbled", chosen, folder, said, got
    file.unlink()
    folder.rmdir()
    return None


def main():
    failed = 0
    for index in range(COUNT):
        seed = f"{SEED}/{index}"
        found = differs(seed)
        if not found:
            continue
        failed += 1
        how, chosen, folder, want, got = found
        print(f"# seed {seed}: {how} {' '.join(chosen)}, kept in {folder}")
        for name, a, b in zip(("status", "output", "messages"), want, got):
            if a != b:
                lines = [x.decode(errors="replace").splitlines() if isinstance(x, bytes) else [str(x)] for x in (a, b)]
                odd = next((pair for pair in zip(*lines) if pair[0] != pair[1]), (len(lines[0]), len(lines[1])))
                print(f"# {name}: wanted {odd[0]}\n# {name}: got    {odd[1]}")
        if failed == 3:
            break
    print(f"{'not ' if failed else ''}ok 1 - plain rows, odd ones between them, 1 to 8 threads: {COUNT} sheets\n1..1")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
