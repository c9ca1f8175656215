"""What the end-to-end tests share: a small fictional year, runs of calendar-remind, programs that may be missing.

Settings as in tests/property/walk.py.
"""
import csv
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "property"))

# pylint: disable=wrong-import-position
from walk import BUILD, ROOT, SEED, SHARED, WORK, Failure, Tap  # noqa: E402,F401

FROM = "negpkg@kita.example"
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"

AGENDA = """\
milestone,before,days,shift,leads,to,kind,repeat_overdue
start,package,28,earlier,7 0,account manager,task,7
package,approval,7,earlier,14 3,account manager; marketing owner,task,2
approval,negotiation,7,earlier,14 1,account manager; executive,meeting,0
pre-meeting,negotiation,1,none,1,attends,meeting,0
negotiation,,0,none,14 1,attends; decides,meeting,0
"""
TEAM = """\
account,period,person,email,role,product_line,side,attends,decides
東京電子,2027,佐藤 花子,hanako.sato@kita.example,account manager,,us,yes,yes
東京電子,2027,Lise Berg,lise.berg@kita.example,marketing owner,Valves,us,yes,no
東京電子,2027,Óscar Núñez,oscar.nunez@kita.example,executive,,us,no,yes
東京電子,2027,田中 一郎,tanaka@denshi.example,buyer,,them,yes,yes
東京電子,2027,鈴木 次郎,suzuki@denshi.example,executive,,customer,yes,yes
"Møller, Søn & Co",2027,Lise Berg,lise.berg@kita.example,account manager,,us,yes,yes
"Møller, Søn & Co",2027,Per Dal,per.dal@moller.example,account manager,,them,yes,yes
"""
CALENDAR = """\
account,period,negotiation_date,owner,email,date_source,must_win,folder
東京電子,2027,2026-12-16,佐藤 花子,hanako.sato@kita.example,customer,yes,//deals/東京/2027
"Møller, Søn & Co",2027,2027-01-20,Lise Berg,lise.berg@kita.example,planned,no,
"""
ACTIONS = '''\
id,account,period,milestone,subject,kind,side,due,start_time,minutes,owner,email,attendees,leads,note
C1,東京電子,2027,commitment,数量の予測 2027,commitment,them,2026-11-30,,,田中 一郎,tanaka@denshi.example,,"7,1",条件: 価格表
C2,東京電子,2027,commitment,"""Two-year"" letter, signed",commitment,us,2026-11-24,,,Lise Berg,lise.berg@kita.example,,"7,1",
C3,"Møller, Søn & Co",2027,commitment,their drawings,commitment,customer,2026-11-24,,,Per Dal,per.dal@moller.example,,1,
M1,東京電子,2027,blue-sheet review,ポンプ設計採用,meeting,us,2026-11-24,14:30,90,佐藤 花子,hanako.sato@kita.example,"Lise Berg; 田中 一郎; suzuki@denshi.example",1,
'''


def expect(condition, kind, *details):
    if not condition:
        raise Failure(kind, "\n".join(map(str, details)))


def missing(*programs):
    """Why a test can't run: its reason to be skipped, or None."""
    lacking = [program for program in programs if not shutil.which(program, path=PATH)]
    return f"no {' and no '.join(lacking)} on this machine" if lacking else None


def run(command, stdin=b"", status=0, **others):
    """Standard output of a command, which must end with this status."""
    command = list(map(str, command))
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False, **others)
    if done.returncode != status:
        raise Failure(f"{command[0]} exits {done.returncode}", f"$ {' '.join(command)}\nexit status {done.returncode}, not {status}\n"
                      + (done.stdout[-1000:] + done.stderr[-2000:]).decode(errors="replace"))
    return done.stdout


def written(name, **sheets):
    """The sheets (text, or rows of cells) as files NAME.csv of a new folder, whose name starts so."""
    folder = Path(tempfile.mkdtemp(prefix=name + "-", dir=WORK))
    for name, sheet in sheets.items():
        if not isinstance(sheet, str):
            sheet = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in sheet)
        (folder / f"{name}.csv").write_bytes(sheet.encode("utf-8", "surrogateescape"))
    return folder


class Year:
    """The sheets of a year, in a folder."""

    def __init__(self, folder, files, holidays=None, sender=FROM):
        self.folder, self.files, self.sender = folder, [folder / file for file in files], sender
        self.options = [f"--agenda={folder / 'agenda.csv'}", f"--team={folder / 'team.csv'}"]
        if holidays:
            self.options.append(f"--holidays={folder / holidays}")

    def remind(self, today, *options, status=0):
        return run([BUILD / "calendar-remind", f"--today={today}", *self.options, *options, *self.files], status=status)

    def due(self, today, *options):
        """What is due, as rows."""
        return list(csv.DictReader(self.remind(today, *options).decode().splitlines()))


def small_year(name):
    return Year(written(name, agenda=AGENDA, team=TEAM, calendar=CALENDAR, actions=ACTIONS), ["calendar.csv", "actions.csv"])


def shared_year():
    return Year(SHARED / "year", ["calendar.csv", "actions.csv", "reviews.csv"], "holidays.txt", "negpkg@corvid.example")


def shared_is_missing():
    return None if (SHARED / "year").is_dir() else f"no {SHARED / 'year'}"


def tests(cases):
    """Runs (name, reason to skip it, check) as TAP."""
    tap = Tap()
    for name, reason, check in cases:
        if reason:
            tap.skip(name, reason)
        else:
            tap.run(name, check)
    print(f"1..{tap.number}")
    shutil.rmtree(WORK)
    return 1 if tap.failed else 0
