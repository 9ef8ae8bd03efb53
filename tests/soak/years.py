"""Years of a small partnership's files, written by hand: every agency every month, and what goes wrong with them.

Everybody is made up. Of all files one in ten comes cut off and whole a month later, one in twenty comes a month late,
and three in a hundred come again a month later with a row fewer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scorecards.period import Month
from tests.made_up_inbox import (
    CONTACTS,
    ESCALATIONS,
    HEALTH,
    INTERVIEWS,
    MISSING,
    PERSONS,
    POSTS,
    REFERRALS,
    TEAMS,
    Rows,
    csv_bytes,
    workbook_bytes,
)

CHILDREN = 40
A_MONTH = 12
"""Reports, contacts and referrals of each month."""
CUT_OFF, LATE, AGAIN = "cut off", "late", "again"
SHARES = {CUT_OFF: 0.10, LATE: 0.05, AGAIN: 0.03}


@dataclass(frozen=True, kw_only=True)
class Drop:
    """A file that is put into the inbox: at its place, in the month in which it comes."""

    comes: Month
    place: str
    data: bytes


@dataclass(frozen=True)
class Years:
    """The files of so many months from `first`, and `wrong`, what goes wrong with how many of them."""

    first: Month
    months: int
    seed: int = 0

    @property
    def last(self) -> Month:
        """The last month."""
        return self.first.plus(self.months - 1)

    def drops(self) -> list[Drop]:
        """Every file in the order in which it comes."""
        found = [
            drop
            for month in self.first.until(self.last)
            for name, make in FILES.items()
            for drop in self._of(month, name, make)
        ]
        return sorted(found, key=lambda drop: drop.comes)

    def _of(self, month: Month, name: str, make: Callable[["Years", Month, int], bytes]) -> Iterator[Drop]:
        whole, place = make(self, month, 0), f"{month}/{name}"
        fate = self._fate(month, name)
        if fate is None:
            yield Drop(comes=month, place=place, data=whole)
        elif fate == CUT_OFF:
            yield Drop(
                comes=month, place=place, data=whole[: len(whole) // 3] if whole[:2] == b"PK" else b"\x00"
            )
            yield Drop(comes=month.plus(1), place=_again(place), data=whole)
        elif fate == LATE:
            yield Drop(comes=month.plus(1), place=place, data=whole)
        else:
            yield Drop(comes=month, place=place, data=whole)
            yield Drop(comes=month.plus(1), place=_again(place), data=make(self, month, 1))

    def fates(self) -> dict[str, int]:
        """How many files went which way."""
        fates = [self._fate(month, name) for month in self.first.until(self.last) for name in FILES]
        return {fate: fates.count(fate) for fate in SHARES}

    def _fate(self, month: Month, name: str) -> str | None:
        """What goes wrong with a file; nothing does in the first month, which all others are held against."""
        if month == self.first:
            return None
        drawn = Random(f"{self.seed} {month} {name}").random()
        for fate, share in SHARES.items():
            if drawn < share:
                return fate
            drawn -= share
        return None


def _again(place: str) -> str:
    stem, dot, ending = place.rpartition(".")
    return f"{stem} again{dot}{ending}"


def _day(month: Month, number: int) -> date:
    return month.first_day + timedelta(days=number % 28)


def _police(years: Years, month: Month, fewer: int) -> bytes:
    rows: Rows = [*MISSING]
    for number in range(A_MONTH - fewer):
        day, child = _day(month, number * 2), (number * 7 + month.number) % CHILDREN
        rows.append(
            [f"M{month}{number}", f"N{child}", f"1{child:04d}", f"{child % 28 + 1:02d}/05/2010", "MF"[child % 2],
             f"{day:%d/%m/%Y} 20:15", f"{day:%d/%m/%Y} 23:{number + 10}", ("Medium", "High", "Low")[number % 3],
             "Home", "", ""]
        )  # fmt: skip
    return workbook_bytes({"Missing": rows}, titles=2)


def _eisi(years: Years, month: Month, fewer: int) -> bytes:
    rows = [INTERVIEWS[0]]
    for each in years.first.until(month):
        for number in range(A_MONTH - (fewer if each == month else 0)):
            day, child = _day(each, number * 2 + 1), (number * 7 + each.number) % CHILDREN
            rows.append(
                [f"R{each}{number}", f"M{each}{number}", "", f"1{child:04d}", f"{child % 28 + 1:02d}/05/2010", "",
                 f"{day:%d/%m/%Y} 08:00", "Y", "", "Y", f"{day:%d/%m/%Y}", "Y" if number % 4 else "N",
                 "" if number % 4 else "Refused", f"{day:%d/%m/%Y} 17:00" if number % 4 else "", "Ann Example"]
            )  # fmt: skip
    return workbook_bytes({"Interviews": rows}, titles=1)


def _persons(years: Years, month: Month, fewer: int) -> bytes:
    rows = [PERSONS[0]]
    for child in range(CHILDREN - fewer):
        rows.append(
            [f"1{child:04d}", "Ada", "Example", "MF"[child % 2], "WBRI", f"2010-05-{child % 28 + 1:02d}", "", "", "",
             "", "Kingstone", f"F{child // 2}"]
        )  # fmt: skip
    return csv_bytes(rows)


def _contacts(years: Years, month: Month, fewer: int) -> bytes:
    rows = [CONTACTS[0]]
    for each in years.first.until(month):
        for number in range(A_MONTH - (fewer if each == month else 0)):
            day = _day(each, number * 2)
            rows.append(
                [f"C{each}{number}", f"1{(number * 5 + each.number) % CHILDREN:04d}", f"{day}T09:30:00",
                 ("6", "2A", "3A", "1A")[number % 4], "", "", f"{day}T16:00:00", "", "None", f"{day}T17:00:00", "N", "T1",
                 f"{day}T09:40:00"]
            )  # fmt: skip
    return csv_bytes(rows)


def _referrals(years: Years, month: Month, fewer: int) -> bytes:
    rows = [REFERRALS[0]]
    for each in years.first.until(month):
        for number in range(A_MONTH // 2 - (fewer if each == month else 0)):
            day = _day(each, number * 4)
            rows.append(
                [f"K{each}{number}", f"1{(number * 5 + each.number) % CHILDREN:04d}", f"{day}", "N1",
                 ("6", "2A", "3A")[number % 3], "", "", "N", "RC1", f"{day + timedelta(days=20)}"
                 if day + timedelta(days=20) <= month.last_day else "", "T2", "W1", f"{day}T16:00:00",
                 f"{day}T16:05:00"]
            )  # fmt: skip
    return csv_bytes(rows)


def _health(years: Years, month: Month, fewer: int) -> bytes:
    start = Month(month.year if month.number >= 4 else month.year - 1, 4)
    months = list(start.until(month))
    headings = ["Ref", "Measure", "Row", *(f"{each.short_name[:3]}-{each.year % 100}" for each in months)]
    counts = [6 + (each.number * 3) % 5 - (fewer if each == month else 0) for each in months]
    rows = [[*headings, "Total", "Comment"], [*HEALTH[1][:3], *map(str, counts), str(sum(counts)), ""]]
    return workbook_bytes({"0-19 Service": rows}, titles=1)


def _workforce(years: Years, month: Month, fewer: int) -> bytes:
    posts = [
        [f"P{number}", f"S{number}", "Assessment North", "Experienced social worker", "1.0", "N", "N", "Y",
         "01/01/2020", "", str((number + month.number) % 4)]
        for number in range(10 - fewer)
    ]  # fmt: skip
    return workbook_bytes({"Establishment": [POSTS[0], *posts]})


def _partnership(years: Years, month: Month, fewer: int) -> bytes:
    rows = [ESCALATIONS[0]]
    for each in years.first.until(month):
        for number in range(3 - (fewer if each == month else 0)):
            day = f"{_day(each, number * 5):%d/%m/%Y}"
            rows.append([f"X{each}{number}", day, "School", "Council", "Thresholds", "1", day, "1"])
    return workbook_bytes({"Escalations": rows})


FILES: dict[str, Callable[[Years, Month, int], bytes]] = {
    "police/return.xlsx": _police,
    "eisi/log.xlsx": _eisi,
    "mosaic/ssd_person.csv": _persons,
    "mosaic/ssd_contacts.csv": _contacts,
    "mosaic/ssd_cin_episodes.csv": _referrals,
    "mosaic/ssd_department.csv": lambda years, month, fewer: csv_bytes(TEAMS),
    "health/return.xlsx": _health,
    "workforce/establishment.xlsx": _workforce,
    "partnership/logs.xlsx": _partnership,
}
"""What makes each file of a month, by its place below the month's folder; the last argument leaves so many rows out."""
