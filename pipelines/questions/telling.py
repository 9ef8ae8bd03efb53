"""An explained figure, and how a month stands, in words for the command line."""

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from pipelines.questions.answers import Explanation, MonthStatus

_SHOWN = (
    "window_name",
    "period_start",
    "period_end",
    "breakdown",
    "category",
    "numerator",
    "denominator",
    "value",
    "state",
)


def explained(found: Explanation) -> Iterator[str]:
    """The lines of an explanation: definition, figures, rows by file, checks, query."""
    indicator = found.indicator
    yield f"{indicator.ref}  {indicator.title}\n\n{indicator.definition}\n\nBuild {found.build}\n"
    for row in found.figures.select(_SHOWN).iter_rows(named=True):
        yield _figure(row)
    yield "\nRows in force, by file:"
    for source, extract, digest, count in found.rows_by_file:
        yield f"{source:32} {extract}  {digest}  {count:>8}"
    yield "\nChecks:"
    for code, title, wrong in found.findings:
        yield f"{code}  {title}: {wrong or 'nothing found'}"
    yield f"\nQuery ({indicator.path.name}):\n\n{indicator.sql}"


def _figure(row: dict[str, Any]) -> str:
    label = " ".join(filter(None, (row["breakdown"], row["category"]))) or "all"
    whole = f" of {float(row['denominator']):,g}" if row["denominator"] is not None else ""
    count = f"{float(row['numerator']):,g}{whole}" if row["numerator"] is not None else ""
    shown = f"{row['value']:,.1f}" if row["value"] is not None else ""
    dates = f"{row['period_start']} to {row['period_end']}"
    return f"{row['window_name']:13} {dates}  {label:32} {shown:>8}  {count}  {row['state']}"


def explained_for_machines(found: Explanation) -> str:
    """The same as one JSON object."""
    facts = {
        "ref": found.indicator.ref,
        "title": found.indicator.title,
        "definition": found.indicator.definition,
        "query": found.indicator.sql,
        "build": found.build,
        "rows_by_file": found.rows_by_file,
        "checks": found.findings,
        "figures": json.loads(
            found.figures.select(_SHOWN).with_columns(pl.col(pl.Decimal).cast(pl.Float64)).write_json()
        ),
    }
    return json.dumps(facts, default=str)


def standing(line: MonthStatus) -> Iterator[str]:
    """How a month stands: its build, the files refused, and what was not expected."""
    changed = "built, but something changed since" if line.build else "not built"
    yield f"{line.month}  {'up to date' if line.is_up_to_date else changed}  {line.build}"
    for agency, digest, reason in line.refused:
        yield f"  {agency} file {digest} was refused. {reason}"
    for agency, delivery, reason in line.held:
        yield f"  {agency} delivery {delivery} is held. {reason}"
    for agency, count in line.passed_over:
        files = "1 file was" if count == 1 else f"{count} files were"
        yield (
            f"  {files} passed over in {line.month}/{agency}: expected an ending such as .csv or .xlsx; found another. "
            "Export the report in one of these, or take the file away."
        )
    for words in (*line.shortfalls, *line.left_out):
        yield f"  {words}"
    if line.unexpected:
        yield f"  {line.unexpected}"
