"""Row rules: what a believable row looks like, with the words that people read when it does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from schemas.row_rules import pa

Severity = Literal["reject", "query", "note"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule and its words.

    `reject` sets the row aside, `query` keeps it and asks, `note` only tells. `message` says what was expected and
    what was found, `why` what would be wrong with the figures otherwise, `remedy` what to do; none ever holds a
    record's value. `column` is where to look first. A `counted` rule is told once a column with the number of rows,
    which its message holds as `{rows}`. `believable` is what the rule says, of a table's class, where it is a row rule.
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    column: str
    why: str = ""
    counted: bool = False
    believable: Callable[..., pl.Expr] | None = None


RULES: dict[tuple[str, str], Rule] = {}
"""Rules by class and code, filled as the table modules are read, so that nothing is registered by hand."""


def rule(
    code: str, *, severity: Severity, column: str, message: str, why: str = "", remedy: str
) -> Callable[[Callable[..., pl.Expr]], Any]:
    """Make a method that returns a Boolean expression (true = believable, null = believable) a row rule."""

    def decorate(expression: Callable[..., pl.Expr]) -> Any:
        owner = expression.__qualname__.split(".")[0]
        key = (f"{expression.__module__}.{owner}", code)
        RULES[key] = Rule(
            code=code,
            severity=severity,
            message=message,
            remedy=remedy,
            column=column,
            why=why,
            believable=expression,
        )

        def check(cls: type, data: pa.PolarsData) -> pl.LazyFrame:
            return data.lazyframe.select(expression(cls).fill_null(True))

        check.__name__ = expression.__name__
        check.__doc__ = expression.__doc__
        return pa.dataframe_check(name=code)(check)

    return decorate
