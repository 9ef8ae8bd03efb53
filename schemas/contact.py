"""Contacts with the front door."""

import polars as pl

from schemas.column import Moment, code, flag, identifier, label, moment
from schemas.rule import rule
from schemas.table import Table

QUALITY_ISSUES = ("None", "Consent", "Quality", "Both")


class Contact(Table):
    """A contact about a child with children's social care."""

    contact_id: str = identifier(
        "cont_contact_id", of="contact", required=True, about="The contact's reference"
    )
    child_id: str = identifier(
        "cont_person_id", of="person", required=True, about="The child in the case system"
    )
    received_at: Moment = moment(
        "cont_contact_date", required=True, clock="starts", about="When the contact was received"
    )
    source_code: str = code(
        "cont_contact_source_code", of="referral_source", addition=True, about="Who made the contact"
    )
    decided_at: Moment = moment(
        "cont_decision_datetime",
        addition=True,
        clock="stops",
        about="When the front door concluded the contact; blank while open",
    )
    referral_id: str = identifier(
        "cont_referral_id", of="referral", addition=True, about="The referral that it became, if any"
    )
    quality_issue: str = label(
        "cont_quality_issue",
        among=QUALITY_ISSUES,
        addition=True,
        about="What was wrong with the contact as received; blank when not assessed",
    )
    outcome_sent_at: Moment = moment(
        "cont_outcome_sent_datetime",
        addition=True,
        clock="stops",
        about="When the person who made the contact was told the outcome",
    )
    is_early_help_request: bool = flag(
        "cont_requested_early_help", addition=True, about="Whether it asks for targeted early help"
    )
    team_id: str = identifier("cont_team", of="team", addition=True, about="The team that took the contact")
    recorded_at: Moment = moment(
        "cont_recorded_at", addition=True, about="When it was entered in the case system"
    )

    class Config(Table.Config):
        """One row a contact about a child."""

        name = "mosaic.contact"
        metadata = {"key": ("contact_id",)}

    @rule(
        "CON01",
        severity="reject",
        column="decided_at",
        message="Expected the contact to be concluded after it was received; found a conclusion before it.",
        why="The time to a decision would be less than nothing.",
        remedy="Correct the time received or the time concluded.",
    )
    def decided_after_received(cls) -> pl.Expr:
        """A contact is not concluded before it is received."""
        return pl.col("decided_at") >= pl.col("received_at")

    @rule(
        "CON02",
        severity="query",
        column="outcome_sent_at",
        message="Expected the outcome to be sent after the contact was concluded; found it sent before.",
        why="The person who made the contact cannot have been told of a decision that was not yet made.",
        remedy="Correct the time concluded or the time sent.",
    )
    def outcome_sent_after_decided(cls) -> pl.Expr:
        """An outcome is not sent before it is decided."""
        return pl.col("outcome_sent_at") >= pl.col("decided_at")

    @rule(
        "CON03",
        severity="query",
        column="decided_at",
        message="Expected a time concluded for a contact that became a referral; found none. It counts as open.",
        why="A contact that counts as open makes the front door look slower than it is.",
        remedy="Enter when the contact was concluded.",
    )
    def decided_when_referred(cls) -> pl.Expr:
        """A contact that became a referral has been concluded."""
        return pl.col("referral_id").is_null() | pl.col("decided_at").is_not_null()

    @rule(
        "CON04",
        severity="note",
        column="recorded_at",
        message="Expected the contact to be entered after it was received; found it entered before.",
        why="A contact that is entered before it comes shows that its time is wrong.",
        remedy="Correct the time received.",
    )
    def recorded_after_received(cls) -> pl.Expr:
        """A contact is not entered before the day it is received."""
        return pl.col("recorded_on") >= pl.col("received_on")

    @rule(
        "CON05",
        severity="query",
        column="outcome_sent_at",
        message="Expected a time concluded for a contact whose outcome was sent; found none. It counts as open.",
        why="A contact that counts as open makes the front door look slower than it is.",
        remedy="Enter when the contact was concluded.",
    )
    def sent_when_decided(cls) -> pl.Expr:
        """An outcome that was sent was decided."""
        return pl.col("outcome_sent_at").is_null() | pl.col("decided_at").is_not_null()

    @rule(
        "CON06",
        severity="query",
        column="decided_at",
        message="Expected a contact to be concluded within 90 days; found one that took longer.",
        why="One mistyped month outweighs all the others in the mean time to a decision.",
        remedy="Check the time received and the time concluded.",
    )
    def decided_within_a_quarter(cls) -> pl.Expr:
        """A contact does not wait for more than 90 days."""
        return (pl.col("decided_at") - pl.col("received_at")) <= pl.duration(days=90)
