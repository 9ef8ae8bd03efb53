"""Missing reports, as the police deliver them."""

from datetime import date

import polars as pl

from schemas.age import age_on
from schemas.column import Moment, code, day, identifier, label, moment, placing_authority
from schemas.rule import rule
from schemas.table import Table

MISSING_FROM = ("Home", "Children's home", "Foster care", "Hospital", "School", "Other")
RISK_GRADES = ("No apparent risk", "Low", "Medium", "High")


class MissingReport(Table):
    """A report to the police that a child is missing."""

    report_id: str = identifier(
        "Report Ref", of="police_report", required=True, about="The police's reference"
    )
    nominal_id: str = identifier(
        "Nominal Ref", of="nominal", required=True, about="The child in the police's records"
    )
    child_id: str = identifier("Mosaic ID", of="person", about="The child in the case system, where known")
    birth_date: date = day("Date of Birth", personal=True, about="The child's date of birth")
    sex: str = code("Gender", of="sex", about="The child's sex as recorded by the police")
    reported_at: Moment = moment("Reported Missing", required=True, about="When the report was made")
    found_at: Moment = moment(
        "Found", clock="starts", about="When the child was found; blank while still missing"
    )
    risk_grade: str = label("Risk Grade", among=RISK_GRADES, about="The risk as graded")
    missing_from: str = label("Missing From", among=MISSING_FROM, about="Where the child went missing from")
    placing_authority: str = placing_authority(
        "Placing Authority", about="The authority that placed the child, if other"
    )
    notified_at: Moment = moment("LA Notified", clock="stops", about="When the council was told")

    class Config(Table.Config):
        """One row a report."""

        name = "police.missing_report"
        metadata = {"key": ("report_id",)}

    @rule(
        "MIS01",
        severity="reject",
        column="found_at",
        message="Expected the child to be found after the report; found a time before it.",
        why="The episode would last less than no time, and the 72 hours begin when the child is found.",
        remedy="Correct the time found or the time reported.",
    )
    def found_after_reported(cls) -> pl.Expr:
        """A child is found after being reported missing."""
        return pl.col("found_at") >= pl.col("reported_at")

    @rule(
        "MIS02",
        severity="note",
        column="risk_grade",
        message="Expected a risk grade, as South Yorkshire gives every missing child; found no apparent risk.",
        why="South Yorkshire grades every missing child, so no apparent risk is probably a blank.",
        remedy="Check the grade with the police.",
    )
    def has_risk(cls) -> pl.Expr:
        """South Yorkshire has no category of absence: every missing child is missing until located."""
        return pl.col("risk_grade") != "No apparent risk"

    @rule(
        "MIS03",
        severity="note",
        column="birth_date",
        message="Expected someone under 18; found an age of 18 or over. The record is counted apart, as a reconciling line.",
        why="Measures of children leave adults out.",
        remedy="Check the date of birth.",
    )
    def under_eighteen(cls) -> pl.Expr:
        """Someone who is 18 or over is outside every measure of children."""
        return age_on("birth_date", "reported_on") < 18

    @rule(
        "MIS04",
        severity="query",
        column="notified_at",
        message="Expected the council to be told after the report; found a time before it.",
        why="The council cannot have been told of a report that was not yet made.",
        remedy="Correct the time of the report or of the notice.",
    )
    def notified_after_reported(cls) -> pl.Expr:
        """The council is not told before the report."""
        return pl.col("notified_at") >= pl.col("reported_at")

    @rule(
        "MIS05",
        severity="query",
        column="birth_date",
        message="Expected a date of birth before the report; found one after it.",
        why="Nobody can say whether the person is a child.",
        remedy="Correct the date of birth or the time of the report.",
    )
    def born_before_reported(cls) -> pl.Expr:
        """A child is born before being reported missing."""
        return pl.col("birth_date") <= pl.col("reported_on")

    @rule(
        "MIS06",
        severity="query",
        column="found_at",
        message="Expected a child to be found within a year; found one who was missing for longer.",
        why="A year that was mistyped makes one episode outweigh all the others.",
        remedy="Check when the child was found.",
    )
    def found_within_a_year(cls) -> pl.Expr:
        """A child is hardly ever missing for more than a year."""
        return (pl.col("found_at") - pl.col("reported_at")) <= pl.duration(days=365)
