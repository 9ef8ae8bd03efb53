"""Section 47 enquiries."""

from datetime import date

import polars as pl

from schemas.column import Moment, day, flag, identifier, moment
from schemas.rule import rule
from schemas.table import Table


class Section47(Table):
    """An enquiry under section 47 of the Children Act 1989."""

    enquiry_id: str = identifier(
        "s47e_s47_enquiry_id", of="enquiry", required=True, about="The enquiry's reference"
    )
    referral_id: str = identifier("s47e_referral_id", of="referral", about="The referral that it belongs to")
    child_id: str = identifier(
        "s47e_person_id", of="person", required=True, about="The child in the case system"
    )
    start_date: date = day("s47e_s47_start_date", required=True, about="The day the enquiry started")
    end_date: date = day("s47e_s47_end_date", about="The day the enquiry ended; blank while open")
    is_nfa: bool = flag("s47e_s47_nfa", about="Whether it ended without need of a conference")
    worker_id: str = identifier(
        "s47e_s47_completed_by_worker_id", of="professional", about="The worker who completed it"
    )
    team_id: str = identifier("s47e_s47_completed_by_team", of="team", about="The team that completed it")
    recorded_at: Moment = moment(
        "s47e_recorded_at", addition=True, about="When it was entered in the case system"
    )

    class Config(Table.Config):
        """One row an enquiry about a child."""

        name = "mosaic.section_47"
        metadata = {"key": ("enquiry_id",)}

    @rule(
        "ENQ01",
        severity="reject",
        column="end_date",
        message="Expected an enquiry to end on or after the day it starts; found an end before the start.",
        why="An enquiry that ends before it starts shows that one of its days is wrong.",
        remedy="Correct the day it started or ended.",
    )
    def ends_after_start(cls) -> pl.Expr:
        """An enquiry does not end before it starts."""
        return pl.col("end_date") >= pl.col("start_date")

    @rule(
        "ENQ02",
        severity="note",
        column="is_nfa",
        message="Expected Y or N for the outcome of a finished enquiry; found a blank.",
        why="The share of enquiries that lead to a conference is wrong by every blank.",
        remedy="Enter whether the enquiry ended without need of a conference.",
    )
    def finished_with_outcome(cls) -> pl.Expr:
        """A finished enquiry says whether a conference was needed."""
        return pl.col("end_date").is_null() | pl.col("is_nfa").is_not_null()

    @rule(
        "ENQ03",
        severity="query",
        column="end_date",
        message="Expected an enquiry to take at most 90 days; found one that took longer.",
        why="A conference is held within 15 working days of the enquiry's start, so one of the days is probably mistyped.",
        remedy="Check the day it started and ended.",
    )
    def ends_within_a_quarter(cls) -> pl.Expr:
        """An enquiry does not take more than 90 days."""
        return (pl.col("end_date") - pl.col("start_date")) <= pl.duration(days=90)

    @rule(
        "ENQ04",
        severity="query",
        column="end_date",
        message="Expected an end for an enquiry with an outcome; found that no conference was needed and the enquiry is still open.",
        why="An enquiry that counts as open looks as if it waited for a conference.",
        remedy="Enter the day it ended, or remove the outcome.",
    )
    def outcome_when_ended(cls) -> pl.Expr:
        """An enquiry that needed no conference has ended."""
        return ~pl.col("is_nfa").fill_null(False) | pl.col("end_date").is_not_null()
