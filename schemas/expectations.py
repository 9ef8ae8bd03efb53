"""What a normal delivery looks like over time: whole-table measures judged by Great Expectations within the bounds of
`expectations.csv`.

It runs in a process of its own, `python -m schemas.expectations`, because Great Expectations takes seconds and much
memory to import: each line on standard input is one JSON document of measures, each line on standard output the
verdicts on it. Only measures of whole tables come in, so nothing here can know a row's value.
"""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

MEASURES = {
    "rows against before": "rows delivered, as times those of the source's delivery before",
    "rows set aside": "the share of the rows delivered that broke a rule",
    "filled against before": "the column that lost most: its share filled, as times that of the delivery before",
    "in the month": "the share of the rows that are about a day of the extract month",
    "not after the month": "the share of the rows that are about a day up to the end of the extract month",
    "days without events": "days from the newest row's day to the end of the extract month",
    "sent again": "1 where the rows are those of the delivery before, otherwise 0",
}
"""The measures by name. Besides these, `filled <heading>` is the share of the rows with a value in a column."""

BOUNDS = Path(__file__).with_suffix(".csv")
_FILLED = "filled "


class BoundsNotUnderstood(Exception):
    """A row of expectations.csv that cannot be used; the words say which and what is expected."""


@dataclass(frozen=True, kw_only=True)
class Bound:
    """What a measure should be, both ends included, None for an open end. A measure that rests on fewer than
    `rows_from` rows is not judged, because small numbers swing by themselves."""

    source: str
    measure: str
    at_least: float | None
    at_most: float | None
    rows_from: int
    words: str

    def expectation(self, agency: str) -> str:
        """The words with the bounds in them; what was found is filled in by whoever tells it."""
        limits = {"{at_least}": self.at_least, "{at_most}": self.at_most, "{agency}": agency}
        told = self.words
        for mark, limit in limits.items():
            told = told.replace(mark, limit if isinstance(limit, str) else f"{limit or 0:g}")
        return told


def bounds(overlay: Path | None) -> dict[tuple[str, str], Bound]:
    """The bounds by source and measure; the partnership's own rows win over ours."""
    files = [BOUNDS, *([overlay / BOUNDS.name] if overlay and (overlay / BOUNDS.name).exists() else [])]
    return {(bound.source, bound.measure): bound for file in files for bound in _read(file)}


def bound_for(known: dict[tuple[str, str], Bound], source: str, measure: str) -> Bound | None:
    """The bound of a source's measure: its own, else its agency's (`police.*`), else everybody's (`*`)."""
    owners = (source, f"{source.split('.')[0]}.*", "*")
    return next((known[owner, measure] for owner in owners if (owner, measure) in known), None)


def verdicts(measured: list[dict[str, Any]], known: dict[tuple[str, str], Bound]) -> list[dict[str, Any]]:
    """A verdict on every measure that has a bound and rests on enough rows.

    A measure says authority, source, month, measure, column, found and rows, the rows that it rests on.
    """

    def table(line: dict[str, Any]) -> tuple[str, str, str]:
        return line["authority"], line["source"], line["month"]

    pairs = [
        (line, bound_for(known, line["source"], line["measure"])) for line in sorted(measured, key=table)
    ]
    judged = [(line, bound) for line, bound in pairs if bound and line["rows"] >= bound.rows_from]
    context = _context() if judged else None
    found: list[dict[str, Any]] = []
    for _, group in groupby(judged, key=lambda pair: table(pair[0])):
        found += _judged(context, list(group))
    return found


def _read(file: Path) -> Iterator[Bound]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            measure = (row.get("measure") or "").strip()
            if measure not in MEASURES and not measure.startswith(_FILLED):
                raise BoundsNotUnderstood(
                    f"Expected a measure such as {next(iter(MEASURES))} in line {number} of {file.name}; found another."
                )
            try:
                yield Bound(
                    source=(row.get("source") or "").strip(),
                    measure=measure,
                    at_least=float(row["at_least"]) if row["at_least"] else None,
                    at_most=float(row["at_most"]) if row["at_most"] else None,
                    rows_from=int(row["rows_from"] or 0),
                    words=row["words"] or f"Expected {measure} within its bounds; found {{found}}.",
                )
            except (KeyError, ValueError):
                raise BoundsNotUnderstood(
                    f"Expected numbers for at_least, at_most and rows_from in line {number} of {file.name}; found "
                    "something else. Mend that line."
                ) from None


def _context() -> Any:
    import great_expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    tables = context.data_sources.add_pandas("deliveries").add_dataframe_asset("measures")
    return tables.add_batch_definition_whole_dataframe("table")


def _judged(definition: Any, pairs: list[tuple[dict[str, Any], Bound]]) -> Iterator[dict[str, Any]]:
    """The verdicts on one table of a delivery: a frame of one row, a column for each measure."""
    import pandas
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.core.expect_column_values_to_be_between import (
        ExpectColumnValuesToBeBetween,
    )

    batch = definition.get_batch(
        {"dataframe": pandas.DataFrame({line["measure"]: [line["found"]] for line, _ in pairs})}
    )
    suite = ExpectationSuite(
        name=pairs[0][0]["source"],
        expectations=[
            ExpectColumnValuesToBeBetween(
                column=line["measure"], min_value=bound.at_least, max_value=bound.at_most
            )
            for line, bound in pairs
            if bound.at_least is not None or bound.at_most is not None
        ],
    )
    results = batch.validate(suite, result_format={"result_format": "BOOLEAN_ONLY"}).results
    passed = {each.expectation_config.kwargs["column"]: _passed(each) for each in results}
    for line, bound in pairs:
        if line["measure"] in passed:
            yield {
                **line,
                "passed": passed[line["measure"]],
                "expectation": bound.expectation(line["source"].split(".")[0]),
                "at_least": bound.at_least,
                "at_most": bound.at_most,
            }


def _passed(result: Any) -> bool:
    """Whether an expectation was met; one that could not be evaluated is neither met nor missed."""
    if result.exception_info.get("raised_exception"):
        raise ExpectationNotEvaluated("Expected every expectation to be evaluated; one was not.")
    return bool(result.success)


class ExpectationNotEvaluated(Exception):
    """An expectation that Great Expectations could not evaluate."""


def answers(lines: Iterable[str]) -> Iterator[str]:
    """The verdicts on each document: `measured` and the partnership's `overlay` folder."""
    for line in lines:
        asked = json.loads(line)
        try:
            known = bounds(Path(asked["overlay"]) if asked["overlay"] else None)
            yield json.dumps({"verdicts": verdicts(asked["measured"], known)})
        except BoundsNotUnderstood as misunderstood:
            yield json.dumps({"not_run": str(misunderstood)})


def main(told: TextIO) -> None:
    """Answer until standard input ends. Great Expectations is imported before the first question comes."""
    import great_expectations  # noqa: F401

    for answer in answers(sys.stdin):
        print(answer, file=told, flush=True)


if __name__ == "__main__":
    # whatever a library prints must not stand among the answers
    answer_line, sys.stdout = sys.stdout, sys.stderr
    main(answer_line)
