"""Commands run in turn, each measured from outside in a process of its own (measure.c), and tables of what they took.

Seconds are medians on the clock, as somebody waits; cpu is what all cores together worked. Memory is the largest process's peak.
"""
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("B", "build")).resolve()
QUICK = os.environ.get("QUICK", "0") not in ("", "0")
CORES = len(os.sched_getaffinity(0))


class Contender:
    """A command that takes part in a race. `check` is given the paths of its output and its messages after the first run, and
    returns the figures there; the bench ends where they aren't those of the first contender with the same `proves`, or the
    `part` of them that this one can have."""

    def __init__(self, name, command, *, size=None, check=None, proves=None, part=None, inner=None, statuses=(0,), env=None):
        self.name = name
        self.command = [str(word) for word in command]
        self.size = size            # bytes read, where they aren't the race's
        self.check = check
        self.proves = proves
        self.part = part or (lambda figures: figures)
        self.inner = inner          # of its messages: seconds that it took by its own clock
        self.statuses = statuses
        self.env = env
        self.walls, self.cpus, self.inners, self.memory = [], [], [], 0
        self.why = None             # it can't do this

    @property
    def seconds(self):
        return statistics.median(self.walls)

    @property
    def cpu(self):
        return statistics.median(self.cpus)

    @property
    def inner_seconds(self):
        return statistics.median(self.inners) if self.inners else None


class Missing:
    """A peer that this machine lacks, in its place in the table."""
    walls = ()

    def __init__(self, name, why):
        self.name, self.why = name, why


def run_once(contender, out, err):
    done = subprocess.run([BUILD / "tests/bench/measure", out, err, *contender.command], capture_output=True, text=True, check=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **(contender.env or {})})
    status, wall, user, system, kib = done.stdout.split()
    if int(status) not in contender.statuses:
        said = " ".join(Path(err).read_text(encoding="utf-8", errors="replace").split())
        if BUILD in Path(contender.command[0]).parents:
            sys.exit(f"bench: {contender.name}: exit status {status}\n{said[:2000]}")
        contender.why = f"can't do it (exit status {status}): {said[:60]}"
        return
    contender.walls.append(float(wall))
    contender.cpus.append(float(user) + float(system))
    contender.memory = max(contender.memory, int(kib) * 1024)
    if contender.inner:
        contender.inners.append(contender.inner(err))


def race(contenders, folder, rounds, budget):
    """Runs all in turn, round after round: each at least once, and up to `rounds` times while its runs fit in `budget` seconds. The
    first run's output is kept and checked; its time counts only where there is no other, which writes to nowhere. A peer that
    fails has no times."""
    found = {}
    for contender in [contender for contender in contenders if isinstance(contender, Contender)]:
        out, err = folder / "out", folder / "err"
        run_once(contender, out, err)
        if contender.check and not contender.why:
            figures = contender.check(out, err)
            first, expected = found.setdefault(contender.proves, (contender.name, figures))
            must_agree(first, contender.part(expected), contender.name, figures)
    running = [contender for contender in contenders if contender.walls]
    for number in range(1, rounds + 1):
        for contender in running:
            if sum(contender.walls) * (1 + 1 / number) <= budget:
                run_once(contender, "/dev/null", folder / "err")
    for contender in running:
        if len(contender.walls) > 1:
            for times in filter(None, (contender.walls, contender.cpus, contender.inners)):
                del times[0]


def must_agree(first, expected, second, figures):
    """Ends the bench where two contenders' figures differ: no time is printed for wrong ones."""
    if figures == expected:
        return
    if isinstance(expected, dict) and isinstance(figures, dict):
        keys = [key for key in sorted({*expected, *figures}) if expected.get(key) != figures.get(key)][:3]
        expected, figures = ({key: side.get(key) for key in keys} for side in (expected, figures))
    sys.exit(f"bench: {first} and {second} don't agree:\n{str(expected)[:2000]}\n{str(figures)[:2000]}")


def number_text(value):
    """Three digits that count, and no more."""
    if value < 0.0995:
        return f"{value:.2g}"
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.1f}" if value >= 9.995 else f"{value:.2f}"


def print_table(headings, rows):
    """A table that is as well Markdown."""
    rows = [headings, *[[str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[column]) for row in rows) for column in range(len(headings))]
    for number, row in enumerate(rows):
        cells = [cell.ljust(width) if column == 0 else cell.rjust(width) for column, (cell, width) in enumerate(zip(row, widths))]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            print("|" + "|".join("-" * (width + 2) if column == 0 else "-" * (width + 1) + ":" for column, width in enumerate(widths)) + "|")
    print(flush=True)


def print_race(title, contenders, size, ours, yardstick="cat"):
    """One row for each contender: ratios say how many times longer it took than the yardstick and than each of `ours`."""
    base = next((c for c in contenders if c.name == yardstick), None)
    ours = [c for c in contenders if c.name in ours]
    print(f"{title}\n")
    headings = ["", "seconds", "cpu s", "MB/s", "memory, MB", *([f"× {yardstick}"] if base else []), *[f"× {c.name}" for c in ours], "runs"]
    rows = []
    for c in contenders:
        if not c.walls:
            rows.append([c.name, *["–"] * (len(headings) - 1)])
            continue
        rows.append([c.name, f"{c.seconds:.3f}", f"{c.cpu:.3f}", number_text((c.size or size) / c.seconds / 1e6),
                     number_text(c.memory / 1e6), *([ratio(c, base, size)] if base else []), *[ratio(c, our, size) for our in ours],
                     len(c.walls)])
        if c.inners:
            rows.append(["– its query alone", f"{c.inner_seconds:.3f}", "–", number_text((c.size or size) / c.inner_seconds / 1e6), "–",
                         *([number_text(c.inner_seconds / base.seconds)] if base else []),
                         *[number_text(c.inner_seconds / our.seconds) for our in ours], len(c.inners)])
    print_table(headings, rows)
    print_why(contenders)


def print_why(contenders):
    """What a row without figures means."""
    for c in contenders:
        if not c.walls:
            print(f"{c.name}: {c.why}")
    if not all(c.walls for c in contenders):
        print(flush=True)


def pace(contender, size):
    """Seconds a byte."""
    return contender.seconds / (contender.size or size)


def ratio(contender, base, size):
    return number_text(pace(contender, size) / pace(base, size))
