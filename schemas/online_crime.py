"""Crimes with an online flag, as the police deliver them."""

from datetime import date

import polars as pl

from schemas.column import day, identifier, text, whole
from schemas.rule import rule
from schemas.table import Table


class OnlineCrime(Table):
    """A crime with an online flag and a victim under 18."""

    crime_id: str = identifier(
        "Crime Ref", of="crime", required=True, about="The police's reference of the crime"
    )
    crime_date: date = day("Crime Date", required=True, about="The day of the crime")
    offence_group: str = text("Offence Group", about="The group of offences")
    victim_id: str = identifier("Victim Ref", of="victim", about="The victim in the police's records")
    victim_age: int = whole("Victim Age", highest=120, about="The victim's age in years")

    class Config(Table.Config):
        """One row a crime."""

        name = "police.online_crime"
        metadata = {"key": ("crime_id",)}

    @rule(
        "ONL01",
        severity="note",
        column="victim_age",
        message="Expected someone under 18; found an age of 18 or over. The record is counted apart, as a reconciling line.",
        why="Measures of children leave adults out.",
        remedy="Check the date of birth or the age.",
    )
    def under_eighteen(cls) -> pl.Expr:
        """Someone who is 18 or over is outside every measure of children."""
        return pl.col("victim_age") < 18
