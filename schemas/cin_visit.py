"""Visits to children in need."""

from datetime import date

import polars as pl

from schemas.column import Moment, day, flag, identifier, moment
from schemas.rule import rule
from schemas.table import Table


class CinVisit(Table):
    """A visit to a child in need."""

    visit_id: str = identifier(
        "cinv_cin_visit_id", of="cin_visit", required=True, about="The visit's reference"
    )
    child_id: str = identifier(
        "cinv_person_id", of="person", required=True, about="The child in the case system"
    )
    visit_date: date = day("cinv_cin_visit_date", required=True, about="The day of the visit")
    is_seen: bool = flag("cinv_cin_visit_seen", about="Whether the child was seen")
    is_seen_alone: bool = flag("cinv_cin_visit_seen_alone", about="Whether the child was seen alone")
    recorded_at: Moment = moment(
        "cinv_recorded_at", addition=True, about="When it was entered in the case system"
    )

    class Config(Table.Config):
        """One row a visit to a child."""

        name = "mosaic.cin_visit"
        metadata = {"key": ("visit_id",)}

    @rule(
        "CNV01",
        severity="query",
        column="is_seen_alone",
        message="Expected a child who was seen alone to have been seen; found that the child was not seen.",
        why="A child who was not seen was not seen alone.",
        remedy="Correct whether the child was seen.",
    )
    def seen_when_seen_alone(cls) -> pl.Expr:
        """A child who was seen alone was seen."""
        return ~pl.col("is_seen_alone") | pl.col("is_seen")

    @rule(
        "CNV02",
        severity="note",
        column="is_seen",
        message="Expected Y or N for whether the child was seen; found a blank.",
        why="A visit at which nobody knows whether the child was seen cannot be shown as one.",
        remedy="Enter whether the child was seen.",
    )
    def says_whether_seen(cls) -> pl.Expr:
        """A visit says whether the child was seen."""
        return pl.col("is_seen").is_not_null()
