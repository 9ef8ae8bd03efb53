"""What is asked of a trace: a ref and a period, or a cell of a workbook that was published or drafted."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from pipelines import editions
from pipelines.answers import NotAsked
from pipelines.builds import NoBuild
from pipelines.editions import Edition
from pipelines.front_page import AGENCY_RETURNS
from pipelines.home import Home
from pipelines.roles import RESTRICTED, refuse_unless
from pipelines.tracing.cell import Asked, indicator_of
from pipelines.tracing.shown import kept_build
from scorecards.indicator_page import words
from scorecards.period import Month, Quarter
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
) -> Found:
    """What the words of a command ask for. Raises NotAsked."""
    if workbook is not None and cell is not None and ref is None:
        return of_cell(home, workbook, cell)
    if ref is None or period is None or workbook is not None or cell is not None:
        raise NotAsked(
            "Expected a ref with --period, or --workbook with --cell; found neither whole. "
            "Such as `scorecard trace MH07 --period 2022-08`."
        )
    return Found(asked=Asked.of(ref, period, window, breakdown))


def of_cell(home: Home, workbook: Path, cell: str) -> Found:
    """The figure in a cell of a workbook, found by the hash of the file, or by the build that it names where somebody has
    saved it again. Raises NotAsked, NoBuild, and NotYourRole for a withheld figure."""
    if not workbook.is_file():
        raise NotAsked("Expected a workbook at the path given; found none. Check the path.")
    data = workbook.read_bytes()
    edition, audience = _published(home, sha256(data).hexdigest())
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
    return Found(asked=_asked(home, key), edition=edition, audience=audience, build=build)


def _asked(home: Home, key: TraceKey) -> Asked:
    names = indicator_of(home.settings, key.ref).breakdowns if key.breakdown else ()
    return Asked(
        ref=key.ref,
        period=key.period_id,
        breakdown=next((name for name in names if words(name) == key.breakdown), ""),
        category=key.category,
    )


def _published(home: Home, digest: str) -> tuple[Edition | None, str | None]:
    """The edition that has a file of this hash, and the audience that it was for; an agency's return is for none."""
    for edition in reversed(editions.editions(home)):
        for name, held in editions.manifest(home, edition)["files"].items():
            if held == digest:
                folder = name.partition("/")[0]
                return edition, None if folder == AGENCY_RETURNS else folder.replace("-", "_")
    return None, None


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
            "Make it again with `scorecard rebuild`."
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
