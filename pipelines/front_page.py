"""The landing page of what is published: written anew from what stands there, and swapped in."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipelines.editions import editions
from pipelines.files import write_whole
from pipelines.home import Home
from scorecards.agency_return import AGENCIES, agency_marking, file_name
from scorecards.audience import Audience
from scorecards.landing_page import Edition, PublishedQuarter, landing_page
from scorecards.notice import NOTICE
from scorecards.period import PeriodNotUnderstood, Quarter

LANDING = "index.html"
COMPANION = "definitions.html"
REGION = "region"
"""The folder of the region's own scorecard; those of its authorities are named by their codes."""
AGENCY_RETURNS = "agency-returns"
KINDS = {".html": "page", ".xlsx": "workbook", ".pdf": "PDF", ".csv": "values.csv"}


def write_front_page(
    home: Home, audiences: Iterable[Audience], *, without: Collection[str] = frozenset()
) -> Path:
    """Writes the landing page beside the quarters and returns its path; `without` are places that are about to go, to
    which it must not lead any more."""
    known = {audience.file_name: audience for audience in audiences}
    standing = [_but_for(each, without) for each in _quarters(home, known)]
    quarters = sorted(standing, key=lambda each: str(each.quarter), reverse=True)
    chosen = home.settings
    html = landing_page(partnership=chosen.name, quarters=quarters, is_made_up=chosen.is_made_up)
    path = home.published / LANDING
    write_whole(path, html.encode())
    return path


def _quarters(home: Home, known: dict[str, Audience]) -> Iterator[PublishedQuarter]:
    last = {each.quarter: each for each in editions(home)}
    for folder in sorted(home.published.iterdir()):
        try:
            quarter = Quarter.parse(folder.name, home.settings.year_start)
        except PeriodNotUnderstood:
            continue
        shown = [_edition(folder / name, audience) for name, audience in known.items()]
        shown += [_agency_edition(folder / AGENCY_RETURNS, agency) for agency in AGENCIES]
        companion = folder / COMPANION
        if companion.exists():
            words = "what it counts, why it matters, what to ask"
            shown.append(
                Edition(
                    title="Companion for members",
                    marking="OFFICIAL",
                    files=((words, f"{folder.name}/{COMPANION}"),),
                )
            )
        yield PublishedQuarter(
            quarter=quarter,
            editions=tuple(each for each in shown if each.files),
            standing=last[folder.name].words if folder.name in last else "",
        )


def _but_for(quarter: PublishedQuarter, without: Collection[str]) -> PublishedQuarter:
    left = [
        replace(each, files=tuple((words, place) for words, place in each.files if place not in without))
        for each in quarter.editions
    ]
    return replace(quarter, editions=tuple(each for each in left if each.files))


def _edition(folder: Path, audience: Audience) -> Edition:
    """What stands in an audience's folder."""
    marking = f"{audience.marking}. {audience.members}"
    return Edition(title=audience.title, marking=marking, files=_files(folder.glob("*")))


def _agency_edition(folder: Path, agency: str) -> Edition:
    """What an agency is told of its own contacts and referrals."""
    return Edition(
        title=f"What became of your contacts: {agency}",
        marking=agency_marking(agency),
        files=_files([*folder.glob(f"{file_name(agency)}-return-*"), *folder.glob(NOTICE)]),
    )


def _files(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """Words and places of the files, the page first."""
    order = list(KINDS)
    known = sorted(
        (path for path in paths if path.suffix in KINDS),
        key=lambda path: (order.index(path.suffix), path.name),
    )
    return tuple(
        ("notice" if path.name == NOTICE else KINDS[path.suffix], "/".join(path.parts[-3:])) for path in known
    )
