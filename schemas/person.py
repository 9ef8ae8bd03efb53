"""People in the case system."""

from datetime import date

import polars as pl

from schemas.column import code, day, identifier, text
from schemas.rule import rule
from schemas.table import Table


class Person(Table):
    """A child, or an unborn child, known to children's social care."""

    child_id: str = identifier(
        "pers_person_id", of="person", required=True, about="The child in the case system"
    )
    sex: str = code("pers_sex", of="sex", about="The child's sex")
    ethnicity_code: str = code("pers_ethnicity", of="ethnicity", about="The child's ethnic group")
    birth_date: date = day("pers_dob", personal=True, about="The child's date of birth; blank while unborn")
    expected_birth_date: date = day(
        "pers_expected_dob", personal=True, future=True, about="The day an unborn child is expected"
    )
    death_date: date = day("pers_death_date", personal=True, about="The day the child died")
    nhs_id: str = identifier(
        "pers_common_child_id",
        of="nhs",
        width=10,
        check="nhs",
        about="The child's NHS number, kept as its pseudonym",
    )
    upn_unknown_code: str = text("pers_upn_unknown", about="Why the child has no unique pupil number")
    ward: str = text("pers_ward", addition=True, about="The electoral ward where the child lives")
    family_id: str = identifier(
        "pers_family_id", of="family", addition=True, about="The child's family group, for counts of families"
    )

    class Config(Table.Config):
        """One row a child."""

        name = "mosaic.person"
        metadata = {"key": ("child_id",)}

    @rule(
        "PER01",
        severity="note",
        column="expected_birth_date",
        message="Expected a birth date or an expected one; found both. The birth date is used.",
        why="A child who is born is counted by age, not as unborn.",
        remedy="Remove the expected date once the child is born.",
    )
    def one_birth_date(cls) -> pl.Expr:
        """A child who is born no longer has an expected day of birth."""
        return pl.col("birth_date").is_null() | pl.col("expected_birth_date").is_null()

    @rule(
        "PER02",
        severity="query",
        column="birth_date",
        message="Expected a birth date or an expected one; found neither. The child is counted with the age not recorded.",
        why="Without either date nobody can say whether the person is a child.",
        remedy="Enter the date of birth.",
    )
    def some_birth_date(cls) -> pl.Expr:
        """A child has a date of birth or an expected one."""
        return pl.col("birth_date").is_not_null() | pl.col("expected_birth_date").is_not_null()

    @rule(
        "PER03",
        severity="query",
        column="death_date",
        message="Expected a death after the birth; found one before it.",
        why="A wrong date of death ends everything that is open for the child.",
        remedy="Correct the date of birth or of death.",
    )
    def dies_after_birth(cls) -> pl.Expr:
        """A child does not die before the day of birth."""
        return pl.col("death_date") >= pl.col("birth_date")

    @rule(
        "PER04",
        severity="query",
        column="sex",
        message="Expected the sex of a child who is born; found none. The child is counted with the sex not recorded.",
        why="The census and every breakdown by sex need it.",
        remedy="Enter the child's sex.",
    )
    def born_with_sex(cls) -> pl.Expr:
        """A child who is born has a recorded sex."""
        return pl.col("birth_date").is_null() | pl.col("sex").is_not_null()

    @rule(
        "PER05",
        severity="query",
        column="death_date",
        message="Expected a birth date for a child who died; found only an expected one.",
        why="Nobody can say at what age the child died, or whether it was born.",
        remedy="Enter the date of birth, or remove the date of death.",
    )
    def died_was_born(cls) -> pl.Expr:
        """A child who died was born."""
        return pl.col("death_date").is_null() | pl.col("birth_date").is_not_null()
