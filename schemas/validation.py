"""Which typed rows are believable: frame and model in, accepted rows and findings out.

Pandera holds the rules; this module keeps what Pandera does not: severity, places and words, and it never lets
Pandera's own messages out, because they carry values. A rule is an expression, so one pass of Polars says which rows
break which, at a fraction of what Pandera's list of failures costs; Pandera is asked where an expression cannot be
evaluated or a column is not of its type. A test holds the two to each other, rule by rule.
"""

from collections.abc import Hashable, Iterator, Mapping
from datetime import timedelta
from typing import TypeVar

import polars as pl

from schemas.finding import DUPLICATE, FAR_FUTURE, FUTURE, MISSING, NOT_RUN, Column, findings, no_findings
from schemas.row_rules import errors
from schemas.table import TableModel, columns, key, local_day, polars_schema, rules

_LATEST = timedelta(days=92)
"""An extract is taken within three months of its month: nothing in it can have happened later."""

Wrong = TypeVar("Wrong", bound=Hashable)


def validated(frame: pl.DataFrame, model: TableModel, places: dict[str, Column]) -> pl.DataFrame:
    """The findings of a typed frame: required values, duplicates, dates to come, and the table's own rules.

    `frame` carries the record numbers that conforming gave and the last day of each record's month (`month_end`);
    `places` says where in the file each column stands.
    """
    return pl.concat(
        [
            no_findings(),
            *_broken_rules(frame, model, places),
            _duplicates(frame, model, places),
            *_to_come(frame, model, places),
        ]
    )


def _broken_rules(
    frame: pl.DataFrame, model: TableModel, places: dict[str, Column]
) -> Iterator[pl.DataFrame]:
    """The required values that are missing and the table's own rules."""
    known = polars_schema(model)
    wrong = {
        **{(MISSING, name): pl.col(name).is_null() for name, said in columns(model).items() if said.required},
        **{(rule, rule.column): ~rule.believable(model) for rule in rules(model).values() if rule.believable},
    }
    try:
        if {name: frame.schema.get(name) for name in known} != known:
            raise pl.exceptions.SchemaError
        found = list(_rows_where(frame, wrong))
    except pl.exceptions.PolarsError:
        yield told_by_pandera(frame, model, places)
        return
    for (rule, column), mask in found:
        yield findings(rule, _places(frame).filter(mask), places[column])


def _rows_where(frame: pl.DataFrame, wrong: Mapping[Wrong, pl.Expr]) -> Iterator[tuple[Wrong, pl.Series]]:
    """Of what may be wrong with rows what is, each with a mask of the rows, in one pass. Unknown is not wrong."""
    masks = frame.select(mask.alias(str(number)) for number, mask in enumerate(wrong.values()))
    return ((what, mask) for what, mask in zip(wrong, masks.get_columns(), strict=True) if mask.any())


def _places(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col("^record(_column)?$"), "sheet_number", "row_number")


def told_by_pandera(frame: pl.DataFrame, model: TableModel, places: dict[str, Column]) -> pl.DataFrame:
    """The findings of required values and the table's own rules as Pandera tells them, and which rule could not be
    evaluated."""
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
    parts = [no_findings(), *(_not_run(str(check), frame) for check in whole)]
    for (column, check), group in cases.group_by("column", "check", maintain_order=True):
        hit = _places(frame)[group["index"].to_list()]
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


def _to_come(frame: pl.DataFrame, model: TableModel, places: dict[str, Column]) -> Iterator[pl.DataFrame]:
    """Days after the end of the record's month."""
    days = {
        name: local_day(name) if column.kind == "moment" else name
        for name, column in columns(model).items()
        if column.kind in ("day", "moment") and not column.future
    }
    end = pl.col("month_end")
    for name, late in _rows_where(frame, {name: pl.col(day) > end for name, day in days.items()}):
        far = frame.select(pl.col(days[name]) > end + _LATEST).to_series()
        yield findings(FUTURE, _places(frame).filter(late & ~far), places[name])
        yield findings(FAR_FUTURE, _places(frame).filter(far), places[name])
