"""Return home interviews, as the targeted youth support team logs them in EISI."""

from datetime import date

import polars as pl

from schemas.age import age_on
from schemas.column import Moment, day, flag, identifier, moment, placing_authority, text
from schemas.rule import rule
from schemas.table import Table


class ReturnInterview(Table):
    """A missing report that reached the team, and the interview that was or was not held."""

    interview_id: str = identifier("RHI Ref", of="interview", required=True, about="The team's reference")
    report_id: str = identifier(
        "Police Ref", of="police_report", about="The police's reference of the missing report"
    )
    eisi_id: str = identifier("EISI ID", of="eisi", about="The child in EISI")
    child_id: str = identifier("Mosaic ID", of="person", about="The child in the case system, where known")
    birth_date: date = day("Date of Birth", personal=True, about="The child's date of birth")
    placing_authority: str = placing_authority(
        "Placing Authority", about="The authority that placed the child, if other"
    )
    returned_at: Moment = moment(
        "Returned", clock="starts", about="When the child returned; blank while still missing"
    )
    is_required: bool = flag("Interview Required", about="Whether an interview has to be offered")
    reason_not_required: str = text("Reason Not Required", about="Why no interview has to be offered")
    is_offered: bool = flag("Offered", about="Whether an interview was offered")
    offered_date: date = day("Offered On", about="The day the interview was offered")
    is_accepted: bool = flag("Accepted", about="Whether the child accepted the interview")
    reason_declined: str = text("Reason Declined", about="Why the interview was declined")
    completed_at: Moment = moment("Completed On", clock="stops", about="When the interview was held")

    class Config(Table.Config):
        """One row a missing report that reached the team."""

        name = "eisi.return_interview"
        metadata = {"key": ("interview_id",)}

    @rule(
        "RHI01",
        severity="query",
        column="completed_at",
        message="Expected the interview to be held after the child's return; found a time before it.",
        why="An interview that is held before the child returns cannot be about the return.",
        remedy="Correct the time of the interview or of the return.",
    )
    def completed_after_returned(cls) -> pl.Expr:
        """An interview is held after the child has returned."""
        return pl.col("completed_at") >= pl.col("returned_at")

    @rule(
        "RHI02",
        severity="query",
        column="offered_date",
        message="Expected the interview to be offered before it was held; found the offer dated after it.",
        why="An offer after the interview shows that one of the days is wrong.",
        remedy="Correct the day of the offer or of the interview.",
    )
    def offered_before_completed(cls) -> pl.Expr:
        """An interview is offered no later than the day it is held."""
        return pl.col("offered_date") <= pl.col("completed_on")

    @rule(
        "RHI03",
        severity="query",
        column="is_offered",
        message="Expected an offer for an interview that was accepted or held; found that none was offered.",
        why="More interviews held than offered is impossible on the scorecard's face.",
        remedy="Correct whether the interview was offered.",
    )
    def held_only_if_offered(cls) -> pl.Expr:
        """An interview that was accepted or held was offered."""
        held = pl.col("is_accepted").fill_null(False) | pl.col("completed_at").is_not_null()
        return ~held | pl.col("is_offered")

    @rule(
        "RHI04",
        severity="query",
        column="is_accepted",
        message="Expected a declined interview not to be held; found one that was declined and held.",
        why="More interviews held than accepted is impossible on the scorecard's face.",
        remedy="Correct whether the interview was accepted, or remove the time it was held.",
    )
    def declined_is_not_held(cls) -> pl.Expr:
        """An interview that was declined has no time at which it was held."""
        return pl.col("is_accepted") | pl.col("completed_at").is_null()

    @rule(
        "RHI05",
        severity="note",
        column="reason_not_required",
        message="Expected the reason why no interview is required; found none.",
        why="Without a reason nobody can say whether it was right not to offer an interview.",
        remedy="State why no interview is required.",
    )
    def reason_when_not_required(cls) -> pl.Expr:
        """An interview that is not required has a reason."""
        return pl.col("is_required") | pl.col("reason_not_required").is_not_null()

    @rule(
        "RHI06",
        severity="note",
        column="birth_date",
        message="Expected someone under 18; found an age of 18 or over. The record is counted apart, as a reconciling line.",
        why="Measures of children leave adults out.",
        remedy="Check the date of birth.",
    )
    def under_eighteen(cls) -> pl.Expr:
        """Someone who is 18 or over is outside every measure of children."""
        return age_on("birth_date", "returned_on") < 18

    @rule(
        "RHI07",
        severity="query",
        column="completed_at",
        message="Expected an interview within a year of the return; found a later one.",
        why="An interview after a year is about another return, or its year is mistyped.",
        remedy="Check the time of the interview and of the return.",
    )
    def held_within_a_year(cls) -> pl.Expr:
        """An interview is held within a year."""
        return (pl.col("completed_at") - pl.col("returned_at")) <= pl.duration(days=365)

    @rule(
        "RHI08",
        severity="query",
        column="returned_at",
        message="Expected the time of the return for an interview that was held; found none. It is in no share held in time.",
        why="The 72 hours begin when the child returns.",
        remedy="Enter when the child returned.",
    )
    def returned_when_held(cls) -> pl.Expr:
        """A child who was interviewed has returned."""
        return pl.col("completed_at").is_null() | pl.col("returned_at").is_not_null()

    @rule(
        "RHI09",
        severity="query",
        column="birth_date",
        message="Expected a date of birth before the return; found one after it.",
        why="Nobody can say whether the person is a child.",
        remedy="Correct the date of birth or the time of the return.",
    )
    def born_before_return(cls) -> pl.Expr:
        """A child is born before returning."""
        return pl.col("birth_date") <= pl.col("returned_on")

    @rule(
        "RHI10",
        severity="query",
        column="reason_declined",
        message="Expected no reason for declining an interview that was accepted; found one.",
        why="The interview counts as accepted although the reason says otherwise.",
        remedy="Correct whether the interview was accepted, or remove the reason.",
    )
    def declined_with_reason_only(cls) -> pl.Expr:
        """An interview that was accepted was not declined."""
        return ~pl.col("is_accepted").fill_null(False) | pl.col("reason_declined").is_null()
