"""Incidents with a child at risk, as the police deliver them."""

import polars as pl

from schemas.column import Moment, identifier, label, moment
from schemas.rule import rule
from schemas.table import Table

GRADES = ("Immediate", "Priority", "Standard")


class ChildRiskIncident(Table):
    """An incident graded for attendance with a child at risk."""

    incident_id: str = identifier(
        "Incident Ref", of="incident", required=True, about="The police's reference of the incident"
    )
    reported_at: Moment = moment(
        "Reported At", required=True, clock="starts", about="When the incident was reported"
    )
    grade: str = label("Grade", among=GRADES, about="How soon the police must attend")
    attended_at: Moment = moment(
        "Attended At", clock="stops", about="When the police attended; blank when they did not"
    )

    class Config(Table.Config):
        """One row an incident."""

        name = "police.child_risk_incident"
        metadata = {"key": ("incident_id",)}

    @rule(
        "RSK01",
        severity="reject",
        column="attended_at",
        message="Expected the police to attend after the report; found a time before it.",
        why="The time to attend would be less than nothing.",
        remedy="Correct the time of the report or of attendance.",
    )
    def attended_after_report(cls) -> pl.Expr:
        """An incident is not attended before it is reported."""
        return pl.col("attended_at") >= pl.col("reported_at")

    @rule(
        "RSK02",
        severity="query",
        column="attended_at",
        message="Expected the police to attend within a week; found a later time.",
        why="An immediate incident is attended within minutes, so the day is probably mistyped.",
        remedy="Check the time of the report and of attendance.",
    )
    def attended_within_a_week(cls) -> pl.Expr:
        """An incident is attended within a week."""
        return (pl.col("attended_at") - pl.col("reported_at")) <= pl.duration(days=7)
