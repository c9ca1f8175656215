"""The tools that are made to fail, what they are asked, and what a run may leave behind. A tool is one line more in SUBJECTS."""
import collections
import os
import shlex
import subprocess
from pathlib import Path

from injection import BUILD, expect, is_sanitized, straced

TEMPLATES = Path(__file__).resolve().parents[2] / "share/templates"
MUCH = 256 * 1024
PATIENCE = 120  # seconds, after which a run hangs
OLD = b"what stood there before\n"

# Rows of each sheet; {n} makes them different.
ITEMS = ("account,product_line,product,customer_part,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost",
         "Acme {n},L,A{n},C{n},10,5.25,3,12,5,3")
POCKET = ("product_line,product,current_list,current_discount,current_cogs", "L{n},A{n},100,12.5,40")
BUNDLES = ("bundle,account,product_line,product,cost,standalone_volume,standalone_price,bundle_volume,bundle_price", "B{n},Acme,L,A,3,10,5,10,4")
ACTIONS = ("account,id,milestone,subject,due,owner,email", "Acme,{n},call,number {n},2026-11-24,Ann,ann{n}@example.com")
PACKAGE = ("level,account,product_line,product,period,phase,customer_part,currency,rank,current_volume,current_revenue,current_cogs,current_rebate,"
           "current_margin,expected_volume,expected_revenue,expected_cogs,expected_rebate,expected_margin,flags,package_id,source",
           "account,A{n},,,,,,USD,1,10,50,30,0,20,12,60,36,0,24,,p{n},\n"
           "line,A{n},L,,,,,USD,1,10,50,30,0,20,12,60,36,0,24,,p{n},\n"
           "item,A{n},L,P,,,C,USD,1,10,50,30,0,20,12,60,36,0,24,,p{n},items.csv:{n}")
FURTHER = {
    "overview.csv": "account,account_manager,our_objectives,negotiation_date\nAcme 0,Ann,more,2027-02-01\n",
    "lines.csv": "account,product_line,owner,target_margin\nAcme 0,L,Bo,12.50\n",
    "customer.csv": "customer_part,market_volume,target_price\nC0,100,4\n",
    "strict.csv": "rule,severity,rows,per,check,message\nlow,error,,,given(product),none\nfew,info,,account,count(*) > 0,few\n",
    "broken.csv": "rule,severity,rows,per,check,message\nlow,error,,,expected_price > 5,{product}: {expected_price} is low\n",
    "team.csv": "account,person,email,role,side,attends\nAcme,Ann,ann@example.com,account manager,us,yes\n",
    "holidays.txt": "2026-12-25\n",
}

Subject = collections.namedtuple("Subject", "command sheet")
SUBJECTS = [
    Subject("negpkg-build --overview=overview.csv --lines=lines.csv --customer=customer.csv", ITEMS),
    Subject("negpkg-build --audience=room --excel", ITEMS),
    Subject("margin-walk", ITEMS),
    Subject("margin-walk --format=text", ITEMS),
    Subject("margin-walk --format=svg", ITEMS),
    Subject("margin-walk --format=json", ITEMS),
    Subject("margin-walk --partial", ITEMS),
    Subject("margin-walk --waterfall=current", POCKET),
    Subject("negpkg-validate -T ./broken.csv", ITEMS),
    Subject("negpkg-validate -T ./broken.csv --format=github", ITEMS),
    Subject("negpkg-validate -T ./strict.csv --gate", ITEMS),
    Subject("negpkg-validate -T ./strict.csv --gate --findings=found --format=json", ITEMS),
    Subject("bundle-check", BUNDLES),
    Subject("bundle-check --format=text", BUNDLES),
    Subject("calendar-remind --today=2026-11-23 --team=team.csv", ACTIONS),
    Subject("calendar-remind --today=2026-11-23 --list --format=text", ACTIONS),
    Subject("calendar-remind --today=2026-11-23 --format=ics", ACTIONS),
    Subject("calendar-remind --today=2026-11-23 --format=mail --from=deals@example.com", ACTIONS),
    Subject("calendar-remind --today=2026-11-23 --season", ACTIONS),
    Subject("calendar-remind --today=2026-11-23 --check --holidays=holidays.txt", ACTIONS),
    Subject("negpkg-report", PACKAGE),
    Subject("negpkg-report --format=text --audience=customer", PACKAGE),
]


def first_of_each_tool():
    return list({subject.command.split()[0]: subject for subject in reversed(SUBJECTS)}.values())[::-1]


Answer = collections.namedtuple("Answer", "status out said tree")


def sheet_of(subject, rows):
    headings, row = subject.sheet
    return "".join(line + "\n" for line in (headings, *(row.format(n=n) for n in range(rows)))).encode()


def tree_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class Bench:
    """A subject, its sheet of so many rows, folders to run it in, and what it answers where nothing fails. It is run in one of three
    ways: "file" reads sheet.csv and writes -o out; "pipe" is a filter; "print" reads sheet.csv and prints into a file."""

    def __init__(self, work, subject, rows=2):
        self.subject = subject
        self.program, *self.options = shlex.split(subject.command)
        self.start = {"sheet.csv": sheet_of(subject, rows), "out": OLD, **{name: text.encode() for name, text in FURTHER.items()}}
        self.plain = {}
        self.work, self.rows = work, rows

    def __str__(self):
        return self.subject.command

    def place(self):
        """A folder of this process for it."""
        place = self.work / f"{self.subject.command.replace('/', '')}.{self.rows}.{os.getpid()}"
        if not place.exists():
            place.mkdir()
            self.set_up(place, {})
        return place

    def set_up(self, place, tree):
        """Makes the folder, which holds `tree`, what it is to be at the start."""
        for name in tree.keys() - self.start.keys():
            (place / name).unlink()
        for name, data in self.start.items():
            if data != tree.get(name):
                (place / name).write_bytes(data)

    def argv(self, how, operands=()):
        return [str(BUILD / self.program), *self.options, *(["-o", "out"] if how == "file" else []),
                *(operands or ([] if how == "pipe" else ["sheet.csv"]))]

    def environment(self):
        return {**os.environ, "NEGPKG_TEMPLATES": str(TEMPLATES)}

    def run(self, how, strace=(), wrapper=(), env=None, operands=(), **more):
        """One run in a folder as it is at the start: under strace with options, or behind a wrapper's command line."""
        place = self.place()
        argv = [*wrapper, *self.argv(how, operands)]
        argv = straced(argv, strace) if strace else argv
        printed = place.with_name(place.name + ".printed")
        with open(printed, "wb") as to:
            more.setdefault("input" if how == "pipe" else "stdin", self.start["sheet.csv"] if how == "pipe" else subprocess.DEVNULL)
            more.setdefault("stdout", subprocess.PIPE if how == "pipe" else to)
            try:
                done = subprocess.run(argv, cwd=place, stderr=subprocess.PIPE, check=False, timeout=PATIENCE,
                                      env={**self.environment(), **(env or {})}, **more)
            except subprocess.TimeoutExpired:
                expect(False, "hangs:", self.subject.command)
        tree = tree_of(place)
        self.set_up(place, tree)
        out = tree["out"] if how == "file" else done.stdout if how == "pipe" else printed.read_bytes()
        return Answer(done.returncode, out, done.stderr.decode(errors="replace"), tree)

    def measure(self, how):
        """What it answers where nothing fails."""
        plain = self.plain[how] = self.run(how)
        expect(plain.status in (0, 1) and plain.out not in (b"", OLD), self.subject.command, "doesn't even work:", plain)
        return plain

    def judge(self, how, got):
        """The plain answer, or exit status 2 with a message: files are whole or untouched, and what is printed is its beginning.
        Returns whether it went wrong."""
        plain = self.plain[how]
        if got.status == plain.status:
            expect(got.out == plain.out, "exit status", got.status, "with", len(got.out), "of", len(plain.out), "bytes:", got.said)
            expect(got.tree == plain.tree, "exit status", got.status, "and other files:", *changes(got.tree, plain.tree))
            return False
        expect(got.status == 2, "exit status", got.status, got.said[-300:])
        expect(": error: " in got.said, "exit status 2 and no message:", got.said[-300:])
        self.check_files(how, got)
        return True

    def check_files(self, how, got, strange=lambda name: False):
        """Each file is as it was, or as it is to be; what is printed is a beginning."""
        plain = self.plain[how]
        for name, data in got.tree.items():
            expect(name in plain.tree or strange(name), "left behind:", name)
            expect(strange(name) or data in (plain.tree.get(name), self.start.get(name)), "neither whole nor untouched:", name)
        expect(got.tree.keys() >= self.start.keys(), "lost:", *(self.start.keys() - got.tree.keys()))
        expect(how == "file" or plain.out.startswith(got.out), "not the beginning of the result:", got.out[-100:])


def big_bench(work, subject):
    """One with so many rows that its result is written in several pieces, and fits no pipe."""
    rows = 100
    while len((bench := Bench(work, subject, rows)).measure("print").out) < MUCH:
        rows *= 2
    return bench


def changes(got, wanted):
    return sorted(name for name in got.keys() | wanted.keys() if got.get(name) != wanted.get(name))


def sanitized_programs():
    return any(is_sanitized(BUILD / subject.command.split()[0]) for subject in first_of_each_tool())
