"""Workers in the case system."""

import polars as pl

from schemas.column import Amount, decimal, flag, identifier, text
from schemas.rule import rule
from schemas.table import Table


class Professional(Table):
    """A worker as the case system knows them."""

    worker_id: str = identifier(
        "prof_professional_id", of="professional", required=True, about="The worker in the case system"
    )
    staff_id: str = identifier("prof_staff_id", of="staff", about="The worker in the staff records")
    job_title: str = text("prof_professional_job_title", about="The worker's job title")
    fte: Amount = decimal(
        "prof_full_time_equivalency", addition=True, highest=2, about="Full-time equivalent, 1 for full time"
    )
    is_agency: bool = flag(
        "prof_agency_worker_flag", addition=True, about="Whether an agency employs the worker"
    )

    class Config(Table.Config):
        """One row a worker."""

        name = "mosaic.professional"
        metadata = {"key": ("worker_id",)}

    @rule(
        "PRF01",
        severity="query",
        column="fte",
        message="Expected a full-time equivalent of at most 1; found more.",
        why="Caseloads are divided by full-time equivalents.",
        remedy="Check the full-time equivalent.",
    )
    def fte_at_most_one(cls) -> pl.Expr:
        """Nobody works more than full time."""
        return pl.col("fte") <= 1

    @rule(
        "PRF02",
        severity="query",
        column="staff_id",
        message="Expected the worker's number in the staff records; found none. The worker is in no caseload.",
        why="Children are matched to posts by this number.",
        remedy="Enter the number from the staff records.",
    )
    def has_staff_number(cls) -> pl.Expr:
        """A worker has a number in the staff records."""
        return pl.col("staff_id").is_not_null()
