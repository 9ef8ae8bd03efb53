"""Which typed rows are believable: frame and model in, accepted rows and findings out.

Pandera holds the rules; this module keeps what Pandera does not: severity, places and words, and it never lets
Pandera's own messages out, because they carry values.
"""

from datetime import date

import pandera.errors
import polars as pl

from schemas.finding import DUPLICATE, FUTURE, MISSING, Column, findings, no_findings
from schemas.table import TableModel, columns, key, local_day, polars_schema, rules


def validated(
    frame: pl.DataFrame, model: TableModel, month_end: date, places: dict[str, Column]
) -> pl.DataFrame:
    """The findings of a typed frame: required values, duplicates, dates after `month_end`, and the table's own rules.

    `frame` carries the record numbers that conforming gave; `places` says where in the file each column stands.
    """
    parts = [no_findings(), _broken_rules(frame, model, places), _duplicates(frame, model, places)]
    days = {
        name: local_day(name) if column.kind == "moment" else name
        for name, column in columns(model).items()
        if column.kind in ("day", "moment") and not column.future
    }
    latest = frame.select(pl.col(known).max().alias(name) for name, known in days.items()).to_dicts()
    for name in days:
        if latest[0][name] is not None and latest[0][name] > month_end:
            parts.append(findings(FUTURE, frame.filter(pl.col(days[name]) > month_end), places[name]))
    return pl.concat(parts)


def _is_believable(frame: pl.DataFrame, model: TableModel) -> bool:
    """Whether no row breaks anything, told in one pass: Pandera says which ones do, at many times the cost."""
    known = polars_schema(model)
    if {name: frame.schema.get(name) for name in known} != known:
        return False
    required = [
        pl.col(name).is_not_null().all() for name, column in columns(model).items() if column.required
    ]
    kept = [rule.believable(model).fill_null(True).all() for rule in rules(model).values() if rule.believable]
    try:
        return bool(frame.select(pl.all_horizontal(pl.lit(True), *required, *kept)).item())
    except pl.exceptions.PolarsError:
        return False  # Pandera tells which rule could not be evaluated


def _broken_rules(frame: pl.DataFrame, model: TableModel, places: dict[str, Column]) -> pl.DataFrame:
    if _is_believable(frame, model):
        return no_findings()
    try:
        model.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as raised:
        cases = raised.failure_cases.select("column", "check", pl.col("index").cast(pl.Int64)).unique(
            maintain_order=True
        )
    else:
        return no_findings()
    if cases["index"].null_count():
        broken = ", ".join(sorted(set(cases.filter(pl.col("index").is_null())["check"].to_list())))
        raise RuleFailedToRun(
            f"Expected every rule to run; these did not: {broken}. Mend the rule in schemas/."
        )
    known = rules(model)
    rows = frame.select(pl.col("^record(_column)?$"), "sheet_number", "row_number")
    parts = [no_findings()]
    for (column, check), group in cases.group_by("column", "check", maintain_order=True):
        hit = rows[group["index"].to_list()]
        rule = known.get(str(check))
        if rule is not None:
            parts.append(findings(rule, hit, places[rule.column]))
        else:
            parts.append(findings(MISSING, hit, places[str(column)]))
    return pl.concat(parts)


def _duplicates(frame: pl.DataFrame, model: TableModel, places: dict[str, Column]) -> pl.DataFrame:
    """Rows whose key stood in the file before; the first one stands."""
    columns_of_key = list(key(model))
    if not columns_of_key:
        return no_findings()
    again = frame.filter(~pl.struct(columns_of_key).is_first_distinct())
    return findings(DUPLICATE, again, places[columns_of_key[0]])


class RuleFailedToRun(Exception):
    """A row rule that could not be evaluated: a fault in the rule, never taken for "nothing found"."""
