"""What is asked of a trace: a ref and a period, or a cell of a workbook that was published or drafted."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from pipelines.builds import NoBuild, build_path
from pipelines.database import database, rows
from pipelines.home import Home
from pipelines.publication import editions
from pipelines.publication.drafts import DRAFT_FILE
from pipelines.publication.editions import Edition
from pipelines.publication.front_page import AGENCY_RETURNS, REGION
from pipelines.questions.answers import NotAsked
from pipelines.region.values import TABLE
from pipelines.roles import RESTRICTED, refuse_unless
from pipelines.tracing.cell import Asked, indicator_of
from pipelines.tracing.shown import kept_build
from scorecards.indicator_words import words
from scorecards.period import Month, Quarter
from scorecards.region.counted import NOT_SUMMED
from scorecards.trace_key import NoFigure, Place, TraceKey, trace_key


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is asked for, and where it is: the edition of a workbook that was published, else its build."""

    asked: Asked
    edition: Edition | None = None
    audience: str | None = None
    build: Path | None = None


def found_in(
    home: Home,
    *,
    ref: str | None,
    period: str | None,
    window: str | None,
    breakdown: str | None,
    workbook: Path | None,
    cell: str | None,
    authority: str | None = None,
) -> Found:
    """What the words of a command ask for. Raises NotAsked."""
    if workbook is not None and cell is not None and ref is None:
        return of_cell(home, workbook, cell)
    if ref is None or period is None or workbook is not None or cell is not None:
        raise NotAsked(
            "Expected a ref with --period, or --workbook with --cell; found neither whole. "
            "Such as `scorecard trace MH07 --period 2022-08`."
        )
    return Found(asked=Asked.of(ref, period, window, breakdown, authority or ""))


def of_cell(home: Home, workbook: Path, cell: str) -> Found:
    """The figure in a cell of a workbook, found by the hash of the file, or by the build that it names where somebody has
    saved it again. Raises NotAsked, NoBuild, and NotYourRole for a withheld figure."""
    if not workbook.is_file():
        raise NotAsked("Expected a workbook at the path given; found none. Check the path.")
    data = workbook.read_bytes()
    digest = sha256(data).hexdigest()
    edition, name = _published(home, digest)
    whose, folder = _whose(home, name or _drafted(home, digest))
    build = None if edition else _build_named(home, workbook)
    month = Month.parse(edition.month if edition else build.parent.name)  # type: ignore[union-attr]
    quarter = Quarter.ending(month, home.settings.year_start)
    try:
        place = Place.of(cell)
        key = trace_key(_rows(workbook, place.sheet), place, quarter)
    except NoFigure as none:
        raise NotAsked(str(none)) from None
    if key.is_withheld:
        refuse_unless(home, RESTRICTED, "a figure that was withheld")
    asked = _asked(home, key, whose)
    if home.settings.is_region and not asked.authority:
        raise NotAsked(
            f"Expected the figure of one authority; found one of the region. {sum_words(home, asked)} Name one: "
            f"`scorecard trace {asked.ref} --period {asked.period.partition(':')[2]} --authority CODE`."
        )
    audience = None if folder in (AGENCY_RETURNS, REGION, "") else folder.replace("-", "_")
    return Found(asked=asked, edition=edition, audience=audience if edition else None, build=build)


def _asked(home: Home, key: TraceKey, whose: str) -> Asked:
    names = indicator_of(home.settings, key.ref).breakdowns if key.breakdown else ()
    named = {(known or (code,))[0]: code for code, known in home.settings.names.items()}
    return Asked(
        ref=key.ref,
        period=key.period_id,
        breakdown=next((name for name in names if words(name) == key.breakdown), ""),
        category=key.category,
        authority=named.get(key.authority, key.authority) if key.authority else whose,
    )


def sum_words(home: Home, asked: Asked) -> str:
    """Of which authorities a figure of the region is the sum. Raises NoBuild."""
    query = f"select counted, state from {TABLE} where indicator = ? and breakdown = ? and category = ?"
    where = " and (period_id = ? or split_part(period_id, ':', 2) = ?) order by period_id limit 1"
    cell = [asked.ref, asked.breakdown, asked.category, asked.period, asked.period]
    with database(build_path(home), read_only=True) as connection:
        found = rows(connection, query + where, cell)
    if not found or not found[0][0]:
        return "It is the sum of no authority's figure."
    counted, state = found[0]
    named = home.settings.names
    listed = ", ".join(f"{(named.get(code) or (code,))[0]} ({code})" for code in counted.split())
    return (
        f"No sum is made of the figures of {listed}."
        if state == NOT_SUMMED
        else f"It is the sum of the figures of {listed}."
    )


def _published(home: Home, digest: str) -> tuple[Edition | None, str]:
    """The edition that has a file of this hash, and the file's place in it."""
    for edition in reversed(editions.editions(home)):
        for name, held in editions.manifest(home, edition)["files"].items():
            if held == digest:
                return edition, str(name)
    return None, ""


def _drafted(home: Home, digest: str) -> str:
    """The place in a draft of the file of this hash; nothing where there is none."""
    drafts = (
        json.loads(path.read_text(encoding="utf-8")) for path in home.drafts.glob(f"[0-9]*/{DRAFT_FILE}")
    )
    return next((name for facts in drafts for name, held in facts["files"].items() if held == digest), "")


def _whose(home: Home, name: str) -> tuple[str, str]:
    """The code of the authority whose file this is, where it is of a region, and the folder of its readers."""
    if not home.settings.is_region:
        return "", name.partition("/")[0]
    code, _, rest = name.partition("/")
    return ("", REGION) if code == REGION else (code, rest.partition("/")[0])


def _build_named(home: Home, workbook: Path) -> Path:
    """The build that a workbook says it was made from: a draft's, or one that was saved again."""
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.xml.functions import fromstring

    try:
        with ZipFile(workbook) as parts:
            said = DocumentProperties.from_tree(fromstring(parts.read("docProps/core.xml"))).description or ""
    except (BadZipFile, KeyError, ValueError):
        raise NotAsked(
            "Expected a workbook of ours; found another file. Use one that was published."
        ) from None
    build = said.removeprefix("Build ").split()[0] if said.startswith("Build ") else ""
    months = [path.parent.name for path in home.builds.glob(f"*/{build}.duckdb")] if build.isalnum() else []
    if not months:
        raise NoBuild(
            "Expected a workbook that was made from a build of this home; found that its build is not here. "
            "Ask for the figure by its ref, as it is known now, or ask a backup of then, restored into an empty folder."
        )
    return kept_build(home, months[0], build)


def _rows(workbook: Path, sheet: str) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(workbook))
    except CalamineError:
        raise NotAsked(
            "Expected a workbook of ours; found another file. Use one that was published."
        ) from None
    if sheet not in book.sheet_names:
        raise NotAsked(
            f"Expected one of the workbook's sheets: {', '.join(book.sheet_names)}; found another."
        )
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
