"""Figures entered by hand, for what has no extract yet."""

from datetime import date

import polars as pl

from schemas.column import Amount, day, decimal, label, text
from schemas.rule import rule
from schemas.table import Table

IN_PERIOD, AT_END = "In the period", "At its end"


class ManualFigure(Table):
    """One figure of one indicator and period that somebody answers for."""

    indicator: str = text("Indicator", required=True, about="The ref of the indicator, such as PA02R")
    period: str = text(
        "Period", required=True, about="A month (2023-03), a quarter (2022-23-Q4) or a year (2022-23)"
    )
    counted: str = label(
        "Counted",
        among=(IN_PERIOD, AT_END),
        about="Whether the figure is of the whole period or of its last day",
    )
    figure: Amount = decimal("Figure", about="The count, or of a share what is counted of the whole")
    out_of: Amount = decimal("Out Of", about="The whole of a share; blank for a count")
    owner: str = text("Owner", about="The post that answers for the figure")
    entered_date: date = day("Entered On", about="The day on which it was entered")
    source: str = text(
        "Taken From", about="The report or board that it is taken from; blank when there is none"
    )
    note: str = text("Note", about="What a reader has to know; never a name of a child or family")

    class Config(Table.Config):
        """One row an indicator and period."""

        name = "partnership.manual_figure"
        metadata = {"key": ("indicator", "period")}

    @rule(
        "MAN01",
        severity="reject",
        column="period",
        message="Expected a month such as 2023-03, a quarter such as 2022-23-Q4 or a year such as 2022-23; found something else.",
        why="A figure of no period can stand beside nothing.",
        remedy="Enter the period.",
    )
    def names_period(cls) -> pl.Expr:
        """A period is a month, a quarter or a year."""
        return pl.col("period").str.contains(r"^20\d\d-\d\d(-Q[1-4])?$")

    @rule(
        "MAN02",
        severity="reject",
        column="owner",
        message="Expected the post that answers for the figure; found a blank.",
        why="A figure that nobody counted from records stands on the word of whoever gives it.",
        remedy="Enter the owner.",
    )
    def has_owner(cls) -> pl.Expr:
        """Somebody answers for a figure."""
        return pl.col("owner").is_not_null()

    @rule(
        "MAN03",
        severity="reject",
        column="entered_date",
        message="Expected the day on which the figure was entered; found a blank.",
        why="Readers have to know how old it is.",
        remedy="Enter the day.",
    )
    def has_day(cls) -> pl.Expr:
        """A figure was entered on a day."""
        return pl.col("entered_date").is_not_null()

    @rule(
        "MAN04",
        severity="reject",
        column="figure",
        message="Expected a figure; found a blank.",
        why="A row without a figure says nothing; nought is a figure.",
        remedy="Enter the figure, or take the row out.",
    )
    def has_figure(cls) -> pl.Expr:
        """A row has a figure."""
        return pl.col("figure").is_not_null()

    @rule(
        "MAN05",
        severity="reject",
        column="out_of",
        message="Expected a whole that is no smaller than the figure; found a smaller one.",
        why="A part cannot be larger than its whole.",
        remedy="Correct the figure or what it is out of.",
    )
    def part_of_whole(cls) -> pl.Expr:
        """A part is no larger than its whole."""
        return pl.col("out_of").is_null() | (pl.col("figure") <= pl.col("out_of"))
