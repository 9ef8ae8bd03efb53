"""Early help episodes, as EISI holds them."""

from datetime import date

import polars as pl

from schemas.age import age_on
from schemas.column import code, day, flag, identifier, label, text
from schemas.rule import rule
from schemas.table import Table

CLOSURE_REASONS = ("Outcomes met", "Step up to social care", "Disengaged", "Moved away", "Other")
LEAD_AGENCIES = (
    "Council family support",
    "School",
    "Health visiting",
    "School nursing",
    "Voluntary sector",
    "Other",
)


class EarlyHelpEpisode(Table):
    """An early help episode of a child."""

    eisi_id: str = identifier("EISI ID", of="eisi", required=True, about="The child in EISI")
    family_id: str = identifier("Family ID", of="eisi_family", about="The family in EISI")
    child_id: str = identifier("Mosaic ID", of="person", about="The child in the case system, where known")
    nhs_id: str = identifier(
        "NHS Number", of="nhs", width=10, check="nhs", about="The child's NHS number, kept as its pseudonym"
    )
    birth_date: date = day("Date of Birth", personal=True, about="The child's date of birth")
    sex: str = code("Gender", of="sex", about="The child's sex")
    ward: str = text("Ward", about="The electoral ward where the child lives")
    request_date: date = day("Request Date", about="The day early help was requested")
    request_source: str = text("Request Source", about="Who requested it")
    assessment_date: date = day("Assessment Date", about="The day of the early help assessment")
    plan_start_date: date = day("Plan Start", about="The day the plan started")
    plan_end_date: date = day("Plan End", about="The day the plan ended; blank while open")
    lead_agency: str = label("Lead Agency", among=LEAD_AGENCIES, about="The agency that leads the plan")
    closure_reason: str = label("Closure Reason", among=CLOSURE_REASONS, about="Why the episode was closed")
    is_step_down: bool = flag("Step Down", about="Whether it came from social care")
    last_updated_date: date = day("Last Updated", about="The day the episode was last changed")

    class Config(Table.Config):
        """One row a child and episode; EISI gives an episode no reference of its own."""

        name = "eisi.early_help_episode"
        metadata = {"key": ("eisi_id", "request_date", "plan_start_date")}

    @rule(
        "EHE01",
        severity="reject",
        column="plan_end_date",
        message="Expected the plan to end on or after the day it starts; found an end before the start.",
        why="The family would be helped for less than no time.",
        remedy="Correct the day the plan started or ended.",
    )
    def ends_after_start(cls) -> pl.Expr:
        """A plan does not end before it starts."""
        return pl.col("plan_end_date") >= pl.col("plan_start_date")

    @rule(
        "EHE02",
        severity="query",
        column="assessment_date",
        message="Expected the assessment on or after the day of the request; found it before.",
        why="The time from request to assessment would be less than nothing.",
        remedy="Correct the day of the request or of the assessment.",
    )
    def assessed_after_request(cls) -> pl.Expr:
        """An assessment is not made before it is requested."""
        return pl.col("assessment_date") >= pl.col("request_date")

    @rule(
        "EHE03",
        severity="query",
        column="plan_start_date",
        message="Expected a start for an episode that ended; found neither a plan nor an assessment.",
        why="An episode without a start is in no count of those open.",
        remedy="Enter the day the plan started.",
    )
    def ended_with_start(cls) -> pl.Expr:
        """An episode that ended has a start."""
        started = pl.col("plan_start_date").is_not_null() | pl.col("assessment_date").is_not_null()
        return pl.col("plan_end_date").is_null() | started

    @rule(
        "EHE04",
        severity="note",
        column="closure_reason",
        message="Expected a reason for a closed episode; found none.",
        why="Without a reason nobody can say whether early help worked.",
        remedy="Enter why the episode was closed.",
    )
    def closed_with_reason(cls) -> pl.Expr:
        """A closed episode has a reason."""
        return pl.col("plan_end_date").is_null() | pl.col("closure_reason").is_not_null()

    @rule(
        "EHE05",
        severity="note",
        column="birth_date",
        message="Expected someone under 18; found an age of 18 or over. The record is counted apart, as a reconciling line.",
        why="Measures of children leave adults out.",
        remedy="Check the date of birth or the age.",
    )
    def under_eighteen(cls) -> pl.Expr:
        """Someone who is 18 or over is outside every measure of children."""
        return age_on("birth_date", "request_date") < 18

    @rule(
        "EHE06",
        severity="query",
        column="birth_date",
        message="Expected a date of birth before the request; found one after it.",
        why="Nobody can say whether the person is a child.",
        remedy="Correct the date of birth or the day of the request.",
    )
    def born_before_request(cls) -> pl.Expr:
        """Early help is requested for a child who is born."""
        return pl.col("birth_date") <= pl.col("request_date")

    @rule(
        "EHE07",
        severity="query",
        column="closure_reason",
        message="Expected an end for an episode with a reason for closure; found none. It counts as open.",
        why="An episode that should be closed stays among those open.",
        remedy="Enter the day the plan ended, or remove the reason.",
    )
    def reason_only_when_closed(cls) -> pl.Expr:
        """An open episode has no reason for closure."""
        return pl.col("closure_reason").is_null() | pl.col("plan_end_date").is_not_null()

    @rule(
        "EHE08",
        severity="query",
        column="plan_start_date",
        message="Expected the plan to start on or after the day of the request; found a start before it.",
        why="The time from request to help would be less than nothing.",
        remedy="Correct the day of the request or of the plan's start.",
    )
    def starts_after_request(cls) -> pl.Expr:
        """Help does not start before it is requested."""
        return pl.col("plan_start_date") >= pl.col("request_date")
