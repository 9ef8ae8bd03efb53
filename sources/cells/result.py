"""What every kind of column shares: what is known besides the cells, and the form of the answer."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from schemas.rule import Rule
from sources.pseudonym import Pseudonyms

CELL = pl.col("cell")
"""The cell in expressions that `worked` evaluates."""


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What conforming needs to know besides the sheets: whose they are, and the local spellings."""

    authority: str
    pseudonyms: Pseudonyms
    own_names: frozenset[str]
    overlay: Path | None = None


@dataclass(frozen=True, kw_only=True)
class Result:
    """A column's values, the local days of moments, and what there is to tell: a rule with the cells it is about."""

    values: pl.Series
    marks: tuple[tuple[Rule, pl.Series], ...] = ()
    days: pl.Series | None = None


def worked(cells: pl.Series, result: pl.Expr) -> pl.Series:
    """An expression of `CELL` worked out in one pass: a step at a time costs more than the work on a short sheet."""
    return cells.alias("cell").to_frame().select(result.alias(cells.name)).to_series()


def lost(rule: Rule, cells: pl.Series, values: pl.Series) -> tuple[tuple[Rule, pl.Series], ...]:
    """The cells that became nothing, by `rule`; empty when none did, which counting tells sooner than comparing."""
    if cells.null_count() == values.null_count():
        return ()
    return ((rule, cells.is_not_null() & values.is_null()),)


def told(*marks: tuple[Rule, pl.Series | None]) -> tuple[tuple[Rule, pl.Series], ...]:
    """The marks that are about at least one cell."""
    return tuple((rule, mask) for rule, mask in marks if mask is not None and mask.any())
