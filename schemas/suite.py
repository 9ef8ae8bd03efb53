"""Suites of expectations: what deliveries normally look like, one JSON file an agency in Great Expectations' own form.

An expectation is about a measure of a whole table (`kwargs.column`) and says in its `meta` of which tables (`source`:
`police.missing_report`, `police.*` or `*`), from how many rows on it is judged, and the words for whoever reads it. A
partnership's own files in `expectations/` win over ours, an expectation at a time. One without bounds is never judged.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SUITES = Path(__file__).with_name("suites")
EVERY_AGENCY = "every_agency"

MEASURES = {
    "rows against before": "rows delivered, as times those of the source's delivery before",
    "rows set aside": "the share of the rows delivered that broke a rule",
    "filled against before": "the column that lost most: its share filled, as times that of the delivery before",
    "mix against before": "the coded column whose mix changed most: the share of rows that moved to another code",
    "changed in closed months": "rows of months closed long ago that are new or gone, as a share of those before",
    "in the month": "the share of the rows that are about a day of the extract month",
    "not after the month": "the share of the rows that are about a day up to the end of the extract month",
    "days without events": "days from the newest row's day to the end of the extract month",
    "sent again": "1 where the rows are those of the delivery before, otherwise 0",
    "against missing reports": "returns in the interview log, as times the missing reports of the police, in the month",
    "against the case system": "posts that are held, as times the workers that the case system knows",
}
"""The measures by name. Besides these, `filled <heading>` is the share of the rows with a value in a column."""

FILLED = "filled "


class SuiteNotUnderstood(Exception):
    """An expectation that cannot be used; the words say which and what is expected."""


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """One expectation about a measure. `at_least` and `at_most` are both included, None for an open end. A measure that
    rests on fewer than `rows_from` rows is not judged, because small numbers swing by themselves."""

    source: str
    measure: str
    type: str
    at_least: float | None
    at_most: float | None
    rows_from: int
    words: str

    @property
    def kwargs(self) -> dict[str, Any]:
        """What Great Expectations is told."""
        return {"column": self.measure, "min_value": self.at_least, "max_value": self.at_most}

    @property
    def is_judged(self) -> bool:
        """Whether it has a bound at all."""
        return self.at_least is not None or self.at_most is not None

    def told(self, agency: str) -> str:
        """The words with the bounds in them; what was found is filled in by whoever tells it."""
        limits = {"{at_least}": self.at_least, "{at_most}": self.at_most, "{agency}": agency}
        words = self.words
        for mark, limit in limits.items():
            words = words.replace(mark, limit if isinstance(limit, str) else f"{limit or 0:g}")
        return words


def suites(overlay: Path | None) -> dict[tuple[str, str], Expectation]:
    """The expectations by source and measure; the partnership's own win over ours."""
    own = sorted((overlay / "expectations").glob("*.json")) if overlay else []
    files = [*sorted(SUITES.glob("*.json")), *own]
    return {(each.source, each.measure): each for file in files for each in _read(file)}


def expectation_for(
    known: dict[tuple[str, str], Expectation], source: str, measure: str
) -> Expectation | None:
    """The expectation of a source's measure: its own, else its agency's (`police.*`), else everybody's (`*`)."""
    owners = (source, f"{source.split('.')[0]}.*", "*")
    return next((known[owner, measure] for owner in owners if (owner, measure) in known), None)


def measures_of(known: dict[tuple[str, str], Expectation], agency: str) -> tuple[str, ...]:
    """The measures of which something is expected of an agency's tables, in alphabetical order."""
    found = {
        each.measure
        for (source, _), each in known.items()
        if each.is_judged and (source == "*" or source.split(".")[0] == agency)
    }
    return tuple(sorted(found))


def _read(file: Path) -> Iterator[Expectation]:
    try:
        listed = json.loads(file.read_text(encoding="utf-8-sig"))["expectations"]
    except (ValueError, KeyError, TypeError):
        raise SuiteNotUnderstood(
            f"Expected JSON with a list of expectations in {file.name}; found something else. Mend that file."
        ) from None
    for number, each in enumerate(listed, start=1):
        yield _expectation(each, f"expectation {number} of {file.name}")


def _expectation(written: dict[str, Any], place: str) -> Expectation:
    try:
        kwargs, meta = written["kwargs"], written["meta"]
        measure = str(kwargs["column"])
        if measure not in MEASURES and not measure.startswith(FILLED):
            raise SuiteNotUnderstood(
                f"Expected a measure such as {next(iter(MEASURES))} in {place}; found another."
            )
        return Expectation(
            source=str(meta["source"]),
            measure=measure,
            type=str(written["type"]),
            at_least=_number(kwargs.get("min_value")),
            at_most=_number(kwargs.get("max_value")),
            rows_from=int(meta.get("rows_from", 0)),
            words=meta.get("words") or f"Expected {measure} within its bounds; found {{found}}.",
        )
    except (KeyError, ValueError, TypeError, AttributeError):
        raise SuiteNotUnderstood(
            f"Expected type, kwargs with a column and numbers for its bounds, and meta with a source in {place}; found "
            "something else. Mend that expectation."
        ) from None


def _number(bound: Any) -> float | None:
    return None if bound is None else float(bound)
