"""Teams in the case system."""

import polars as pl

from schemas.column import identifier, text
from schemas.rule import rule
from schemas.table import Table


class Team(Table):
    """A team of children's services."""

    team_id: str = identifier("dept_team_id", of="team", required=True, about="The team's reference")
    team_name: str = text("dept_team_name", about="The team's name")
    parent_team_id: str = identifier(
        "dept_team_parent_id", of="team", about="The team or department that it belongs to"
    )
    parent_team_name: str = text(
        "dept_team_parent_name", about="The name of the team or department that it belongs to"
    )

    class Config(Table.Config):
        """One row a team."""

        name = "mosaic.team"
        metadata = {"key": ("team_id",)}

    @rule(
        "TEM01",
        severity="query",
        column="team_name",
        message="Expected the team's name; found none. Its work is counted under other teams.",
        why="The team's work cannot be shown under its name.",
        remedy="Enter the team's name.",
    )
    def has_name(cls) -> pl.Expr:
        """A team has a name."""
        return pl.col("team_name").is_not_null()

    @rule(
        "TEM02",
        severity="query",
        column="parent_team_id",
        message="Expected a team to belong to another one; found that it belongs to itself.",
        why="A team that belongs to itself has no place in the structure.",
        remedy="Correct the team that it belongs to.",
    )
    def not_its_own_parent(cls) -> pl.Expr:
        """A team does not belong to itself."""
        return pl.col("parent_team_id") != pl.col("team_id")
