"""Assessments of children in need."""

from datetime import date

import polars as pl

from schemas.column import Moment, day, flag, identifier, moment
from schemas.rule import rule
from schemas.table import Table


class Assessment(Table):
    """An assessment of a child."""

    assessment_id: str = identifier(
        "cina_assessment_id", of="assessment", required=True, about="The assessment's reference"
    )
    child_id: str = identifier(
        "cina_person_id", of="person", required=True, about="The child in the case system"
    )
    referral_id: str = identifier("cina_referral_id", of="referral", about="The referral that it belongs to")
    start_date: date = day("cina_assessment_start_date", about="The day the assessment started")
    is_child_seen: bool = flag("cina_assessment_child_seen", about="Whether the child was seen")
    authorised_date: date = day(
        "cina_assessment_auth_date", about="The day a manager authorised it; blank while open"
    )
    is_nfa: bool = flag("cina_assessment_outcome_nfa", about="Whether it ended in no further action")
    team_id: str = identifier("cina_assessment_team", of="team", about="The team responsible")
    worker_id: str = identifier(
        "cina_assessment_worker_id", of="professional", about="The worker responsible"
    )
    recorded_at: Moment = moment(
        "cina_recorded_at", addition=True, about="When it was entered in the case system"
    )

    class Config(Table.Config):
        """One row an assessment of a child."""

        name = "mosaic.assessment"
        metadata = {"key": ("assessment_id",)}

    @rule(
        "ASM01",
        severity="reject",
        column="start_date",
        message="Expected a start for an authorised assessment; found none.",
        why="The 45 working days cannot be counted.",
        remedy="Enter the day the assessment started.",
    )
    def authorised_with_start(cls) -> pl.Expr:
        """An authorised assessment has a start."""
        return pl.col("authorised_date").is_null() | pl.col("start_date").is_not_null()

    @rule(
        "ASM02",
        severity="reject",
        column="authorised_date",
        message="Expected the assessment to be authorised on or after the day it started; found it authorised before.",
        why="The 45 working days would be less than nothing.",
        remedy="Correct the day it started or was authorised.",
    )
    def authorised_after_start(cls) -> pl.Expr:
        """An assessment is not authorised before it starts."""
        return pl.col("authorised_date") >= pl.col("start_date")

    @rule(
        "ASM03",
        severity="query",
        column="start_date",
        message="Expected the day the assessment started; found neither a start nor an authorisation. It is in no count.",
        why="An assessment without any day is in no month.",
        remedy="Enter the day the assessment started.",
    )
    def has_a_day(cls) -> pl.Expr:
        """An assessment has a start or an authorisation."""
        return pl.col("start_date").is_not_null() | pl.col("authorised_date").is_not_null()

    @rule(
        "ASM04",
        severity="query",
        column="is_nfa",
        message="Expected an authorisation for an assessment with an outcome; found that it ended in no further action and is still open.",
        why="An assessment that counts as open is in no share of those in time.",
        remedy="Enter the day it was authorised, or remove the outcome.",
    )
    def outcome_when_authorised(cls) -> pl.Expr:
        """An assessment that ended in no further action was authorised."""
        return ~pl.col("is_nfa").fill_null(False) | pl.col("authorised_date").is_not_null()

    @rule(
        "ASM05",
        severity="query",
        column="authorised_date",
        message="Expected an assessment to take less than a year; found one that took longer.",
        why="One mistyped year outweighs all the others in the mean length.",
        remedy="Check the day it started and was authorised.",
    )
    def takes_less_than_a_year(cls) -> pl.Expr:
        """An assessment takes 45 working days, and never a year."""
        return (pl.col("authorised_date") - pl.col("start_date")) <= pl.duration(days=365)
