"""Episodes of being looked after."""

from datetime import date

import polars as pl

from schemas.column import code, day, identifier
from schemas.rule import rule
from schemas.table import Table


class LookedAfterEpisode(Table):
    """An episode of a child being looked after."""

    episode_id: str = identifier(
        "clae_cla_episode_id", of="cla_episode", required=True, about="The episode's reference"
    )
    child_id: str = identifier(
        "clae_person_id", of="person", required=True, about="The child in the case system"
    )
    start_date: date = day("clae_cla_episode_start_date", about="The day the episode started")
    primary_need_code: str = code(
        "clae_cla_primary_need_code", of="primary_need", about="The child's primary need"
    )
    ceased_date: date = day(
        "clae_cla_episode_ceased_date", about="The day the episode ceased; blank while open"
    )
    referral_id: str = identifier("clae_referral_id", of="referral", about="The referral that it belongs to")

    class Config(Table.Config):
        """One row an episode of a child."""

        name = "mosaic.looked_after_episode"
        metadata = {"key": ("episode_id",)}

    @rule(
        "LAE01",
        severity="reject",
        column="ceased_date",
        message="Expected an episode to end on or after the day it starts; found an end before the start.",
        why="The child would be looked after for less than no time.",
        remedy="Correct the day it started or ended.",
    )
    def ends_after_start(cls) -> pl.Expr:
        """An episode does not end before it starts."""
        return pl.col("ceased_date") >= pl.col("start_date")

    @rule(
        "LAE02",
        severity="query",
        column="start_date",
        message="Expected the day the episode started; found none. It is in no count.",
        why="A child whose care has no start is counted as not looked after.",
        remedy="Enter the day the episode started.",
    )
    def has_start(cls) -> pl.Expr:
        """An episode has a start."""
        return pl.col("start_date").is_not_null()
