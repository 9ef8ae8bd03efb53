"""The made-up partnership's children in need census of any collection year, written child by child.

What the year asks for is chosen from the case system's rows: the episodes that were open in it, and what happened in
them. Codes that a year did not have yet are written as that year would have. Elements stand in the order of the schema.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from sources.synthetic.entry import Books, Row, as_recorded
from sources.synthetic.lives import social_care
from sources.synthetic.upn import upn

FIRST_YEAR, LAST_YEAR = 2017, 2026
LEA = "370"
_PLANS_FROM, _SEX_FROM, _EARLY_HELP_FROM, _CHILD_ON_CHILD_FROM = 2022, 2025, 2023, 2021
_GENDERS = {"M": "1", "F": "2", "U": "0"}
_OLDER_FACTORS = {"18B": "18A", "18C": "18A", "19B": "19A", "19C": "19A"}
_SCHOOL_AGE = 5


@dataclass(frozen=True, kw_only=True)
class CensusYear:
    """A collection year: the year to 31 March, both days inclusive."""

    year: int

    @property
    def first(self) -> date:
        return date(self.year - 1, 4, 1)

    @property
    def last(self) -> date:
        return date(self.year, 3, 31)

    def holds(self, day: date | None) -> bool:
        """Whether a day is known and lies in the year."""
        return day is not None and self.first <= day <= self.last

    def is_touched(self, start: date, end: date | None) -> bool:
        """Whether something that lasted from a day to another, or still does, was there in the year."""
        return start <= self.last and (end is None or end >= self.first)


def write_census(
    out: Path,
    *,
    year: int,
    seed: int = 0,
    scale: int = 1,
    children: int | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> int:
    """Write a census of the year to 31 March `year`; returns how many children are in it.

    `scale` is how many authorities' lives stand in it, one in memory at a time; `children` ends it after so many.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"expected a collection year from {FIRST_YEAR} to {LAST_YEAR}, found {year}")

    def lives() -> Iterator[tuple[str, Books]]:
        for number in range(scale):
            if progress is not None:
                progress(f"Living the lives of {number + 1} of {scale}", number / scale)
            authority = LEA if number == 0 else f"Z{number:03d}"
            mark = "" if number == 0 else authority
            yield mark, social_care(authority=authority, seed=seed, first=f"{year - 1}-04", last=f"{year}-03")

    return write_census_of(out, lives(), CensusYear(year=year), children=children)


def write_census_of(
    out: Path, lives: Iterable[tuple[str, Books]], of: CensusYear, *, children: int | None = None
) -> int:
    """Write a census of some authorities' books, each with what its children's numbers begin with."""
    out.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with out.open("wb") as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("Message"):
            xml.write(_header(of), pretty_print=True)
            with xml.element("Children"):
                for mark, books in lives:
                    tables = _Tables(books, of)
                    for person, episodes in tables.episodes.items():
                        if count == children:
                            return count
                        xml.write(tables.child(person, episodes, mark, count), pretty_print=True)
                        count += 1
    return count


def _header(of: CensusYear) -> Any:
    header = etree.Element("Header")
    details = etree.SubElement(header, "CollectionDetails")
    _put(details, "Collection", "CIN")
    _put(details, "Year", str(of.year))
    _put(details, "ReferenceDate", of.last)
    source = etree.SubElement(header, "Source")
    for name, value in (
        ("SourceLevel", "L"),
        ("LEA", LEA),
        ("SoftwareCode", "Made up"),
        ("Release", "1"),
        ("SerialNo", "001"),
        ("DateTime", f"{of.year}-06-01T09:00:00"),
    ):
        _put(source, name, value)
    return header


class _Tables:
    """One authority's rows as everything has been typed, by the record that they belong to."""

    def __init__(self, books: Books, of: CensusYear) -> None:
        self._of = of

        def rows(table: str) -> list[Row]:
            return as_recorded(books.get(f"mosaic.{table}", []), datetime.max)

        def by(column: str, found: list[Row]) -> dict[str, list[Row]]:
            grouped: dict[str, list[Row]] = defaultdict(list)
            for row in found:
                grouped[row[column]].append(row)
            return grouped

        self._people = {row["child_id"]: row for row in rows("person")}
        self._disabilities = by("child_id", rows("disability"))
        self._assessments = by("referral_id", [row for row in rows("assessment") if self._is_assessed(row)])
        self._factors = {row["assessment_id"]: row["factor_codes"] for row in rows("assessment_factor")}
        self._cin_plans = by("referral_id", [row for row in rows("cin_plan") if self._is_there(row)])
        conferences = rows("conference")
        self._held = {row["enquiry_id"]: row for row in conferences if row["enquiry_id"]}
        moved_in = [row for row in conferences if row["is_transfer_in"] and of.holds(row["conference_date"])]
        self._moved_in = {row["referral_id"]: row for row in moved_in}
        self._enquiries = by("referral_id", [row for row in rows("section_47") if self._is_enquired(row)])
        own = [row for row in rows("cp_plan") if not row["is_other_authority"]]
        self._cp_plans = by("referral_id", [row for row in own if self._is_there(row)])
        reviewed = [row for row in rows("cp_review") if of.holds(row["review_date"])]
        self._reviews = by("plan_id", reviewed)
        self.episodes = by("child_id", [row for row in rows("referral") if self._is_open(row)])

    def _is_open(self, row: Row) -> bool:
        if row["is_nfa"]:
            return self._of.holds(row["referral_date"])
        return self._of.is_touched(row["referral_date"], row["close_date"])

    def _is_there(self, row: Row) -> bool:
        return self._of.is_touched(row["start_date"], row["end_date"])

    def _is_assessed(self, row: Row) -> bool:
        return self._of.holds(row["authorised_date"] or row["start_date"])

    def _is_enquired(self, row: Row) -> bool:
        """Enquiries of the year, and those of before it whose conference was held in it."""
        held = self._held.get(row["enquiry_id"])
        return self._of.holds(held["conference_date"] if held else row["start_date"])

    def child(self, person: str, episodes: list[Row], mark: str, number: int) -> Any:
        """The element of a child with all that it holds."""
        row = self._people[person]
        child = etree.Element("Child")
        self._identify(etree.SubElement(child, "ChildIdentifiers"), row, episodes, mark, number)
        characteristics = etree.SubElement(child, "ChildCharacteristics")
        _put(characteristics, "Ethnicity", row["ethnicity_code"])
        if self._disabilities[person]:
            disabilities = etree.SubElement(characteristics, "Disabilities")
            for each in self._disabilities[person]:
                _put(disabilities, "Disability", each["disability_code"])
        for episode in episodes:
            self._episode(etree.SubElement(child, "CINdetails"), episode)
        return child

    def _identify(self, into: Any, row: Row, episodes: list[Row], mark: str, number: int) -> None:
        _put(into, "LAchildID", f"{mark}{row['child_id']}")
        born = row["birth_date"]
        if all(episode["is_nfa"] for episode in episodes):
            _put(into, "UPNunknown", "UN7")
        elif born is None or (self._of.last - born).days < _SCHOOL_AGE * 366:
            _put(into, "UPNunknown", "UN2")
        else:
            _put(into, "UPN", upn(LEA, number))
        _put(into, "PersonBirthDate", born)
        _put(into, "ExpectedPersonBirthDate", row["expected_birth_date"])
        is_new = self._of.year >= _SEX_FROM
        _put(into, "Sex" if is_new else "GenderCurrent", row["sex"] if is_new else _GENDERS[row["sex"]])
        _put(into, "PersonDeathDate", row["death_date"])

    def _episode(self, into: Any, row: Row) -> None:
        is_early = self._of.year < _EARLY_HELP_FROM
        source, reason = row["source_code"], row["close_reason_code"]
        _put(into, "CINreferralDate", row["referral_date"])
        _put(into, "ReferralSource", "5B" if is_early and source == "5D" else source)
        _put(into, "PrimaryNeedCode", row["primary_need_code"])
        _put(into, "CINclosureDate", row["close_date"])
        _put(into, "ReasonForClosure", "RC8" if is_early and reason == "RC9" else reason)
        number = row["referral_id"]
        if number in self._moved_in:
            _put(into, "DateOfInitialCPC", self._moved_in[number]["conference_date"])
        for assessment in self._assessments[number]:
            self._assessment(etree.SubElement(into, "Assessments"), assessment)
        if self._of.year >= _PLANS_FROM:
            for plan in self._cin_plans[number]:
                dates = etree.SubElement(into, "CINPlanDates")
                _put(dates, "CINPlanStartDate", plan["start_date"])
                _put(dates, "CINPlanEndDate", plan["end_date"])
        for enquiry in self._enquiries[number]:
            self._enquiry(etree.SubElement(into, "Section47"), enquiry)
        _put(into, "ReferralNFA", row["is_nfa"])
        for plan in self._cp_plans[number]:
            self._cp_plan(etree.SubElement(into, "ChildProtectionPlans"), plan)

    def _assessment(self, into: Any, row: Row) -> None:
        _put(into, "AssessmentActualStartDate", row["start_date"])
        _put(into, "AssessmentAuthorisationDate", row["authorised_date"])
        codes = factor_codes(self._factors.get(row["assessment_id"]), self._of.year)
        if row["authorised_date"] and codes:
            found = etree.SubElement(into, "FactorsIdentifiedAtAssessment")
            for code in codes:
                _put(found, "AssessmentFactors", code)

    def _enquiry(self, into: Any, row: Row) -> None:
        held = self._held.get(row["enquiry_id"])
        _put(into, "S47ActualStartDate", row["start_date"])
        if held:
            _put(into, "InitialCPCtarget", held["target_date"])
            _put(into, "DateOfInitialCPC", held["conference_date"])
        _put(into, "ICPCnotRequired", row["is_nfa"])

    def _cp_plan(self, into: Any, row: Row) -> None:
        _put(into, "CPPstartDate", row["start_date"])
        _put(into, "CPPendDate", row["end_date"])
        _put(into, "InitialCategoryOfAbuse", row["initial_category_code"])
        _put(into, "LatestCategoryOfAbuse", row["latest_category_code"])
        _put(into, "NumberOfPreviousCPP", str(row["previous_plan_count"]))
        if self._reviews[row["plan_id"]]:
            reviews = etree.SubElement(into, "Reviews")
            for each in self._reviews[row["plan_id"]]:
                _put(reviews, "CPPreviewDate", each["review_date"])


def factor_codes(written: str | None, year: int) -> list[str]:
    """The factors of an assessment (a JSON list) in the codes of a collection year, each once."""
    codes = [] if written is None else [part.strip('" ') for part in written.strip("[]").split(",")]
    if year < _CHILD_ON_CHILD_FROM:
        codes = [_OLDER_FACTORS.get(code, code) for code in codes]
    return list(dict.fromkeys(codes))


def _put(into: Any, name: str, value: str | date | bool | None) -> None:
    """An element of a value, if there is one."""
    if value is None:
        return
    text = str(int(value)) if isinstance(value, bool) else str(value)
    etree.SubElement(into, name).text = text
