"""The page that leads to every quarter and audience that is published."""

from collections.abc import Sequence
from dataclasses import dataclass

from scorecards.page import css, template
from scorecards.period import Quarter


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What one group of readers has of a quarter: `files` are words and places beside the landing page."""

    title: str
    marking: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PublishedQuarter:
    """One quarter that is published; `standing` says since when, and whether it was corrected or withdrawn."""

    quarter: Quarter
    editions: tuple[Edition, ...]
    standing: str = ""
    authorities: tuple[tuple[str, tuple[Edition, ...]], ...] = ()
    """Of a region: each authority's name and what its groups of readers have; `editions` are then the region's own."""

    @property
    def name(self) -> str:
        return self.quarter.name

    @property
    def months_name(self) -> str:
        return self.quarter.months_name


def landing_page(*, partnership: str, quarters: Sequence[PublishedQuarter], is_made_up: bool) -> str:
    """The HTML of the landing page, the quarters in the order given."""
    return template("landing.html.j2").render(
        css=css(), partnership=partnership, quarters=quarters, is_made_up=is_made_up
    )
