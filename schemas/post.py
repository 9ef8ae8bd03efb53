"""The establishment, as HR delivers it."""

from datetime import date

import polars as pl

from schemas.column import Amount, day, decimal, flag, given, identifier, label, text
from schemas.rule import rule
from schemas.table import Table

ROLES = (
    "Experienced social worker",
    "Newly qualified social worker",
    "Targeted family support worker",
    "Team manager",
    "Other",
)


class Post(Table):
    """A post of children's services on a month's last day."""

    post_id: str = identifier("Post Ref", of="post", required=True, about="The post's reference")
    staff_id: str = identifier(
        "Worker ID", of="staff", about="The worker in the staff records; blank when vacant"
    )
    team_name: str = text("Team", required=True, about="The team's name")
    role: str = label("Role", among=ROLES, required=True, about="The role of the post")
    fte: Amount = decimal("FTE", highest=2, about="Full-time equivalent, 1 for full time")
    is_agency: bool = flag("Agency", about="Whether an agency employs the worker")
    is_vacant: bool = flag("Vacant", about="Whether the post is vacant")
    is_case_holding: bool = flag("Case Holding", about="Whether the post holds cases")
    start_date: date = day("Start Date", future=True, about="The day the worker started in the post")
    leaving_date: date = day("Leaving Date", future=True, about="The day the worker leaves the post")
    absence_days: Amount = decimal("Absence Days", highest=31, about="Days of absence in the month")
    extract_month_end: date = given(
        required=True, about="The month's last day, on which the establishment stands"
    )

    class Config(Table.Config):
        """One row a post."""

        name = "workforce.post"
        metadata = {"key": ("post_id",)}

    @rule(
        "PST01",
        severity="reject",
        column="is_vacant",
        message="Expected a vacant post without a worker; found one with a worker.",
        why="A vacant post that is held would be counted in both halves of the vacancy rate.",
        remedy="Correct whether the post is vacant, or remove the worker.",
    )
    def vacant_without_worker(cls) -> pl.Expr:
        """A vacant post has no worker."""
        return ~pl.col("is_vacant").fill_null(False) | pl.col("staff_id").is_null()

    @rule(
        "PST02",
        severity="query",
        column="fte",
        message="Expected the full-time equivalent of an agency worker; found none. Full time is assumed.",
        why="Caseloads are divided by full-time equivalents, and full time is only assumed.",
        remedy="Enter the full-time equivalent.",
    )
    def agency_has_fte(cls) -> pl.Expr:
        """An agency worker's post has a full-time equivalent."""
        is_held_by_agency = pl.col("is_agency").fill_null(False) & ~pl.col("is_vacant").fill_null(False)
        return ~is_held_by_agency | pl.col("fte").is_not_null()

    @rule(
        "PST03",
        severity="reject",
        column="fte",
        message="Expected the full-time equivalent of a post that is held; found none.",
        why="Caseloads are divided by full-time equivalents.",
        remedy="Enter the full-time equivalent.",
    )
    def held_has_fte(cls) -> pl.Expr:
        """A post that is held by a worker of ours has a full-time equivalent."""
        is_other = pl.col("is_agency").fill_null(False) | pl.col("is_vacant").fill_null(False)
        return is_other | pl.col("fte").is_not_null()

    @rule(
        "PST04",
        severity="reject",
        column="leaving_date",
        message="Expected the worker to leave on or after the day of starting; found a day before it.",
        why="The worker would have been in post for less than no time.",
        remedy="Correct the day of starting or of leaving.",
    )
    def leaves_after_start(cls) -> pl.Expr:
        """A worker does not leave before starting."""
        return pl.col("leaving_date") >= pl.col("start_date")

    @rule(
        "PST05",
        severity="query",
        column="staff_id",
        message="Expected a worker or a vacant post; found neither.",
        why="A post with nobody in it is neither filled nor vacant.",
        remedy="Enter the worker, or mark the post as vacant.",
    )
    def held_or_vacant(cls) -> pl.Expr:
        """A post has a worker or is vacant."""
        return pl.col("is_vacant").fill_null(False) | pl.col("staff_id").is_not_null()

    @rule(
        "PST06",
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
        "PST07",
        severity="query",
        column="fte",
        message="Expected more than nothing for the full-time equivalent of a post that is held; found 0.",
        why="Caseloads are divided by full-time equivalents, and nobody can hold a case in no time.",
        remedy="Enter the full-time equivalent.",
    )
    def held_in_some_time(cls) -> pl.Expr:
        """A post that is held has hours."""
        return pl.col("staff_id").is_null() | (pl.col("fte") > 0)

    @rule(
        "PST08",
        severity="query",
        column="leaving_date",
        message="Expected a worker who left before the month to be out of the post; found one still in it.",
        why="The vacancy is not counted, and the worker's hours are.",
        remedy="Mark the post as vacant, or correct the leaving date.",
    )
    def left_is_out(cls) -> pl.Expr:
        """A worker who left before the month is no longer in the post."""
        return pl.col("staff_id").is_null() | (
            pl.col("leaving_date") >= pl.col("extract_month_end").dt.month_start()
        )
