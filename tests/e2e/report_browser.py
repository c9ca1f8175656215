#!/usr/bin/env python3
"""negpkg-report's pages in a real browser, on a phone, a desk, paper: Chromium, led by npm's playwright-core (found through NODE_PATH).

    NODE_PATH=node_modules python3 tests/e2e/report_browser.py      prints TAP; exit status 1 if anything failed

Settings as in tests/property/walk.py. FOLDER keeps the pages and the PDFs there.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from report_pages import node_module, pages
from world import WORK, missing

HERE = Path(__file__).resolve().parent


def main():
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    reason = missing("node", "pdftotext") or (None if chromium else "no chromium on this machine") or (
        None if node_module("playwright-core") else "no playwright-core in NODE_PATH")
    if reason:
        print(f"ok 1 - pages in a browser # SKIP {reason}\n1..1")
        return 0
    folder = next(iter(pages().values())).parent
    done = subprocess.run(["node", HERE / "report_browser.cjs", folder], stdout=subprocess.PIPE, check=False, timeout=400,
                          env=dict(os.environ, CHROMIUM=chromium)).stdout.decode()
    print(f"{done}1..{len(re.findall('^(?:not )?ok ', done, re.M))}")
    if os.environ.get("FOLDER"):
        shutil.copytree(folder, os.environ["FOLDER"], dirs_exist_ok=True)
    shutil.rmtree(WORK)
    return 1 if re.search("^not ok ", done, re.M) else 0


if __name__ == "__main__":
    sys.exit(main())
