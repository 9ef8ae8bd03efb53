"""The police's books of what they did: notices sent, incidents attended, custody and police protection."""

from datetime import datetime, timedelta
from random import Random

from sources.synthetic.entry import Books, Entry
from sources.synthetic.moments import moment_between, on_the_clock
from sources.synthetic.police_entries import any_time, days_of
from sources.synthetic.volumes import Volumes

NOTICES = ["Domestic abuse", "Neglect", "Missing child", "Exploitation", "Mental health", "Other concern"]
NOTICE_WEIGHTS = [45, 12, 10, 8, 14, 11]
GRADE_MINUTES = {"Immediate": 15, "Priority": 60, "Standard": 1440}


def response_books(volumes: Volumes, rng: Random) -> Books:
    """The books of the tables of police responses."""
    return {
        "police.concern_notice": _concern_notices(volumes, rng),
        "police.child_risk_incident": _child_risk_incidents(volumes, rng),
        "police.custody": _custody(volumes, rng),
        "police.protection_power": _protection_powers(volumes, rng),
    }


def _concern_notices(volumes: Volumes, rng: Random) -> list[Entry]:
    book: list[Entry] = []
    for day in days_of(rng, volumes.by_month("concern_notices", 2500)):
        hours = min(rng.lognormvariate(2.2, 0.9), 24.0 * 9)
        sent = on_the_clock(any_time(rng, day))
        values = {
            "notice_id": f"CN{len(book) + 1:06d}",
            "incident_at": _incident_before(sent, round(hours * 60) + 20),
            "sent_at": sent,
            "notice_type": rng.choices(NOTICES, NOTICE_WEIGHTS)[0],
        }
        book.append(Entry(recorded_at=sent + timedelta(minutes=5), values=values))
    return book


def _child_risk_incidents(volumes: Volumes, rng: Random) -> list[Entry]:
    book: list[Entry] = []
    for day in days_of(rng, volumes.by_month("child_risk_incidents", 1800)):
        reported = on_the_clock(any_time(rng, day))
        grade = rng.choices(list(GRADE_MINUTES), [22, 43, 35])[0]
        minutes = round(GRADE_MINUTES[grade] * rng.lognormvariate(-0.45, 0.7)) + 2
        attended = on_the_clock(reported + timedelta(minutes=minutes))
        values = {
            "incident_id": f"CR{len(book) + 1:06d}",
            "reported_at": reported,
            "grade": grade,
            "attended_at": None,
        }
        entry = Entry(recorded_at=reported + timedelta(minutes=3), values=values)
        if rng.random() > 0.04:
            entry.later.append((attended + timedelta(minutes=10), "attended_at", attended))
        book.append(entry)
    return book


def _custody(volumes: Volumes, rng: Random) -> list[Entry]:
    book: list[Entry] = []
    for day in days_of(rng, volumes.by_month("custody", 290)):
        detained = on_the_clock(any_time(rng, day))
        requested = on_the_clock(detained + timedelta(minutes=rng.randint(10, 180)))
        arrived = on_the_clock(requested + timedelta(minutes=rng.randint(25, 600)))
        values = {
            "custody_id": f"CU{len(book) + 1:06d}",
            "detained_at": detained,
            "age": rng.choices(range(10, 18), [1, 2, 4, 8, 14, 20, 25, 26])[0],
            "adult_requested_at": None,
            "adult_arrived_at": None,
        }
        entry = Entry(recorded_at=detained + timedelta(minutes=5), values=values)
        if rng.random() < 0.97:
            entry.later.append((requested + timedelta(minutes=5), "adult_requested_at", requested))
            if rng.random() < 0.94:
                entry.later.append((arrived + timedelta(minutes=5), "adult_arrived_at", arrived))
        book.append(entry)
    return book


def _protection_powers(volumes: Volumes, rng: Random) -> list[Entry]:
    book: list[Entry] = []
    for day in days_of(rng, volumes.by_month("protection_powers", 75)):
        used = on_the_clock(any_time(rng, day))
        values = {
            "power_id": f"PP{len(book) + 1:05d}",
            "used_at": used,
            "is_social_care_consulted": rng.random() < 0.72,
        }
        book.append(Entry(recorded_at=moment_between(rng, used, used + timedelta(minutes=55)), values=values))
    return book


def _incident_before(sent: datetime, minutes: int) -> datetime:
    incident = sent - timedelta(minutes=minutes)
    return incident if on_the_clock(incident) == incident else incident - timedelta(hours=2)
