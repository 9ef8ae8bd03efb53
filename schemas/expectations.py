"""What a normal delivery looks like over time: whole-table measures judged by Great Expectations by the suites in
`schemas/suites`.

It runs in a process of its own, `python -m schemas.expectations`, because Great Expectations takes seconds and much
memory to import: each line on standard input is one JSON document of measures, each line on standard output the
verdicts on it. Only measures of whole tables come in, so nothing here can know a row's value.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

from schemas.suite import Expectation, SuiteNotUnderstood, expectation_for, suites


def verdicts(
    measured: list[dict[str, Any]], known: dict[tuple[str, str], Expectation]
) -> list[dict[str, Any]]:
    """A verdict on every measure of which something is expected and that rests on enough rows.

    A measure says authority, source, month, measure, column, found and rows, the rows that it rests on.
    """

    def delivered(line: dict[str, Any]) -> tuple[str, str, str]:
        return line["authority"], line["source"].split(".")[0], line["month"]

    pairs = [
        (line, expectation_for(known, line["source"], line["measure"]))
        for line in sorted(measured, key=delivered)
    ]
    judged = [
        (line, each) for line, each in pairs if each and each.is_judged and line["rows"] >= each.rows_from
    ]
    context = _context() if judged else None
    found: list[dict[str, Any]] = []
    for _, group in groupby(judged, key=lambda pair: delivered(pair[0])):
        found += _judged(context, list(group))
    return found


def _context() -> Any:
    import great_expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    tables = context.data_sources.add_pandas("deliveries").add_dataframe_asset("measures")
    return tables.add_batch_definition_whole_dataframe("table")


def _judged(definition: Any, pairs: list[tuple[dict[str, Any], Expectation]]) -> Iterator[dict[str, Any]]:
    """The verdicts on what one agency delivered: a frame of one row, a column for each table's measure."""
    import pandas
    from great_expectations import ExpectationSuite
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    batch = definition.get_batch(
        {"dataframe": pandas.DataFrame({_column(line): [line["found"]] for line, _ in pairs})}
    )
    suite = ExpectationSuite(
        name=pairs[0][0]["source"].split(".")[0],
        expectations=[
            ExpectationConfiguration(
                type=each.type, kwargs=each.kwargs | {"column": _column(line)}
            ).to_domain_obj()
            for line, each in pairs
        ],
    )
    results = batch.validate(suite, result_format={"result_format": "BOOLEAN_ONLY"}).results
    passed = {each.expectation_config.kwargs["column"]: _passed(each) for each in results}
    for line, each in pairs:
        yield {
            **line,
            "passed": passed[_column(line)],
            "expectation": each.told(line["source"].split(".")[0]),
            "at_least": each.at_least,
            "at_most": each.at_most,
        }


def _column(line: dict[str, Any]) -> str:
    return f"{line['source']}: {line['measure']}"


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
            known = suites(Path(asked["overlay"]) if asked["overlay"] else None)
            yield json.dumps({"verdicts": verdicts(asked["measured"], known)})
        except SuiteNotUnderstood as misunderstood:
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
