"""Initial child protection conferences."""

from datetime import date

import polars as pl

from schemas.column import Moment, day, flag, identifier, moment
from schemas.rule import rule
from schemas.table import Table


class Conference(Table):
    """An initial child protection conference about a child."""

    conference_id: str = identifier(
        "icpc_icpc_id", of="conference", required=True, about="The conference's reference"
    )
    meeting_id: str = identifier(
        "icpc_icpc_meeting_id", of="meeting", about="The meeting, which may be about several children"
    )
    enquiry_id: str = identifier("icpc_s47_enquiry_id", of="enquiry", about="The enquiry that led to it")
    child_id: str = identifier(
        "icpc_person_id", of="person", required=True, about="The child in the case system"
    )
    plan_id: str = identifier(
        "icpc_cp_plan_id", of="cp_plan", about="The child protection plan that it made, if any"
    )
    referral_id: str = identifier("icpc_referral_id", of="referral", about="The referral that it belongs to")
    is_transfer_in: bool = flag(
        "icpc_icpc_transfer_in",
        about="Whether the child's plan moved here from another authority; blank is not",
    )
    target_date: date = day("icpc_icpc_target_date", future=True, about="The day it was due")
    conference_date: date = day("icpc_icpc_date", required=True, about="The day it was held")
    is_plan_outcome: bool = flag("icpc_icpc_outcome_cp_flag", about="Whether it made a child protection plan")
    team_id: str = identifier("icpc_icpc_team", of="team", about="The team responsible")
    worker_id: str = identifier("icpc_icpc_worker_id", of="professional", about="The worker responsible")
    recorded_at: Moment = moment(
        "icpc_recorded_at", addition=True, about="When it was entered in the case system"
    )

    class Config(Table.Config):
        """One row a conference about a child."""

        name = "mosaic.conference"
        metadata = {"key": ("conference_id",)}

    @rule(
        "CNF01",
        severity="query",
        column="conference_date",
        message="Expected a conference on a weekday; found one at a weekend.",
        why="Conferences are rarely held at weekends, so the day is probably mistyped.",
        remedy="Check the day of the conference.",
    )
    def held_on_weekday(cls) -> pl.Expr:
        """A conference is held from Monday to Friday."""
        return pl.col("conference_date").dt.weekday() <= 5

    @rule(
        "CNF02",
        severity="query",
        column="is_plan_outcome",
        message="Expected a conference that made a plan to say so; found that it made none.",
        why="A plan without the outcome makes the share of conferences that lead to a plan too low.",
        remedy="Correct the outcome, or remove the plan.",
    )
    def plan_only_when_outcome(cls) -> pl.Expr:
        """A conference with a plan says that it made one."""
        return pl.col("plan_id").is_null() | pl.col("is_plan_outcome")

    @rule(
        "CNF03",
        severity="note",
        column="enquiry_id",
        message="Expected the enquiry that led to the conference; found none. The child's latest enquiry of the same referral is taken.",
        why="The 15 working days begin with the enquiry.",
        remedy="Link the conference to its enquiry.",
    )
    def has_enquiry(cls) -> pl.Expr:
        """A conference that is no transfer names its enquiry."""
        return pl.col("is_transfer_in").fill_null(False) | pl.col("enquiry_id").is_not_null()

    @rule(
        "CNF04",
        severity="query",
        column="plan_id",
        message="Expected the plan of a conference that made one; found none.",
        why="Without the link nobody can say whether the plan began.",
        remedy="Link the conference to its plan, or correct the outcome.",
    )
    def outcome_with_plan(cls) -> pl.Expr:
        """A conference that made a plan names it."""
        return ~pl.col("is_plan_outcome").fill_null(False) | pl.col("plan_id").is_not_null()

    @rule(
        "CNF05",
        severity="query",
        column="is_plan_outcome",
        message="Expected Y or N for whether the conference made a plan; found a blank.",
        why="The share of conferences that lead to a plan is wrong by every blank.",
        remedy="Enter whether the conference made a plan.",
    )
    def has_outcome(cls) -> pl.Expr:
        """A conference that was held has an outcome."""
        return pl.col("is_plan_outcome").is_not_null()
