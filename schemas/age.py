"""Age in completed years, as an expression."""

import polars as pl


def age_on(birth_date: str, on: str) -> pl.Expr:
    """Completed years at the end of the day in column `on`; someone born on 29 February has a birthday on 1 March
    in other years. Null where either day is not known."""
    birth, day = pl.col(birth_date).dt, pl.col(on).dt
    had_birthday = (day.month() > birth.month()) | (
        (day.month() == birth.month()) & (day.day() >= birth.day())
    )
    return day.year() - birth.year() - (~had_birthday).cast(pl.Int32)
