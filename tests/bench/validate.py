#!/usr/bin/env python3
"""negpkg-validate on some 112,000 package rows (the example workbook 1,000 times), beside Frictionless's own library for
JavaScript, which npm has, checking types only. COPIES, RUNS and B (the folder of the executables) may be set."""
import os
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
B = os.path.join(ROOT, os.environ.get("B", "build"))
COPIES, RUNS = os.environ.get("COPIES", "1000"), int(os.environ.get("RUNS", "3"))

TABLESCHEMA = """
const {Table} = require('tableschema')
;(async () => {
  const table = await Table.load(process.argv[2])
  await table.infer(100)
  console.log((await table.read({forceCast: true})).length)
})().catch(e => { console.error(String(e)); process.exit(2) })
"""


def measure(name, command, size, **options):
    """Median seconds of RUNS, MB/s and the largest memory of a run, in a process of its own so that maxrss is its own."""
    times, memory = [], 0
    for _ in range(RUNS):
        begun = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        _, status, usage = os.wait4(child.pid, 0)
        if os.waitstatus_to_exitcode(status) > 1:
            print(f"{name:34} failed")
            return
        times.append(time.monotonic() - begun)
        memory = max(memory, usage.ru_maxrss)
    median = sorted(times)[len(times) // 2]
    print(f"{name:34} {median:8.2f} s {size / median / 1e6:8.1f} MB/s {memory / 1024:8.0f} MiB")


def main():
    folder = tempfile.mkdtemp()
    try:
        subprocess.run([os.path.join(ROOT, "tests/bench/workbook"), COPIES, folder], check=True)
        package = os.path.join(folder, "package.csv")
        sheets = [f"--{name}={folder}/{name}.csv" for name in ("overview", "lines")]
        subprocess.run([f"{B}/negpkg-build", "-q", *sheets, "-o", package, f"{folder}/items.csv"], check=True)
        size = os.path.getsize(package)
        print(f"{sum(1 for _ in open(package, encoding='utf-8')):,} lines, {size / 1e6:.0f} MB; medians of {RUNS}")
        further = [f"--sheet={name}={folder}/{name}.csv" for name in ("team", "approvals")]
        measure("negpkg-validate, 65 rules", [f"{B}/negpkg-validate", "-q", package], size)
        measure("negpkg-validate, team, approvals", [f"{B}/negpkg-validate", "-q", *further, package], size)
        measure("negpkg-validate --gate", [f"{B}/negpkg-validate", "-q", "--gate", *further, package], size)
        if not shutil.which("npm"):
            print("tableschema (npm): no npm on this machine")
            return
        subprocess.run(["npm", "install", "--silent", "--prefix", folder, "tableschema"], check=True)
        script = os.path.join(folder, "tableschema.js")
        with open(script, "w", encoding="utf-8") as out:
            out.write(TABLESCHEMA)
        measure("tableschema (npm), types only", ["node", script, package], size)
    finally:
        shutil.rmtree(folder)


sys.exit(main())
