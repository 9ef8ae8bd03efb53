"""Strategy discussions."""

from datetime import date

import polars as pl

from schemas.column import day, flag, identifier
from schemas.rule import rule
from schemas.table import Table


class StrategyDiscussion(Table):
    """A strategy discussion about a child."""

    strategy_id: str = identifier(
        "strategy_id", of="strategy", required=True, about="The discussion's reference"
    )
    child_id: str = identifier("person_id", of="person", required=True, about="The child in the case system")
    referral_id: str = identifier("referral_id", of="referral", about="The referral that it belongs to")
    discussion_date: date = day("discussion_date", required=True, about="The day of the discussion")
    is_s47_initiated: bool = flag("s47_initiated", about="Whether it began a section 47 enquiry")
    enquiry_id: str = identifier("s47_enquiry_id", of="enquiry", about="The enquiry that it began, if any")
    is_social_care_present: bool = flag("social_care_present", about="Whether social care took part")
    is_police_present: bool = flag("police_present", about="Whether the police took part")
    is_health_present: bool = flag("health_present", about="Whether health took part")
    minutes_sent_date: date = day("minutes_sent_date", about="The day the minutes were sent")

    class Config(Table.Config):
        """One row a discussion about a child."""

        name = "mosaic.strategy_discussion"
        metadata = {"key": ("strategy_id",)}

    @rule(
        "STR01",
        severity="query",
        column="minutes_sent_date",
        message="Expected the minutes on or after the day of the discussion; found them sent before.",
        why="Minutes are sent after the discussion that they are of.",
        remedy="Correct the day of the discussion or of the minutes.",
    )
    def minutes_after_discussion(cls) -> pl.Expr:
        """Minutes are not sent before the discussion."""
        return pl.col("minutes_sent_date") >= pl.col("discussion_date")

    @rule(
        "STR02",
        severity="query",
        column="is_s47_initiated",
        message="Expected a discussion with an enquiry to have begun it; found that it began none.",
        why="An enquiry begins with a decision in a strategy discussion.",
        remedy="Correct whether an enquiry was begun, or remove the enquiry.",
    )
    def enquiry_only_when_initiated(cls) -> pl.Expr:
        """A discussion with an enquiry says that it began one."""
        return pl.col("enquiry_id").is_null() | pl.col("is_s47_initiated")

    @rule(
        "STR03",
        severity="query",
        column="enquiry_id",
        message="Expected the enquiry of a discussion that began one; found none.",
        why="Without the link nobody can say how soon the enquiry followed.",
        remedy="Link the discussion to its enquiry.",
    )
    def initiated_with_enquiry(cls) -> pl.Expr:
        """A discussion that began an enquiry names it."""
        return ~pl.col("is_s47_initiated").fill_null(False) | pl.col("enquiry_id").is_not_null()
