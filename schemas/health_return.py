"""The health providers' monthly counts."""

from datetime import date

import polars as pl

from schemas.column import day, label, text, whole
from schemas.rule import rule
from schemas.table import Table

MEASURES = {
    "H01": "Child protection medicals seen within standard",
    "H02": "Initial health assessments completed within 20 working days",
    "H03": "Strategy meetings attended when invited",
    "H04": "Conference reports provided when requested",
    "H05": "Emergency department attendances under 18 for self-harm",
    "H06": "Emergency department attendances under 18 for assault",
    "H07": "GP referrals received within 2 working days of the concern",
    "H08": "Babies whose family received the ICON programme",
}
"""The agreed measures by reference."""

COUNTS = ("H05", "H06")
SHARES = tuple(ref for ref in MEASURES if ref not in COUNTS)
"""The agreed measures by what they return: one count, or a numerator and a denominator."""

ROW_KINDS = ("Numerator", "Denominator", "Count")
STATES = ("supplied", "not_supplied", "not_applicable", "suppressed")


class HealthReturn(Table):
    """A count that a health provider returned for a month."""

    measure_ref: str = text("Ref", required=True, about="The measure's reference")
    measure: str = text("Measure", about="The measure's name")
    row_kind: str = label(
        "Row",
        among=ROW_KINDS,
        required=True,
        about="Whether it is a numerator, a denominator or a plain count",
    )
    provider: str = text("Provider", required=True, about="The provider, which is the title of its sheet")
    month_start: date = day(
        "Month",
        required=True,
        future=True,
        about="The first day of the month; months to come stand in the form as blanks",
    )
    state: str = label(
        "State", among=STATES, required=True, about="Whether a number was supplied, and if not, why"
    )
    quantity: int = whole("Quantity", about="The number")
    quantity_low: int = whole("At least", about="The least that a suppressed number can be")
    quantity_high: int = whole("At most", about="The most that a suppressed number can be")

    class Config(Table.Config):
        """One row a provider, measure, row of the measure and month."""

        name = "health.health_return"
        metadata = {"key": ("measure_ref", "provider", "row_kind", "month_start")}

    @rule(
        "HLT01",
        severity="query",
        column="measure_ref",
        message="Expected a measure of the agreed list; found another. It is kept and in no indicator.",
        why="A measure that nobody agreed is in no indicator.",
        remedy="Correct the reference, or agree the measure with the partnership.",
    )
    def known_measure(cls) -> pl.Expr:
        """A measure is on the agreed list."""
        return pl.col("measure_ref").is_in(SHARES + COUNTS)

    @rule(
        "HLT02",
        severity="query",
        column="row_kind",
        message="Expected numerator and denominator for a share and one count otherwise; found the other form.",
        why="A share without its denominator is only a number.",
        remedy="Correct the row's kind.",
    )
    def row_fits_measure(cls) -> pl.Expr:
        """A share has a numerator and a denominator, a count has neither."""
        is_count = pl.col("measure_ref").is_in(COUNTS)
        return ~pl.col("measure_ref").is_in(SHARES + COUNTS) | ((pl.col("row_kind") == "Count") == is_count)
