"""The landing page of what is published: written anew from what stands there, and swapped in."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.files import write_whole
from pipelines.home import Home
from scorecards.audience import Audience
from scorecards.landing_page import Edition, PublishedQuarter, landing_page
from scorecards.period import PeriodNotUnderstood, Quarter

LANDING = "index.html"
COMPANION = "definitions.html"
KINDS = {".html": "page", ".xlsx": "workbook", ".pdf": "PDF", ".csv": "values.csv"}


def write_front_page(home: Home, audiences: Iterable[Audience]) -> Path:
    """Writes the landing page beside the quarters and returns its path."""
    known = {audience.file_name: audience for audience in audiences}
    quarters = sorted(_quarters(home, known), key=lambda each: str(each.quarter), reverse=True)
    chosen = home.settings
    html = landing_page(partnership=chosen.name, quarters=quarters, is_made_up=chosen.is_made_up)
    path = home.published / LANDING
    write_whole(path, html.encode())
    return path


def _quarters(home: Home, known: dict[str, Audience]) -> Iterator[PublishedQuarter]:
    for folder in sorted(home.published.iterdir()):
        try:
            quarter = Quarter.parse(folder.name, home.settings.year_start)
        except PeriodNotUnderstood:
            continue
        editions = [_edition(folder / name, audience) for name, audience in known.items()]
        companion = folder / COMPANION
        if companion.exists():
            words = "what it counts, why it matters, what to ask"
            editions.append(
                Edition(
                    title="Companion for members",
                    marking="OFFICIAL",
                    files=((words, f"{folder.name}/{COMPANION}"),),
                )
            )
        yield PublishedQuarter(quarter=quarter, editions=tuple(each for each in editions if each.files))


def _edition(folder: Path, audience: Audience) -> Edition:
    """What stands in an audience's folder, the page first."""
    order = list(KINDS)
    files = [path for path in folder.glob("*") if path.suffix in KINDS]
    return Edition(
        title=audience.title,
        marking=f"{audience.marking}. {audience.members}",
        files=tuple(
            (KINDS[path.suffix], f"{folder.parent.name}/{folder.name}/{path.name}")
            for path in sorted(files, key=lambda path: (order.index(path.suffix), path.name))
        ),
    )
