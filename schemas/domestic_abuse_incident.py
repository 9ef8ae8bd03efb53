"""Domestic abuse incidents, as the police deliver them."""

from datetime import date

import polars as pl

from schemas.column import day, flag, identifier, label, whole
from schemas.rule import rule
from schemas.table import Table

RISK_GRADES = ("Standard", "Medium", "High")


class DomesticAbuseIncident(Table):
    """A domestic abuse incident."""

    incident_id: str = identifier(
        "Incident Ref", of="incident", required=True, about="The police's reference of the incident"
    )
    incident_date: date = day("Incident Date", required=True, about="The day of the incident")
    risk_grade: str = label("Risk Grade", among=RISK_GRADES, about="The risk as graded")
    is_child_in_household: bool = flag(
        "Child In Household", about="Whether a child lives in the household; blank when not known"
    )
    is_repeat_household: bool = flag("Repeat Household", about="Whether the household had an incident before")
    survivor_age: int = whole("Survivor Age", highest=120, about="The survivor's age in years")

    class Config(Table.Config):
        """One row an incident."""

        name = "police.domestic_abuse_incident"
        metadata = {"key": ("incident_id",)}

    @rule(
        "DOM01",
        severity="note",
        column="survivor_age",
        message="Expected a survivor aged 16 or over, as the law defines domestic abuse; found a younger one.",
        why="The law counts domestic abuse of people of 16 and over; abuse of a younger child is child abuse.",
        remedy="Check the age, or record the incident as abuse of a child.",
    )
    def survivor_of_age(cls) -> pl.Expr:
        """A survivor of domestic abuse is 16 or over (Domestic Abuse Act 2021, section 1)."""
        return pl.col("survivor_age") >= 16

    @rule(
        "DOM02",
        severity="query",
        column="risk_grade",
        message="Expected the risk as graded; found a blank. It is counted with the grade not recorded.",
        why="Incidents are shown by risk.",
        remedy="Enter the risk grade.",
    )
    def has_grade(cls) -> pl.Expr:
        """An incident has a risk grade."""
        return pl.col("risk_grade").is_not_null()
