"""Child protection plans."""

from datetime import date

import polars as pl

from schemas.column import Moment, code, day, flag, identifier, moment, whole
from schemas.rule import rule
from schemas.table import Table


class CpPlan(Table):
    """A child protection plan."""

    plan_id: str = identifier("cppl_cp_plan_id", of="cp_plan", required=True, about="The plan's reference")
    referral_id: str = identifier("cppl_referral_id", of="referral", about="The referral that it belongs to")
    conference_id: str = identifier("cppl_icpc_id", of="conference", about="The conference that made it")
    child_id: str = identifier(
        "cppl_person_id", of="person", required=True, about="The child in the case system"
    )
    start_date: date = day("cppl_cp_plan_start_date", required=True, about="The day the plan started")
    end_date: date = day("cppl_cp_plan_end_date", about="The day the plan ended; blank while open")
    initial_category_code: str = code(
        "cppl_cp_plan_initial_category", of="abuse_category", about="The category of abuse when it started"
    )
    is_other_authority: bool = flag(
        "cppl_cp_plan_ola", about="Whether it is another authority's temporary plan; blank is not"
    )
    latest_category_code: str = code(
        "cppl_cp_plan_latest_category", of="abuse_category", about="The latest category of abuse"
    )
    previous_plan_count: int = whole(
        "cppl_previous_plans", addition=True, highest=20, about="How many plans the child had before, ever"
    )
    recorded_at: Moment = moment(
        "cppl_recorded_at", addition=True, about="When it was entered in the case system"
    )

    class Config(Table.Config):
        """One row a plan of a child."""

        name = "mosaic.cp_plan"
        metadata = {"key": ("plan_id",)}

    @rule(
        "CPP01",
        severity="reject",
        column="end_date",
        message="Expected a child protection plan to end after the day it starts; found an end on that day or before it.",
        why="A child protection plan lasts until at least the first review conference.",
        remedy="Correct the day it started or ended.",
    )
    def ends_after_start(cls) -> pl.Expr:
        """A child protection plan ends at least a day after it starts."""
        return pl.col("end_date") > pl.col("start_date")

    @rule(
        "CPP02",
        severity="query",
        column="initial_category_code",
        message="Expected the category of abuse; found none at all. The plan is counted as not recorded.",
        why="Plans are counted by the category of abuse.",
        remedy="Enter the category of abuse.",
    )
    def has_category(cls) -> pl.Expr:
        """A plan has a category of abuse."""
        return pl.col("initial_category_code").is_not_null() | pl.col("latest_category_code").is_not_null()

    @rule(
        "CPP03",
        severity="query",
        column="end_date",
        message="Expected a child protection plan of less than four years; found a longer one.",
        why="Plans of two years and more are an indicator of drift, and one that was never closed looks the same.",
        remedy="Check that the plan was not ended long ago.",
    )
    def lasts_less_than_four_years(cls) -> pl.Expr:
        """A child protection plan hardly ever lasts for four years."""
        return (pl.col("end_date") - pl.col("start_date")) <= pl.duration(days=4 * 365)

    @rule(
        "CPP04",
        severity="query",
        column="previous_plan_count",
        message="Expected at most five earlier plans; found more.",
        why="The share of second and later plans rests on this number.",
        remedy="Check how many plans the child had before.",
    )
    def few_previous_plans(cls) -> pl.Expr:
        """Hardly any child had more than five plans before."""
        return pl.col("previous_plan_count") <= 5
