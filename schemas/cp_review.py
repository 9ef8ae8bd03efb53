"""Review child protection conferences."""

from datetime import date

import polars as pl

from schemas.column import Moment, day, flag, identifier, moment
from schemas.rule import rule
from schemas.table import Table


class CpReview(Table):
    """A review of a child protection plan."""

    review_id: str = identifier(
        "cppr_cp_review_id", of="cp_review", required=True, about="The review's reference"
    )
    child_id: str = identifier(
        "cppr_person_id", of="person", required=True, about="The child in the case system"
    )
    plan_id: str = identifier("cppr_cp_plan_id", of="cp_plan", about="The plan")
    due_date: date = day("cppr_cp_review_due", future=True, about="The day it is due")
    review_date: date = day("cppr_cp_review_date", about="The day it was held; blank while not held")
    is_plan_continued: bool = flag("cppr_cp_review_outcome_continue_cp", about="Whether the plan continues")
    recorded_at: Moment = moment(
        "cppr_recorded_at", addition=True, about="When it was entered in the case system"
    )

    class Config(Table.Config):
        """One row a review of a child's plan."""

        name = "mosaic.cp_review"
        metadata = {"key": ("review_id",)}

    @rule(
        "RVW01",
        severity="query",
        column="review_date",
        message="Expected the day the review was due or held; found neither. It is in no count.",
        why="A review without any day is in no month.",
        remedy="Enter the day the review was due or held.",
    )
    def has_a_day(cls) -> pl.Expr:
        """A review has a day on which it was due or held."""
        return pl.col("due_date").is_not_null() | pl.col("review_date").is_not_null()

    @rule(
        "RVW02",
        severity="note",
        column="is_plan_continued",
        message="Expected a review that was held to say whether the plan continues; found a blank.",
        why="Without the outcome nobody can say why the plan went on.",
        remedy="Enter whether the plan continues.",
    )
    def held_with_outcome(cls) -> pl.Expr:
        """A review that was held says whether the plan continues."""
        return pl.col("review_date").is_null() | pl.col("is_plan_continued").is_not_null()

    @rule(
        "RVW03",
        severity="query",
        column="review_date",
        message="Expected a review that was held for one with an outcome; found an outcome and no day.",
        why="A review that counts as not held is late.",
        remedy="Enter the day it was held, or remove the outcome.",
    )
    def outcome_when_held(cls) -> pl.Expr:
        """A review with an outcome was held."""
        return pl.col("is_plan_continued").is_null() | pl.col("review_date").is_not_null()
