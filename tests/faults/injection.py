"""What the tests of this folder share: system calls that fail (strace), cases on two cores, lines of TAP."""
import multiprocessing
import os
import shutil
import subprocess
import sys
from pathlib import Path

BUILD = Path(os.environ.get("NEGPKG_BUILD", "build")).resolve()
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # where fsync costs nothing


class Failure(Exception):
    pass


def expect(condition, *details):
    if not condition:
        raise Failure(" ".join(map(str, details)))


def injecting(what):
    """Options of strace: one system call fails, or ends the process."""
    return ["-o", os.devnull, "-e", f"inject={what}"]


def straced(argv, options):
    """The command under strace."""
    return ["strace", "-qq", "-e", "signal=none", *options, "--", *argv]


def calls_of(trace):
    """The system calls in a file of strace's, in order: (name, the rest of the line)."""
    return [line.partition("(")[::2] for line in trace.read_text(errors="replace").splitlines() if "(" in line]


def strace_missing():
    """Why nothing can be injected here, or None."""
    if not shutil.which("strace"):
        return "no strace on this machine"
    if subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode:
        return "ptrace isn't permitted here"
    return None


def preloadable(source, work):
    """The library of a source of ours, for LD_PRELOAD; None where it can't be made."""
    path = work / (source.stem + ".so")
    done = subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", path, source], check=False, capture_output=True)
    return path if done.returncode == 0 else None


def is_sanitized(program):
    return b"__asan_init" in Path(program).read_bytes()


def try_case(number):
    """What goes wrong with a case, or None."""
    function, *arguments = together.cases[number]
    try:
        function(*arguments)
    except Failure as wrong:
        return f"{', '.join(map(str, arguments))}: {wrong}"
    return None


def together(cases):
    """Calls each (function, arguments) on two cores, in processes forked for it; returns what went wrong."""
    together.cases = cases
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return [wrong for wrong in pool.map(try_case, range(len(cases)), 8) if wrong]


def skipped(name, reason):
    print(f"1..1\nok 1 - {name} # SKIP {reason}")
    return 0


def report(groups):
    """One result for each (title, cases); returns the exit status."""
    number = failed = 0
    for title, cases in groups:
        number += 1
        wrong = together(cases)
        failed += bool(wrong or not cases)
        print(f"{'not ok' if wrong or not cases else 'ok'} {number} - {title} ({len(cases)} runs)")
        for line in wrong[:5]:
            print("#", line.replace("\n", "\n# "))
        sys.stdout.flush()
    print(f"1..{number}")
    return int(failed > 0)
