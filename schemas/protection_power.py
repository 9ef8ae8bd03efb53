"""Uses of police protection."""

import polars as pl

from schemas.column import Moment, flag, identifier, moment
from schemas.rule import rule
from schemas.table import Table


class ProtectionPower(Table):
    """A use of police protection (Children Act 1989, section 46)."""

    power_id: str = identifier("Ref", of="protection_power", required=True, about="The police's reference")
    used_at: Moment = moment("Used At", required=True, about="When the power was used")
    is_social_care_consulted: bool = flag("Social Care Consulted", about="Whether social care was consulted")

    class Config(Table.Config):
        """One row a use of the power."""

        name = "police.protection_power"
        metadata = {"key": ("power_id",)}

    @rule(
        "PWR01",
        severity="note",
        column="is_social_care_consulted",
        message="Expected Y or N for whether social care was consulted; found a blank.",
        why="The law has the police tell the council, and a blank is not a no.",
        remedy="Enter whether social care was consulted.",
    )
    def says_whether_consulted(cls) -> pl.Expr:
        """A use of the power says whether social care was consulted."""
        return pl.col("is_social_care_consulted").is_not_null()
