"""Which peers this machine has, and which version; make peers installs those of Debian and npm. zsv counts where it is in PATH."""
import os
import shutil
import subprocess

from timing import BUILD

MODULES = os.pathsep.join(filter(None, [os.environ.get("NODE_PATH"), str(BUILD / "peers/node_modules")]))
NODE = {"NODE_PATH": MODULES}

DEBIAN = {"mlr": "miller", "mawk": "mawk", "gawk": "gawk", "datamash": "datamash", "sqlite3": "sqlite3", "csvsql": "csvkit"}
VERSIONS = {
    "Miller": ["mlr", "--version"],
    "mawk": ["mawk", "-W", "version"],
    "gawk": ["gawk", "--version"],
    "datamash": ["datamash", "--version"],
    "SQLite": ["sqlite3", "--version"],
    "csvkit": ["csvsql", "--version"],
    "zsv": ["zsv", "version"],
}


def lacks(program):
    """Why a program can't take part; None where it can."""
    if shutil.which(program):
        return None
    return "not installed" + (f" (Debian: {DEBIAN[program]})" if program in DEBIAN else "")


def lacks_module(name):
    """The same of a module of npm."""
    if not shutil.which("node"):
        return "not installed: no node"
    asked = subprocess.run(["node", "-e", f"require.resolve('{name}')"], env={**os.environ, **NODE}, capture_output=True, check=False)
    return f"not installed (npm: {name})" if asked.returncode else None


def versions():
    """A line on each peer that is there."""
    lines = []
    for name, command in VERSIONS.items():
        if shutil.which(command[0]):
            said = subprocess.run(command, capture_output=True, text=True, check=False)
            first = (said.stdout or said.stderr).strip().splitlines()[:1]
            words = first[0].replace(",", "").split() if first else []
            number = next((word.lstrip("v") for word in words if word.lstrip("v")[:1].isdigit()), "")
            lines.append(f"{name} {number}".strip())
    if not lacks_module("@duckdb/node-api"):
        code = ("require('@duckdb/node-api').DuckDBInstance.create().then(i => i.connect()).then(c => c.runAndReadAll('select version()'))"
                ".then(r => console.log(r.getRowsJson()[0][0]))")
        said = subprocess.run(["node", "-e", code], env={**os.environ, **NODE}, capture_output=True, text=True, check=False)
        lines.append(f"DuckDB {said.stdout.strip().lstrip('v')}")
    return ", ".join(lines)
