"""Section 11 audits."""

import polars as pl

from schemas.column import flag, label, text
from schemas.rule import rule
from schemas.table import Table

RATINGS = ("Met", "Partially met", "Not met")


class Section11(Table):
    """An agency's rating of itself against a requirement (Children Act 2004, section 11)."""

    year: str = text("Year", required=True, about="The year of the audit")
    agency: str = text("Agency", required=True, about="The agency")
    standard: str = text("Standard", required=True, about="The standard")
    requirement: str = text("Requirement", required=True, about="The requirement of the standard")
    rating: str = label("Rating", among=RATINGS, about="How far the requirement is met")
    is_evidenced: bool = flag("Evidence", about="Whether there is evidence for the rating")

    class Config(Table.Config):
        """One row a year, agency and requirement."""

        name = "partnership.section_11"
        metadata = {"key": ("year", "agency", "standard", "requirement")}

    @rule(
        "SEC01",
        severity="reject",
        column="year",
        message="Expected a year such as 2022-23; found something else.",
        why="Audits are compared from year to year, and one of no year belongs to none.",
        remedy="Enter the year of the audit.",
    )
    def names_year(cls) -> pl.Expr:
        """The year of an audit begins with four figures."""
        return pl.col("year").str.contains(r"^(?:19|20)\d\d\b")

    @rule(
        "SEC02",
        severity="note",
        column="is_evidenced",
        message="Expected evidence for a requirement that is met; found that there is none.",
        why="A rating without evidence is an opinion.",
        remedy="Attach the evidence, or change the rating.",
    )
    def met_with_evidence(cls) -> pl.Expr:
        """A requirement that is met has evidence."""
        return (pl.col("rating") != "Met") | pl.col("is_evidenced")

    @rule(
        "SEC03",
        severity="query",
        column="rating",
        message="Expected how far the requirement is met; found a blank.",
        why="A requirement without a rating is in no share.",
        remedy="Enter the rating.",
    )
    def has_rating(cls) -> pl.Expr:
        """A requirement has a rating."""
        return pl.col("rating").is_not_null()
