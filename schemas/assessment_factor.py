"""Factors found by assessments."""

import polars as pl

from schemas.column import identifier, text
from schemas.rule import rule
from schemas.table import Table


class AssessmentFactor(Table):
    """The factors that an assessment found."""

    factor_row_id: str = identifier(
        "cinf_table_id", of="assessment_factor", required=True, about="The row's reference"
    )
    assessment_id: str = identifier(
        "cinf_assessment_id", of="assessment", required=True, about="The assessment"
    )
    factor_codes: str = text("cinf_assessment_factors_json", about="The codes of the factors, as a list")

    class Config(Table.Config):
        """One row a list of factors of an assessment."""

        name = "mosaic.assessment_factor"
        metadata = {"key": ("factor_row_id",)}

    @rule(
        "FAC01",
        severity="query",
        column="factor_codes",
        message="Expected codes of factors such as 4B; found none that reads as one.",
        why="Factors tell what children need help with; free text cannot be counted.",
        remedy="Enter the factors by their codes.",
    )
    def holds_factor_codes(cls) -> pl.Expr:
        """A list of factors holds at least one code: one or two digits and perhaps a letter."""
        return pl.col("factor_codes").str.contains(r"\b\d{1,2}[A-F]?\b")
