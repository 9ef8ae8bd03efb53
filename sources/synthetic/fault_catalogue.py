"""The catalogue of things that go wrong in a cell, a row or a file, and a draw from it by a seed.

It is written from what people and programs do to files, never from the rules that look for it: nothing that reads or
judges a delivery may import this module, and it imports none of that (a contract holds both).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from sources.synthetic.entry import Books, Row, as_recorded
from sources.synthetic.faults import IGNORED, READ, SET_ASIDE, TOLD, PlantedRow
from sources.synthetic.layout import layouts

KEYS = {
    "mosaic.contact": "contact_id",
    "mosaic.referral": "referral_id",
    "mosaic.assessment": "assessment_id",
    "mosaic.section_47": "enquiry_id",
    "mosaic.cin_plan": "plan_id",
    "mosaic.cp_plan": "plan_id",
    "mosaic.cp_visit": "visit_id",
    "mosaic.involvement": "involvement_id",
    "police.missing_report": "report_id",
    "police.domestic_abuse_incident": "incident_id",
    "police.online_crime": "crime_id",
    "police.child_risk_incident": "incident_id",
    "police.concern_notice": "notice_id",
    "eisi.return_interview": "interview_id",
}
"""The tables that faults are drawn for, with the column that a copy of a row needs to be another one."""

DAYS, MOMENTS = ("day", "day_uk", "excel_day"), ("moment", "moment_uk", "excel_moment")
LISTS = (
    "source_code",
    "primary_need_code",
    "close_reason_code",
    "initial_category_code",
    "risk_grade",
    "missing_from",
)
REFERENCES = ("child_id", "referral_id", "nominal_id", "victim_id", "worker_id")
_NEWEST = 40
"""Rows are copied from among so many of the newest."""

Change = Callable[[object, Random], str]


@dataclass(frozen=True, kw_only=True)
class FaultClass:
    """One kind of fault: the forms or names of the columns that it can befall, what it makes of a good value, and what
    ought to become of the row. `in_place` befalls a good row and leaves its meaning; `line` spoils a whole line."""

    name: str
    change: Change | None = None
    forms: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    expected: str = SET_ASIDE
    in_place: bool = False
    line: Callable[[str], str] | None = None
    agencies: tuple[str, ...] = ("mosaic", "police", "eisi")

    def befalls(self, form: str, column: str) -> bool:
        """Whether it can befall a column."""
        is_form = not self.forms or form in self.forms
        return is_form and (not self.columns or column in self.columns) and not column.startswith("=")


def _is(text: str) -> Change:
    return lambda value, rng: text


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value.date() if isinstance(value, datetime) else value


def _spaced(value: object, rng: Random) -> str:
    place = rng.randrange(1, len(str(value)))
    return f"{str(value)[:place]} {str(value)[place:]}"


def _with_letter(value: object, rng: Random) -> str:
    digits = "".join(filter(str.isdigit, str(value))).rjust(6, "7")
    return f"{digits[:3]}O{digits[4:]}"


def _shorter(line: str) -> str:
    body = line.rstrip("\r\n")
    return body.rpartition(",")[0] + line[len(body) :]


def _longer(line: str) -> str:
    body = line.rstrip("\r\n")
    return f"{body},one more{line[len(body) :]}"


def _total(line: str) -> str:
    body = line.rstrip("\r\n")
    return "Total" + "," * body.count(",") + line[len(body) :]


def _wide(value: object, rng: Random) -> str:
    return str(value).translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


CLASSES = (
    FaultClass(name="day that no month has", forms=DAYS, change=_is("31/06/2022")),
    FaultClass(name="29 February of a common year", forms=DAYS, change=_is("29/02/2023")),
    FaultClass(name="month first", forms=DAYS, change=lambda value, rng: f"{rng.randrange(1, 13):02d}/{rng.randrange(13, 29)}/2022"),
    FaultClass(name="placeholder for no day", forms=DAYS, change=lambda value, rng: rng.choice(["01/01/1900", "31/12/9999", "1899-12-30"])),
    FaultClass(name="year mistyped", forms=DAYS, change=lambda value, rng: f"05/06/{rng.choice(['0204', '0222', '2204'])}"),
    FaultClass(name="far future", forms=DAYS, columns=("referral_date", "start_date", "visit_date", "incident_date", "crime_date"),
               change=lambda value, rng: f"{_day(value):%d/%m}/{_day(value).year + rng.randrange(3, 41)}".replace("29/02", "28/02")),
    FaultClass(name="words for a day", forms=DAYS, change=lambda value, rng: rng.choice(["Not known", "TBC", "last week", "see notes"])),
    FaultClass(name="hour that the clocks skipped", forms=MOMENTS, change=_is("26/03/2023 01:30")),
    FaultClass(name="hour that no day has", forms=MOMENTS, change=_is("05/03/2023 25:10")),
    FaultClass(name="code of no list", columns=LISTS, change=lambda value, rng: rng.choice(["ZZ99", "9Z", "Z"])),
    FaultClass(name="name and telephone number in a code", columns=LISTS, change=_is("Zoe Sentinel 07700 900123")),
    FaultClass(name="neither yes nor no", forms=("flag",), change=lambda value, rng: rng.choice(["maybe", "2", "both"])),
    FaultClass(name="number in words", forms=("number",), change=_is("two")),
    FaultClass(name="percent twice marked", forms=("number",), change=_is("27.2.%")),
    FaultClass(name="less than nothing", forms=("number",), change=_is("-3")),
    FaultClass(name="no number at all", forms=("number",), change=lambda value, rng: rng.choice(["NaN", "Infinity"])),
    FaultClass(name="huge number", forms=("number",), change=_is("1e308")),
    FaultClass(name="mark of suppression", forms=("number",), change=lambda value, rng: rng.choice(["<5", "c", "*"])),
    FaultClass(name="letter O for a nought", columns=REFERENCES, change=_with_letter),
    FaultClass(name="two references in a cell", columns=REFERENCES, change=lambda value, rng: f"{value}; {value}1"),
    FaultClass(name="endless reference", columns=REFERENCES, change=lambda value, rng: str(value) * 80),
    FaultClass(name="reference shortened by a spreadsheet", columns=REFERENCES, change=_is("1.23457E+11")),
    FaultClass(name="blank key", columns=tuple(KEYS.values()), change=lambda value, rng: rng.choice([" ", "\u00a0", "\u200b"])),
    FaultClass(name="one cell too few", line=_shorter, agencies=("mosaic",)),
    FaultClass(name="one cell too many", line=_longer, agencies=("mosaic",)),
    FaultClass(name="total at the foot", line=_total, agencies=("mosaic",), expected=IGNORED),
    FaultClass(name="year of two figures", forms=("day", "day_uk"), in_place=True, agencies=("mosaic",), expected=TOLD,
               change=lambda value, rng: f"{_day(value):%d/%m/%y}"),
    FaultClass(name="Excel's number of a day", forms=("day", "day_uk"), in_place=True, agencies=("mosaic",), expected=TOLD,
               change=lambda value, rng: str((_day(value) - date(1899, 12, 30)).days)),
    FaultClass(name="reference with a space", columns=REFERENCES, in_place=True, agencies=("mosaic",), expected=TOLD, change=_spaced),
    FaultClass(name="reference of wide digits", columns=REFERENCES, in_place=True, agencies=("mosaic",), expected=TOLD, change=_wide),
    FaultClass(name="day in words", forms=("day", "day_uk"), in_place=True, agencies=("mosaic",), expected=READ,
               change=lambda value, rng: f"{_day(value).day} {_day(value):%B %Y}"),
    FaultClass(name="day with dots", forms=("day", "day_uk"), in_place=True, agencies=("mosaic",), expected=READ,
               change=lambda value, rng: f"{_day(value):%d.%m.%Y}"),
    FaultClass(name="yes and no spelled out", forms=("flag",), in_place=True, agencies=("mosaic",), expected=READ,
               change=lambda value, rng: rng.choice(["TRUE", "yes", "1"] if value else ["FALSE", "no", "0"])),
    FaultClass(name="list mark before a code", columns=("primary_need_code", "source_code", "close_reason_code"), in_place=True,
               agencies=("mosaic",), expected=READ, change=lambda value, rng: f"{rng.choice('abc')}) {value}"),
)  # fmt: skip


def drawn(books: Books, end: datetime, *, seed: int, count: int) -> list[PlantedRow]:
    """`count` faults of as many different classes, each with a table, a column and a row drawn for it."""
    rng = Random(f"faults of {seed}")
    rows = {table: as_recorded(books.get(table, []), end) for table in KEYS}
    found: list[PlantedRow] = []
    taken: set[tuple[str, int]] = set()
    for fault in rng.sample(CLASSES, len(CLASSES)):
        planted = _drawn(fault, rows, taken, len(found) + 1, rng) if len(found) < count else None
        if planted is not None:
            found.append(planted)
            taken.add((planted.table, planted.of))
    return found


def _drawn(
    fault: FaultClass, rows: dict[str, list[Row]], taken: set[tuple[str, int]], number: int, rng: Random
) -> PlantedRow | None:
    """A row of a table that the fault can befall; None where there is none."""
    places = [
        (table, column)
        for table in KEYS
        if table.split(".")[0] in fault.agencies and rows[table]
        for column in layouts()[table]
        if fault.befalls(column.form, column.column)
        and (fault.columns != tuple(KEYS.values()) or column.column == KEYS[table])
        and not (
            column.column == KEYS[table] and fault.columns != tuple(KEYS.values()) and fault.line is None
        )
    ]
    for table, column in rng.sample(places, len(places)):
        good = rows[table]
        of = [
            place
            for place in range(max(0, len(good) - _NEWEST), len(good))
            if good[place].get(column.column) is not None and (table, place) not in taken
        ]
        if not of:
            continue
        place = rng.choice(of)
        wrong = fault.change(good[place][column.column], rng) if fault.change else None
        own = {} if fault.in_place else {KEYS[table]: f"PLANTED2{number:02d}"}
        return PlantedRow(
            table=table,
            kind=fault.name,
            column="" if wrong is None else column.column,
            changes={**own, **({} if wrong is None else {column.column: wrong})},
            expected=fault.expected,
            of=place,
            in_place=fault.in_place,
            line=fault.line,
        )
    return None
