"""Child concern notices, as the police deliver them."""

import polars as pl

from schemas.column import Moment, identifier, moment, text
from schemas.rule import rule
from schemas.table import Table


class ConcernNotice(Table):
    """A child concern notice that the police sent to the front door."""

    notice_id: str = identifier(
        "Notice Ref", of="notice", required=True, about="The police's reference of the notice"
    )
    incident_at: Moment = moment("Incident At", clock="starts", about="When the incident was")
    sent_at: Moment = moment("Sent At", required=True, clock="stops", about="When the notice was sent")
    notice_type: str = text("Type", about="The type of notice")

    class Config(Table.Config):
        """One row a notice."""

        name = "police.concern_notice"
        metadata = {"key": ("notice_id",)}

    @rule(
        "NOT01",
        severity="reject",
        column="sent_at",
        message="Expected the notice to be sent after the incident; found it sent before.",
        why="A notice cannot be about what has not happened.",
        remedy="Correct the time of the incident or of the notice.",
    )
    def sent_after_incident(cls) -> pl.Expr:
        """A notice is not sent before the incident."""
        return pl.col("sent_at") >= pl.col("incident_at")

    @rule(
        "NOT02",
        severity="query",
        column="sent_at",
        message="Expected a notice within 90 days of the incident; found a later one.",
        why="The time to a notice is a measure of the police, and one mistyped month outweighs all the others.",
        remedy="Check the time of the incident and of the notice.",
    )
    def sent_within_a_quarter(cls) -> pl.Expr:
        """A notice is sent within 90 days."""
        return (pl.col("sent_at") - pl.col("incident_at")) <= pl.duration(days=90)
