"""Who works with whom."""

from datetime import date

import polars as pl

from schemas.column import day, flag, identifier, text
from schemas.rule import rule
from schemas.table import Table


class Involvement(Table):
    """A worker's involvement with a child."""

    involvement_id: str = identifier(
        "invo_involvements_id", of="involvement", required=True, about="The row's reference"
    )
    worker_id: str = identifier("invo_professional_id", of="professional", about="The worker")
    role: str = text("invo_professional_role_id", about="The worker's role, such as Allocated Case Worker")
    team_id: str = identifier("invo_professional_team", of="team", about="The worker's team")
    start_date: date = day(
        "invo_involvement_start_date", required=True, about="The day the involvement started"
    )
    end_date: date = day("invo_involvement_end_date", about="The day the involvement ended; blank while open")
    child_id: str = identifier(
        "invo_person_id", of="person", required=True, about="The child in the case system"
    )
    referral_id: str = identifier("invo_referral_id", of="referral", about="The referral that it belongs to")
    is_primary: bool = flag(
        "invo_primary",
        addition=True,
        about="Whether the worker is the allocated case holder; where blank, the role decides",
    )

    class Config(Table.Config):
        """One row a worker's involvement with a child."""

        name = "mosaic.involvement"
        metadata = {"key": ("involvement_id",)}

    @rule(
        "INV01",
        severity="reject",
        column="end_date",
        message="Expected an involvement to end on or after the day it starts; found an end before the start.",
        why="The allocation would have no day, and the child would count as not allocated.",
        remedy="Correct the day it started or ended.",
    )
    def ends_after_start(cls) -> pl.Expr:
        """An involvement does not end before it starts."""
        return pl.col("end_date") >= pl.col("start_date")

    @rule(
        "INV02",
        severity="query",
        column="worker_id",
        message="Expected the worker; found none. The child counts as not allocated.",
        why="A child without a worker is in no caseload.",
        remedy="Enter the worker, or end the involvement.",
    )
    def names_worker(cls) -> pl.Expr:
        """An involvement names its worker."""
        return pl.col("worker_id").is_not_null()

    @rule(
        "INV03",
        severity="query",
        column="role",
        message="Expected a role, or whether the worker holds the case; found neither. The worker counts as not holding it.",
        why="Caseloads count the children of case holders.",
        remedy="Enter the worker's role.",
    )
    def says_who_holds(cls) -> pl.Expr:
        """An involvement says whether the worker holds the case."""
        return pl.col("is_primary").is_not_null() | pl.col("role").is_not_null()
