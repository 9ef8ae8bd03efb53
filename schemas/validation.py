"""Which typed rows are believable: frame and model in, accepted rows and findings out.

Pandera holds the rules; this module keeps what Pandera does not: severity, places and words, and it never lets
Pandera's own messages out, because they carry values.
"""

from datetime import timedelta

import polars as pl

from schemas.finding import DUPLICATE, FAR_FUTURE, FUTURE, MISSING, NOT_RUN, Column, findings, no_findings
from schemas.row_rules import errors
from schemas.table import TableModel, columns, key, local_day, polars_schema, rules

_LATEST = timedelta(days=92)
"""An extract is taken within three months of its month: nothing in it can have happened later."""


def validated(frame: pl.DataFrame, model: TableModel, places: dict[str, Column]) -> pl.DataFrame:
    """The findings of a typed frame: required values, duplicates, dates to come, and the table's own rules.

    `frame` carries the record numbers that conforming gave and the last day of each record's month (`month_end`);
    `places` says where in the file each column stands.
    """
    parts = [no_findings(), _broken_rules(frame, model, places), _duplicates(frame, model, places)]
    days = {
        name: local_day(name) if column.kind == "moment" else name
        for name, column in columns(model).items()
        if column.kind in ("day", "moment") and not column.future
    }
    end = pl.col("month_end")
    to_come = {name: pl.col(known) > end for name, known in days.items()}
    told = frame.select(late.any().alias(name) for name, late in to_come.items()).to_dicts()
    for name, late in to_come.items():
        if told[0][name]:
            far = pl.col(days[name]) > end + _LATEST
            parts.append(findings(FUTURE, frame.filter(late & ~far), places[name]))
            parts.append(findings(FAR_FUTURE, frame.filter(far), places[name]))
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
    except errors.SchemaErrors as raised:
        cases = raised.failure_cases.select("column", "check", pl.col("index").cast(pl.Int64)).unique(
            maintain_order=True
        )
    else:
        return no_findings()
    whole = cases.filter(pl.col("index").is_null())["check"].unique(maintain_order=True).to_list()
    cases = cases.filter(pl.col("index").is_not_null())
    known = rules(model)
    rows = frame.select(pl.col("^record(_column)?$"), "sheet_number", "row_number")
    parts = [no_findings(), *(_not_run(str(check), frame) for check in whole)]
    for (column, check), group in cases.group_by("column", "check", maintain_order=True):
        hit = rows[group["index"].to_list()]
        rule = known.get(str(check))
        if rule is not None:
            parts.append(findings(rule, hit, places[rule.column]))
        else:
            parts.append(findings(MISSING, hit, places[str(column)]))
    return pl.concat(parts)


def _not_run(check: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The finding on a rule that could not be evaluated: a fault in the rule, never taken for "nothing found"."""
    place = frame.select(pl.lit(None, pl.Int32).alias("record"), "sheet_number").unique("sheet_number")
    places = place.with_columns(pl.lit(None, pl.Int32).alias("row_number"))
    return findings(NOT_RUN, places, Column(number=None, heading=""), NOT_RUN.message.format(rule=check))


def _duplicates(frame: pl.DataFrame, model: TableModel, places: dict[str, Column]) -> pl.DataFrame:
    """Rows whose key stood in the same file before, in whichever sheet; the first one stands."""
    columns_of_key = list(key(model))
    if not columns_of_key:
        return no_findings()
    again = frame.filter(~pl.struct("delivery_id", *columns_of_key).is_first_distinct())
    return findings(DUPLICATE, again, places[columns_of_key[0]])
