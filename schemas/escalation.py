"""Escalations between agencies."""

from datetime import date

import polars as pl

from schemas.column import day, identifier, text, whole
from schemas.rule import rule
from schemas.table import Table


class Escalation(Table):
    """An escalation of a professional disagreement."""

    escalation_id: str = identifier("Ref", of="escalation", required=True, about="The escalation's reference")
    raised_date: date = day("Raised On", required=True, about="The day it was raised")
    raised_by: str = text("Raised By", about="The agency that raised it")
    raised_against: str = text("Raised Against", about="The agency that it was raised against")
    theme: str = text("Theme", about="What it is about")
    stage: int = whole("Stage", lowest=1, highest=4, about="The stage that it has reached")
    resolved_date: date = day("Resolved On", about="The day it was resolved; blank while open")
    resolved_stage: int = whole(
        "Resolved At Stage", lowest=1, highest=4, about="The stage at which it was resolved"
    )

    class Config(Table.Config):
        """One row an escalation."""

        name = "partnership.escalation"
        metadata = {"key": ("escalation_id",)}

    @rule(
        "ESC01",
        severity="reject",
        column="resolved_date",
        message="Expected the escalation to be resolved on or after the day it was raised; found it resolved before.",
        why="The time to resolve would be less than nothing.",
        remedy="Correct the day it was raised or resolved.",
    )
    def resolved_after_raised(cls) -> pl.Expr:
        """An escalation is not resolved before it is raised."""
        return pl.col("resolved_date") >= pl.col("raised_date")

    @rule(
        "ESC02",
        severity="query",
        column="resolved_date",
        message="Expected the day for an escalation with a stage of resolution; found none. It counts as open.",
        why="An escalation that counts as open makes the partnership look slower than it is.",
        remedy="Enter the day it was resolved, or remove the stage.",
    )
    def stage_only_when_resolved(cls) -> pl.Expr:
        """An open escalation has no stage of resolution."""
        return pl.col("resolved_stage").is_null() | pl.col("resolved_date").is_not_null()

    @rule(
        "ESC03",
        severity="query",
        column="resolved_stage",
        message="Expected the stage for an escalation that was resolved; found none. It is in no share resolved at a stage.",
        why="The share resolved at the first stage leaves it out.",
        remedy="Enter the stage at which it was resolved.",
    )
    def resolved_with_stage(cls) -> pl.Expr:
        """A resolved escalation has the stage at which it was resolved."""
        return pl.col("resolved_date").is_null() | pl.col("resolved_stage").is_not_null()

    @rule(
        "ESC04",
        severity="query",
        column="raised_against",
        message="Expected an escalation against another agency; found one against the agency that raised it.",
        why="Disagreements are counted between agencies.",
        remedy="Correct the agency that raised it, or the one that it was raised against.",
    )
    def between_two_agencies(cls) -> pl.Expr:
        """An escalation is between two agencies."""
        return pl.col("raised_against") != pl.col("raised_by")
