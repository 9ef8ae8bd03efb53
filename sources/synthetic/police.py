"""The police's books of incidents and crimes; missing children and responses have modules of their own."""

from datetime import date, timedelta
from random import Random
from typing import Any

from sources.synthetic.entry import Books, Entry
from sources.synthetic.moments import last_day
from sources.synthetic.police_entries import days_of, dealt, entered
from sources.synthetic.volumes import Volumes

OFFENCES = ["Communications", "Sexual offences", "Harassment", "Fraud", "Violence without injury"]
OFFENCE_WEIGHTS = [38, 27, 19, 5, 11]
NOT_KNOWN_SHARE = 0.05


def incident_books(volumes: Volumes, rng: Random) -> Books:
    """The books of the incident and crime tables."""
    return {
        "police.domestic_abuse_incident": _domestic_abuse(volumes, rng),
        "police.vulnerability_flag": _vulnerability_flags(volumes, rng),
        "police.online_crime": _online_crimes(volumes, rng),
        "police.hate_crime": _hate_crimes(volumes, rng),
    }


def _domestic_abuse(volumes: Volumes, rng: Random) -> list[Entry]:
    book: list[Entry] = []
    numbers = volumes.by_month("domestic_abuse_incidents", 7300)
    for year, months in volumes.years().items():
        days = days_of(rng, {month: numbers[month] for month in months})
        percent = volumes.published("domestic_abuse_child_in_household_percent", year) or rng.randint(37, 42)
        unknown = round(len(days) * NOT_KNOWN_SHARE)
        yes = round((len(days) - unknown) * percent / 100)
        in_household = dealt(rng, {True: yes, None: unknown, False: len(days) - unknown - yes})
        young = volumes.total("domestic_abuse_survivors_16_to_18", year, 290)
        young = min(young, len(days))
        ages = dealt(rng, {True: young, False: len(days) - young})
        for day, child, is_young in zip(days, in_household, ages, strict=True):
            values = {
                "incident_id": f"DA{len(book) + 1:06d}",
                "incident_date": day,
                "risk_grade": rng.choices(["Standard", "Medium", "High"], [62, 28, 10])[0],
                "is_child_in_household": child,
                "is_repeat_household": rng.random() < 0.38,
                "survivor_age": rng.randint(16, 18) if is_young else rng.randint(19, 82),
            }
            book.append(_asked_later(rng, entered(rng, day, values), day, "is_child_in_household"))
    return book


def _vulnerability_flags(volumes: Volumes, rng: Random) -> list[Entry]:
    usual = {
        "Child exploitation": 210,
        "Child sexual abuse": 1040,
        "Child sexual exploitation": 240,
        "Female genital mutilation": 3,
        "Modern slavery": 4,
    }
    flags: list[tuple[date, str, bool]] = []
    for kind, number in usual.items():
        numbers = volumes.by_month("vulnerability_flags", number, kind)
        for year, months in volumes.years().items():
            days = days_of(rng, {month: numbers[month] for month in months})
            printed = volumes.published("vulnerability_flags_not_crimed", year, kind)
            not_crimed = round(len(days) * 0.18) if printed is None else printed
            crimed = dealt(rng, {False: not_crimed, True: len(days) - not_crimed})
            flags += [(day, kind, crime) for day, crime in zip(days, crimed, strict=True)]
    flags.sort(key=lambda flag: (flag[0], flag[1]))
    return _flag_entries(flags, rng)


def _flag_entries(flags: list[tuple[date, str, bool]], rng: Random) -> list[Entry]:
    book: list[Entry] = []
    shared: dict[date, dict[str, Any]] = {}
    for day, kind, crime in flags:
        earlier = shared.pop(day, None) if kind == "Child sexual exploitation" else None
        if earlier is None:
            identity = {
                "incident_id": f"CV{len(book) + 1:06d}",
                "victim_id": f"VC{rng.randrange(2600) + 1:05d}",
                "victim_age": rng.choices(range(4, 18), range(4, 18))[0],
            }
        else:
            identity = earlier
        if kind == "Child exploitation":
            # One incident often carries both flags, which is why the types have no total.
            shared[day] = identity
        values = {"incident_date": day, "flag_type": kind, "is_crime": crime, **identity}
        book.append(entered(rng, day, values))
    return book


def _online_crimes(volumes: Volumes, rng: Random) -> list[Entry]:
    book: list[Entry] = []
    for month, number in volumes.by_month("online_crimes", 430).items():
        printed = volumes.figures.get("online_crimes", f"{month:%Y-%m}") is not None
        for day in days_of(rng, {month: number}):
            # The printed months are of victims as well as of crimes, so nobody is a victim twice in them.
            is_again = not printed and len(book) > 20 and rng.random() < 0.06
            victim = book[-rng.randint(1, 20)].values["victim_id"] if is_again else f"VO{len(book) + 1:05d}"
            values = {
                "crime_id": f"OC{len(book) + 1:06d}",
                "crime_date": day,
                "offence_group": rng.choices(OFFENCES, OFFENCE_WEIGHTS)[0],
                "victim_id": victim,
                "victim_age": rng.randint(9, 17),
            }
            book.append(entered(rng, day, values))
    return book


def _hate_crimes(volumes: Volumes, rng: Random) -> list[Entry]:
    usual = {
        "Not categorised": 210,
        "Race or religion": 245,
        "Disability": 100,
        "Sexual orientation or gender": 104,
    }
    found: list[tuple[date, str]] = []
    for strand, number in usual.items():
        numbers = volumes.by_month("hate_crimes", number, strand)
        found += [(day, strand) for day in days_of(rng, numbers)]
    found.sort()
    book: list[Entry] = []
    for year, months in volumes.years().items():
        rows = [row for row in found if months[0] <= row[0] <= last_day(months[-1])]
        online = min(len(rows), volumes.total("hate_crimes_online", year, 66))
        flags = dealt(rng, {True: online, False: len(rows) - online})
        for (day, strand), is_online in zip(rows, flags, strict=True):
            reference = {"incident_id": f"HC{len(book) + 1:06d}", "incident_date": day}
            book.append(entered(rng, day, reference | {"strand": strand, "is_online": is_online}))
    return book


def _asked_later(rng: Random, entry: Entry, day: date, column: str) -> Entry:
    """The entry, now and then with the column blank at first and filled within weeks."""
    answer = entry.values[column]
    asked = entry.recorded_at + timedelta(days=rng.randint(1, 24))
    # The printed year must be whole by its end, so nothing of March waits until April.
    is_after_year_end = asked.month == 4 and day.month == 3
    if answer is not None and rng.random() < 0.02 and not is_after_year_end:
        entry.values[column] = None
        entry.later.append((asked, column, answer))
    return entry
