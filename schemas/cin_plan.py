"""Child in need plans."""

from datetime import date

import polars as pl

from schemas.column import Moment, day, identifier, moment
from schemas.rule import rule
from schemas.table import Table


class CinPlan(Table):
    """A child in need plan."""

    plan_id: str = identifier("cinp_cin_plan_id", of="cin_plan", required=True, about="The plan's reference")
    referral_id: str = identifier("cinp_referral_id", of="referral", about="The referral that it belongs to")
    child_id: str = identifier(
        "cinp_person_id", of="person", required=True, about="The child in the case system"
    )
    start_date: date = day("cinp_cin_plan_start_date", required=True, about="The day the plan started")
    end_date: date = day("cinp_cin_plan_end_date", about="The day the plan ended; blank while open")
    team_id: str = identifier("cinp_cin_plan_team", of="team", about="The team responsible")
    worker_id: str = identifier("cinp_cin_plan_worker_id", of="professional", about="The worker responsible")
    recorded_at: Moment = moment(
        "cinp_recorded_at", addition=True, about="When it was entered in the case system"
    )

    class Config(Table.Config):
        """One row a plan of a child."""

        name = "mosaic.cin_plan"
        metadata = {"key": ("plan_id",)}

    @rule(
        "CNP01",
        severity="reject",
        column="end_date",
        message="Expected a plan to end on or after the day it starts; found an end before the start.",
        why="The plan would have no day.",
        remedy="Correct the day it started or ended.",
    )
    def ends_after_start(cls) -> pl.Expr:
        """A plan does not end before it starts."""
        return pl.col("end_date") >= pl.col("start_date")

    @rule(
        "CNP02",
        severity="query",
        column="end_date",
        message="Expected a plan of at least a day; found one that ended on the day it started.",
        why="A plan of no days helped nobody, and is usually a mistake that was put right.",
        remedy="Check the day the plan started and ended.",
    )
    def lasts_a_day(cls) -> pl.Expr:
        """A child in need plan does not end on the day it starts."""
        return pl.col("end_date") != pl.col("start_date")
