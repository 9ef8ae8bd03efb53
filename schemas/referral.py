"""Referrals, with the episode of need that each opens."""

from datetime import date

import polars as pl

from schemas.column import Moment, code, day, flag, identifier, moment
from schemas.rule import rule
from schemas.table import Table


class Referral(Table):
    """A referral of a child, and the episode of need that it opens."""

    referral_id: str = identifier(
        "cine_referral_id", of="referral", required=True, about="The referral's reference"
    )
    child_id: str = identifier(
        "cine_person_id", of="person", required=True, about="The child in the case system"
    )
    referral_date: date = day("cine_referral_date", required=True, about="The day of the referral")
    primary_need_code: str = code(
        "cine_cin_primary_need_code", of="primary_need", about="The child's primary need"
    )
    source_code: str = code("cine_referral_source_code", of="referral_source", about="Who made the referral")
    is_nfa: bool = flag("cine_referral_nfa", about="Whether it ended in no further action")
    close_reason_code: str = code("cine_close_reason", of="close_reason", about="Why the episode was closed")
    close_date: date = day("cine_close_date", about="The day the episode was closed; blank while open")
    team_id: str = identifier("cine_referral_team", of="team", about="The team responsible")
    worker_id: str = identifier("cine_referral_worker_id", of="professional", about="The worker responsible")
    decided_at: Moment = moment(
        "cine_decision_datetime", addition=True, clock="stops", about="When a manager decided on the referral"
    )
    recorded_at: Moment = moment(
        "cine_recorded_at", addition=True, about="When it was entered in the case system"
    )

    class Config(Table.Config):
        """One row a referral of a child."""

        name = "mosaic.referral"
        metadata = {"key": ("referral_id",)}

    @rule(
        "REF01",
        severity="reject",
        column="close_date",
        message="Expected the episode to close on or after the day of the referral; found it closed before.",
        why="The episode of need would have no day, and the child would not be counted.",
        remedy="Correct the day of the referral or of the closure.",
    )
    def closes_after_referral(cls) -> pl.Expr:
        """An episode is not closed before its referral."""
        return pl.col("close_date") >= pl.col("referral_date")

    @rule(
        "REF02",
        severity="reject",
        column="decided_at",
        message="Expected the decision on or after the day of the referral; found one before it.",
        why="The time to a decision would be less than nothing.",
        remedy="Correct the day of the referral or the time of the decision.",
    )
    def decided_after_referral(cls) -> pl.Expr:
        """A referral is not decided before the day it is made."""
        return pl.col("decided_on") >= pl.col("referral_date")

    @rule(
        "REF03",
        severity="query",
        column="is_nfa",
        message="Expected Y or N for no further action; found a blank. It counts as not ended in no further action.",
        why="The share of referrals that end in no further action is wrong by every blank.",
        remedy="Enter whether the referral ended in no further action.",
    )
    def says_whether_nfa(cls) -> pl.Expr:
        """A referral says whether it ended in no further action."""
        return pl.col("is_nfa").is_not_null()

    @rule(
        "REF04",
        severity="query",
        column="close_reason_code",
        message="Expected a reason for a closed episode; found none.",
        why="Without a reason nobody can say whether help ended well or the child moved away.",
        remedy="Enter why the episode was closed.",
    )
    def closed_with_reason(cls) -> pl.Expr:
        """A closed episode has a reason."""
        return pl.col("close_date").is_null() | pl.col("close_reason_code").is_not_null()

    @rule(
        "REF05",
        severity="query",
        column="close_date",
        message="Expected a closing day for an episode that has a reason for closure; found none. It counts as open.",
        why="An episode that should be closed stays among the children in need.",
        remedy="Enter the day the episode was closed, or remove the reason.",
    )
    def reason_only_when_closed(cls) -> pl.Expr:
        """An open episode has no reason for closure."""
        return pl.col("close_reason_code").is_null() | pl.col("close_date").is_not_null()

    @rule(
        "REF06",
        severity="query",
        column="primary_need_code",
        message="Expected the primary need of a referral that went further; found none.",
        why="Children in need are counted by their primary need.",
        remedy="Enter the primary need.",
    )
    def further_with_need(cls) -> pl.Expr:
        """A referral that did not end in no further action has a primary need."""
        return pl.col("is_nfa").fill_null(False) | pl.col("primary_need_code").is_not_null()

    @rule(
        "REF07",
        severity="query",
        column="source_code",
        message="Expected who made the referral; found a blank. It is counted with the source not recorded.",
        why="Referrals are shown by the agency that made them.",
        remedy="Enter who made the referral.",
    )
    def has_source(cls) -> pl.Expr:
        """A referral has a source."""
        return pl.col("source_code").is_not_null()

    @rule(
        "REF08",
        severity="query",
        column="close_reason_code",
        message="Expected a referral with no further action not to end in an adoption or an order; found that it did.",
        why="One of the two is wrong: nothing further was done, or a great deal.",
        remedy="Correct the reason, or whether the referral ended in no further action.",
    )
    def nfa_without_order(cls) -> pl.Expr:
        """A referral that ended in no further action did not end in an order."""
        return ~(pl.col("is_nfa").fill_null(False) & pl.col("close_reason_code").is_in(["RC1", "RC3", "RC4"]))

    @rule(
        "REF09",
        severity="note",
        column="recorded_at",
        message="Expected the referral to be entered on or after its day; found it entered before.",
        why="A referral that is entered before it is made shows that its day is wrong.",
        remedy="Correct the day of the referral.",
    )
    def recorded_after_referral(cls) -> pl.Expr:
        """A referral is not entered before the day it is made."""
        return pl.col("recorded_on") >= pl.col("referral_date")
