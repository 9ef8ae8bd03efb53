"""Trying bad files in a real home, and judging what became of each by reading the rows that were kept."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.inbox import dropped
from pipelines.intake.intake import Intake
from schemas.table import PLACE
from tests.bad_input.case import Case, Outcome
from tests.bad_input.good import KEY, MONTH
from tests.made_up_inbox import AUTHORITY, Partnership

Row = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What became of a case: the outcomes that describe it (empty where values changed and nothing was said), and why."""

    case: Case
    outcomes: frozenset[Outcome]
    words: str

    @property
    def is_as_expected(self) -> bool:
        """Whether any of the right outcomes came."""
        return bool(self.outcomes & self.case.must)

    @property
    def is_silent(self) -> bool:
        """Whether values were lost or changed without a word."""
        return not self.outcomes


class Trial:
    """A home in which every case was dropped beside good files of every agency, and one with the good files alone."""

    def __init__(self, folder: Path, cases: Sequence[Case]) -> None:
        self.loud, self.quiet = _home(folder / "loud"), _home(folder / "quiet")
        self.quiet.drop_everything()
        for path in sorted(
            self.quiet.inbox.rglob("*.*")
        ):  # the same bytes: a workbook holds the time it was made
            self.loud.drop(str(path.relative_to(self.quiet.inbox)), path.read_bytes())
        places = {}
        for number, case in enumerate(cases):
            agency = case.source.split(".")[0]
            stem, _, suffix = case.file.rpartition(".")
            self.loud.drop(f"{MONTH}/{agency}/case {number} {stem}.{suffix}", case.data)
            places[number] = sha256(f"{AUTHORITY}|{MONTH}|{agency}|{sha256(case.data).hexdigest()}".encode())
        for place in (self.loud, self.quiet):
            _taken(place)
        self._known = deliveries(self.loud.home)
        self.cases = cases
        self._ids = {number: place.hexdigest()[:16] for number, place in places.items()}
        self._good: dict[str, list[Row]] = {}

    @cached_property
    def found(self) -> list[Found]:
        """What became of every case."""
        for number, case in enumerate(self.cases):
            if case.group == "A" and case.name == "as it is" and case.file.endswith(".csv"):
                self._good[case.source] = self._rows(self._known[self._ids[number]], case.source)
        return [
            self._judged(case, self._known.get(self._ids[number])) for number, case in enumerate(self.cases)
        ]

    def others(self) -> list[str]:
        """The good deliveries of the quiet home whose rows, counts or verdict are others in the loud one."""
        quiet = deliveries(self.quiet.home)
        return [
            f"{each.agency} {each.month}"
            for name, each in quiet.items()
            if self._contents(self.loud, self._known.get(name)) != self._contents(self.quiet, each)
        ]

    def unequal_counts(self) -> list[str]:
        """Deliveries in which rows = accepted + set aside + ignored does not hold."""
        return [
            f"{each.agency} {each.sha256[:12]}"
            for each in self._known.values()
            for part in each.parts
            if part["source"] != "health.health_return"
            and part["rows"] != part["accepted"] + part["set_aside"] + sum(part["ignored"].values())
        ]

    def _contents(self, place: Partnership, delivery: Delivery | None) -> Any:
        if delivery is None:
            return None
        tables = {part["source"] for part in delivery.parts}
        folder = place.home.rows / delivery.folder_name
        rows = {name: pl.read_parquet(folder / f"{name}.parquet").rows() for name in sorted(tables)}
        return delivery.verdict, delivery.parts, rows

    def _rows(self, delivery: Delivery, source: str) -> list[Row]:
        path = self.loud.home.rows / delivery.folder_name / f"{source}.parquet"
        return pl.read_parquet(path).drop(*PLACE).rows() if path.exists() else []

    def _judged(self, case: Case, delivery: Delivery | None) -> Found:
        if delivery is None:
            return Found(case=case, outcomes=frozenset(), words="no delivery was recorded")
        if delivery.verdict == "refused":
            return Found(case=case, outcomes=frozenset({"refused"}), words=delivery.reason)
        folder = self.loud.home.rows / delivery.folder_name
        told = pl.read_parquet(folder / "findings.parquet")
        good, here = self._good[case.source], Counter(self._rows(delivery, case.source))
        values = _values(case, good, here, _column(folder, case))
        codes = ", ".join(sorted(set(told["code"].to_list())))
        strongest = set(told["severity"].to_list())
        outcomes: set[Outcome] = set()
        if delivery.verdict == "held":
            outcomes |= {"held", "warned"}
        if values == "others changed":
            return Found(case=case, outcomes=frozenset(), words=f"other rows changed or were lost ({codes})")
        if values == "changed":
            outcomes |= {"warned"} if strongest else set()
        elif values == "set aside":
            outcomes |= {"set aside"} if "reject" in strongest else set()
        elif values == "equal":
            outcomes |= {"warned"} if strongest else {"equal"}
            outcomes |= {"equal"} if strongest <= {"note"} else set()
            outcomes |= {"set aside"} if "reject" in strongest else set()
        else:
            outcomes |= {values} | ({"warned"} if strongest else set())
        return Found(case=case, outcomes=frozenset(outcomes), words=f"{values}; {codes or 'nothing told'}")


def _values(case: Case, good: list[Row], here: Counter[Row], column: int | None) -> Any:
    """How the rows kept compare with the good file's: equal, set aside, blank, kept, changed or others changed."""
    wanted = Counter(row for number, row in enumerate(good) if number not in case.rows | case.gone)
    if wanted - here:
        return "others changed"
    rest = here - wanted
    wrong = Counter(good[number] for number in case.rows if number < len(good))
    if rest == wrong:
        return "equal"
    if not rest:
        return "set aside"
    if column is not None and len(case.rows) == 1 and sum(rest.values()) == 1:
        (before,), (after,) = wrong, rest
        if before[:column] == after[:column] and before[column + 1 :] == after[column + 1 :]:
            if after[column] is None:
                return "blank"
            if after[column] == case.written:
                return "kept"
    return "changed"


def _column(folder: Path, case: Case) -> int | None:
    from schemas.table import columns, polars_schema
    from sources.catalogue import sources

    if not case.column:
        return None
    model = next(each.table for each in sources(case.source.split(".")[0]) if each.name == case.source)
    name = next(name for name, column in columns(model).items() if column.headings[:1] == (case.column,))
    return [each for each in polars_schema(model) if each not in PLACE].index(name)


def _home(folder: Path) -> Partnership:
    place = Partnership(folder)
    key = place.home.settings.key
    key.write_bytes(KEY)
    os.chmod(key, 0o600)
    return place


def _taken(place: Partnership) -> None:
    place.home.open()
    home = place.home
    with home.ledger.writing():
        Intake(home).take(dropped(place.inbox, authority=AUTHORITY))


def table(found: Iterable[Found]) -> dict[str, tuple[int, int, int]]:
    """Tried, as expected and silent, by class."""
    counts: dict[str, tuple[int, int, int]] = {}
    for each in found:
        tried, right, silent = counts.get(each.case.group, (0, 0, 0))
        counts[each.case.group] = (tried + 1, right + each.is_as_expected, silent + each.is_silent)
    return dict(sorted(counts.items()))
