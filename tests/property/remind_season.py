"""The load of a season, by calendar-remind's oracle."""
from collections import Counter, defaultdict

from remind_cells import ROOT, fold, known


def fiscal(day, first):
    """(year, quarter) of the fiscal year, which has the name of the year in which it ends."""
    month = (day.month - first) % 12
    return day.year + (first > 1 and day.month >= first), month // 3 + 1


def season_rows(sheets, today, first=1):
    still_open = [one for one in sheets.milestones(today) if one.due and not one.done]
    rows = [*years(still_open, first), *quarters(still_open, first), *weeks(still_open),
            *overlaps(still_open), *executives(still_open)]
    return [dict(zip(("kind", "key", "period", "count"), map(str, row))) for row in rows]


def counted(kind, pairs):
    return [(kind, key, period, count) for (key, period), count in Counter(pairs).items()]


def years(found, first):
    negotiations = [one for one in found if fold(one.name) == ROOT]
    return counted("year", [
        (key, fiscal(one.due, first)[0]) for one in negotiations
        for key in ("negotiations", *["must-win"] * one.must_win)])


def quarters(found, first):
    return counted("quarter", [(one.name, "{}-Q{}".format(*fiscal(one.due, first))) for one in found])


def weeks(found):
    counts = Counter(((known(who), who.name or who.email), "{}-W{:02}".format(*one.due.isocalendar()))
                     for one in found for who in one.recipients)
    return [("week", name, week, count) for ((_, name), week), count in counts.items()]


def by_person_and_day(found):
    meetings = defaultdict(list)
    for one in found:
        for who in one.recipients if one.meeting else []:
            meetings[known(who), who.name or who.email, one.due].append(one)
    return [(name, when, those) for (_, name, when), those in meetings.items()]


def overlaps(found):
    """Who is in several places: a meeting and those that collide with it, where these are most."""
    for person, when, meetings in by_person_and_day(found):
        most = max(sum(clash(one, other) for other in meetings if other is not one) for one in meetings)
        if most:
            yield "overlap", person, when, most + 1


def clash(one, other):
    if one.start is None or other.start is None:
        return one.row["account"] != other.row["account"]
    return one.start < other.end and other.start < one.end


def executives(found):
    approvals = [one for one in found if fold(one.name) == "approval"]
    for person, when, meetings in by_person_and_day(approvals):
        accounts = {one.row["account"] for one in meetings if one.is_executive(person)}
        if len(accounts) > 1:
            yield "executives", person, when, len(accounts)
