"""Training courses of the partnership."""

from datetime import date

import polars as pl

from schemas.column import day, text, whole
from schemas.rule import rule
from schemas.table import Table


class Training(Table):
    """The attendance of an agency at a course."""

    course: str = text("Course", required=True, about="The course")
    course_date: date = day("Date", required=True, about="The day of the course")
    agency: str = text("Agency", about="The agency; blank when not recorded")
    attendees: int = whole("Attendees", highest=10000, about="How many attended")

    class Config(Table.Config):
        """One row a course, day and agency."""

        name = "partnership.training"
        metadata = {"key": ("course", "course_date", "agency")}

    @rule(
        "TRN01",
        severity="query",
        column="attendees",
        message="Expected at least one person on a course that was held; found none.",
        why="A course that nobody attended was probably not held.",
        remedy="Enter how many attended, or remove the row.",
    )
    def somebody_attended(cls) -> pl.Expr:
        """Somebody attended a course that was held."""
        return pl.col("attendees") > 0
