"""Agencies at conferences."""

import polars as pl

from schemas.column import flag, identifier, text
from schemas.rule import rule
from schemas.table import Table


class ConferenceAttendance(Table):
    """An agency at an initial child protection conference."""

    conference_id: str = identifier("icpc_id", of="conference", required=True, about="The conference")
    agency: str = text("agency", required=True, about="The agency")
    is_invited: bool = flag("invited", about="Whether the agency was invited")
    is_attended: bool = flag("attended", about="Whether the agency attended")
    is_report_in_time: bool = flag("report_in_time", about="Whether the agency's report came in time")

    class Config(Table.Config):
        """One row an agency at a conference."""

        name = "mosaic.conference_attendance"
        metadata = {"key": ("conference_id", "agency")}

    @rule(
        "ATT01",
        severity="note",
        column="is_invited",
        message="Expected an agency that attended to have been invited; found that it was not.",
        why="An agency cannot be measured against invitations that were not recorded.",
        remedy="Check whether the agency was invited.",
    )
    def invited_when_attended(cls) -> pl.Expr:
        """An agency that attended was invited."""
        return ~pl.col("is_attended") | pl.col("is_invited")
