"""The landing page of what is published: written anew from what stands there, and swapped in."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.publication.editions import editions
from scorecards.agency_return import AGENCIES, agency_marking, file_name
from scorecards.audience import Audience
from scorecards.landing_page import Edition, PublishedQuarter, landing_page
from scorecards.notice import NOTICE
from scorecards.period import PeriodNotUnderstood, Quarter
from scorecards.region.content import MARKING, READERS

LANDING = "index.html"
COMPANION = "definitions.html"
REGION = "region"
"""The folder of the region's own scorecard; those of its authorities are named by their codes."""
AGENCY_RETURNS = "agency-returns"
KINDS = {".html": "page", ".xlsx": "workbook", ".pdf": "PDF", ".csv": "values.csv"}


_SEAL = re.compile(rb'<meta name="digest" content="([0-9a-f]{64})">\n')


def write_front_page(
    home: Home, audiences: Iterable[Audience], *, without: Collection[str] = frozenset()
) -> Path:
    """Writes the landing page beside the quarters and returns its path; `without` are places that are about to go, to
    which it must not lead any more. The page holds the hash of all the rest of it."""
    known = {audience.file_name: audience for audience in audiences}
    standing = [_but_for(each, without) for each in _quarters(home, known)]
    quarters = sorted(standing, key=lambda each: str(each.quarter), reverse=True)
    chosen = home.settings
    html = landing_page(partnership=chosen.name, quarters=quarters, is_made_up=chosen.is_made_up).encode()
    seal = f'<meta name="digest" content="{sha256(html).hexdigest()}">\n'.encode()
    path = home.published / LANDING
    write_whole(path, html.replace(b"</head>", seal + b"</head>", 1))
    return path


def is_as_written(page: bytes) -> bool:
    """Whether a landing page is as it was written, which it says of itself."""
    seal = _SEAL.search(page)
    return seal is not None and sha256(_SEAL.sub(b"", page, count=1)).hexdigest().encode() == seal[1]


def _quarters(home: Home, known: dict[str, Audience]) -> Iterator[PublishedQuarter]:
    last = {each.quarter: each for each in editions(home)}
    for folder in sorted(home.published.iterdir()):
        try:
            quarter = Quarter.parse(folder.name, home.settings.year_start)
        except PeriodNotUnderstood:
            continue
        if home.settings.is_region:
            shown, authorities = (
                [_region_edition(folder / REGION, home.published)],
                tuple(_authorities(home, folder, known)),
            )
        else:
            shown, authorities = _editions(folder, known, home.published), ()
        yield PublishedQuarter(
            quarter=quarter,
            editions=tuple(each for each in shown if each.files),
            standing=last[folder.name].words if folder.name in last else "",
            authorities=authorities,
        )


def _authorities(
    home: Home, folder: Path, known: dict[str, Audience]
) -> Iterator[tuple[str, tuple[Edition, ...]]]:
    """The authorities of a region that have anything in the quarter, by name."""
    named = {code: (names or (code,))[0] for code, names in home.settings.names.items()}
    codes = [each.name for each in folder.iterdir() if each.is_dir() and each.name != REGION]
    for code in sorted(codes, key=lambda code: (named.get(code, code), code)):
        notices = [*(folder / code).glob("*-scorecard-*"), *(folder / code).glob(NOTICE)]
        alone = Edition(
            title="Why its figures are not there", marking=MARKING, files=_files(notices, home.published)
        )
        found = tuple(
            each for each in (*_editions(folder / code, known, home.published), alone) if each.files
        )
        if found:
            yield named.get(code, code), found


def _editions(folder: Path, known: dict[str, Audience], root: Path) -> list[Edition]:
    """What stands in an authority's folder of a quarter."""
    shown = [_edition(folder / name, audience, root) for name, audience in known.items()]
    shown += [_agency_edition(folder / AGENCY_RETURNS, agency, root) for agency in AGENCIES]
    if (folder / COMPANION).exists():
        words = "what it counts, why it matters, what to ask"
        files = ((words, (folder / COMPANION).relative_to(root).as_posix()),)
        shown.append(Edition(title="Companion for members", marking="OFFICIAL", files=files))
    return shown


def _region_edition(folder: Path, root: Path) -> Edition:
    return Edition(title="The region", marking=f"{MARKING}. {READERS}", files=_files(folder.glob("*"), root))


def _but_for(quarter: PublishedQuarter, without: Collection[str]) -> PublishedQuarter:
    def left(editions: tuple[Edition, ...]) -> tuple[Edition, ...]:
        kept = [
            replace(each, files=tuple((words, place) for words, place in each.files if place not in without))
            for each in editions
        ]
        return tuple(each for each in kept if each.files)

    return replace(
        quarter,
        editions=left(quarter.editions),
        authorities=tuple((name, left(editions)) for name, editions in quarter.authorities),
    )


def _edition(folder: Path, audience: Audience, root: Path) -> Edition:
    """What stands in an audience's folder."""
    marking = f"{audience.marking}. {audience.members}"
    return Edition(title=audience.title, marking=marking, files=_files(folder.glob("*"), root))


def _agency_edition(folder: Path, agency: str, root: Path) -> Edition:
    """What an agency is told of its own contacts and referrals."""
    return Edition(
        title=f"What became of your contacts: {agency}",
        marking=agency_marking(agency),
        files=_files([*folder.glob(f"{file_name(agency)}-return-*"), *folder.glob(NOTICE)], root),
    )


def _files(paths: Iterable[Path], root: Path) -> tuple[tuple[str, str], ...]:
    """Words and places of the files, the page first."""
    order = list(KINDS)
    known = sorted(
        (path for path in paths if path.suffix in KINDS),
        key=lambda path: (order.index(path.suffix), path.name),
    )
    return tuple(
        ("notice" if path.name == NOTICE else KINDS[path.suffix], path.relative_to(root).as_posix())
        for path in known
    )
