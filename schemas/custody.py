"""Children in custody, as the police deliver them."""

import polars as pl

from schemas.column import Moment, identifier, moment, whole
from schemas.rule import rule
from schemas.table import Table


class Custody(Table):
    """A child detained by the police."""

    custody_id: str = identifier(
        "Custody Ref", of="custody", required=True, about="The police's reference of the detention"
    )
    detained_at: Moment = moment("Detained At", required=True, about="When the child was detained")
    age: int = whole("Age", highest=120, about="The child's age in years")
    adult_requested_at: Moment = moment(
        "Appropriate Adult Requested At", clock="starts", about="When an appropriate adult was asked for"
    )
    adult_arrived_at: Moment = moment(
        "Appropriate Adult Arrived At",
        clock="stops",
        about="When an appropriate adult arrived; blank when none came",
    )

    class Config(Table.Config):
        """One row a detention."""

        name = "police.custody"
        metadata = {"key": ("custody_id",)}

    @rule(
        "CUS01",
        severity="reject",
        column="adult_requested_at",
        message="Expected an appropriate adult to be asked for after the child was detained; found a time before it.",
        why="The time that a child waits for an adult would be less than nothing.",
        remedy="Correct the time of detention or of the request.",
    )
    def requested_after_detained(cls) -> pl.Expr:
        """An appropriate adult is not asked for before the child is detained."""
        return pl.col("adult_requested_at") >= pl.col("detained_at")

    @rule(
        "CUS02",
        severity="query",
        column="adult_arrived_at",
        message="Expected the appropriate adult to arrive after being asked for; found a time before it.",
        why="The time that a child waits for an adult would be less than nothing.",
        remedy="Check the time of the request and of the arrival.",
    )
    def arrived_after_requested(cls) -> pl.Expr:
        """An appropriate adult does not arrive before being asked for."""
        return pl.col("adult_arrived_at") >= pl.col("adult_requested_at")

    @rule(
        "CUS03",
        severity="note",
        column="age",
        message="Expected someone under 18; found an age of 18 or over. The record is counted apart, as a reconciling line.",
        why="Measures of children leave adults out.",
        remedy="Check the date of birth or the age.",
    )
    def under_eighteen(cls) -> pl.Expr:
        """Someone who is 18 or over is outside every measure of children."""
        return pl.col("age") < 18

    @rule(
        "CUS04",
        severity="query",
        column="age",
        message="Expected a child of at least 10, the age of criminal responsibility; found a younger one.",
        why="A child under 10 cannot be arrested for an offence, so the age or the record is wrong.",
        remedy="Check the child's age.",
    )
    def of_criminal_responsibility(cls) -> pl.Expr:
        """A child in custody is 10 or over (Children and Young Persons Act 1933, section 50)."""
        return pl.col("age") >= 10

    @rule(
        "CUS05",
        severity="query",
        column="adult_arrived_at",
        message="Expected an appropriate adult within four days of the detention; found a later time.",
        why="Nobody is held without charge for longer (Police and Criminal Evidence Act 1984, section 44).",
        remedy="Check the times of detention and of arrival.",
    )
    def arrived_within_four_days(cls) -> pl.Expr:
        """An appropriate adult comes while the child is detained."""
        return (pl.col("adult_arrived_at") - pl.col("detained_at")) <= pl.duration(days=4)

    @rule(
        "CUS06",
        severity="query",
        column="adult_requested_at",
        message="Expected the time at which an appropriate adult was asked for; found only an arrival.",
        why="The wait for an adult begins with the request.",
        remedy="Enter when the adult was asked for.",
    )
    def requested_when_arrived(cls) -> pl.Expr:
        """An appropriate adult who came was asked for."""
        return pl.col("adult_arrived_at").is_null() | pl.col("adult_requested_at").is_not_null()
