#!/usr/bin/env python3
"""negpkg-report's pages are valid HTML, says the Nu Html Checker (npm's vnu-jar, found through NODE_PATH; needs java).

    NODE_PATH=node_modules python3 tests/e2e/report_html.py     prints TAP; exit status 1 if anything failed

Settings as in tests/property/walk.py.
"""
import json
import subprocess
import sys

from report_pages import node_module, pages
from world import expect, missing, tests


def is_valid(checker, files):
    """No error, no warning; the page's own style included."""
    command = ["java", "-Xss4m", "-jar", str(checker), "--format", "json", *map(str, files.values())]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    try:
        messages = json.loads(done.stderr)["messages"]
    except ValueError:
        messages = [{"message": done.stderr.decode(errors="replace")[:2000]}]
    told = [f"{m.get('url', '').rpartition('/')[2]}:{m.get('lastLine')}: {m['message']} {m.get('extract', '')!r}" for m in messages
            if "appears to be written in" not in m["message"]]  # hostile text is of no language
    expect(not told, f"{len(told)} messages", *told[:12])
    expect(done.returncode == 0, "the checker fails", done.returncode)


def main():
    module = node_module("vnu-jar")
    checker = module and next(module.glob("**/vnu.jar"), None)
    reason = missing("java") or (None if checker else "no vnu-jar in NODE_PATH")
    return tests([("every page is valid HTML", reason, lambda: is_valid(checker, pages()))])


if __name__ == "__main__":
    sys.exit(main())
