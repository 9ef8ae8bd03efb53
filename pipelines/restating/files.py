"""The files of a month's restatement report, beside its review, written again only when something changed."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipelines import fingerprint
from pipelines.builds import current
from pipelines.folders import swapped_in
from pipelines.home import Home
from pipelines.progress import say
from pipelines.publication.drafts import audiences_of
from pipelines.publication.editions import editions
from pipelines.sealed import sealed
from pipelines.settings import ROOT
from scorecards.period import Month

_MADE = "restatements.json"
_CODE = (
    "pipelines/restating/*.py",
    "scorecards/restatement*.py",
    "scorecards/templates/restatements.html.j2",
)
MOST_ASKED = 1_000
"""Of so many figures a refresh asks which rows account for them; `scorecard restatements` asks of all."""


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A report that was written: its page and workbook, its finding in a sentence, and its counts."""

    page: Path
    workbook: Path
    finding: str
    published: int
    restated: int
    rows: int


def is_restated(home: Home, month: Month) -> bool:
    """Whether the month's report is what would be written now."""
    known = _known(home, month)
    return known is not None and known["of"] == _mark(home, month)


def last_finding(home: Home, month: Month) -> str:
    """What the month's report found, in a sentence; nothing where none is written of its newest build."""
    known = _known(home, month)
    return str(known["finding"]) if known is not None and known["of"] == _mark(home, month) else ""


def write_restatements(home: Home, month: Month, *, is_whole: bool = False) -> Reported:
    """Write the report of the month's newest build, unless it is written already: with the rows that account for each
    figure, where it `is_whole` however many these are. Raises NoBuild, FrozenFileBroken."""
    known = _known(home, month)
    if known is None or known["of"] != _mark(home, month) or (is_whole and known["unasked"]):
        known = _write(home, month, None if is_whole else MOST_ASKED)
    place = _folder(home, month)
    return Reported(
        page=place / f"restatements-{month}.html",
        workbook=place / f"restatements-{month}.xlsx",
        finding=str(known["finding"]),
        published=int(str(known["published"])),
        restated=int(str(known["restated"])),
        rows=int(str(known["rows"])),
    )


def _write(home: Home, month: Month, most: int | None) -> dict[str, object]:
    from pipelines.restating.report import restatements
    from scorecards.restatement_files import restatement_files

    say(f"Comparing {month} with what was published")
    content = restatements(home, month, audiences_of(home), most=most)
    files = restatement_files(content)
    made = {
        "of": _mark(home, month),
        "unasked": content.unasked,
        "finding": content.finding,
        "published": content.published,
        "restated": len(content.figures),
        "rows": content.rows_in_all,
        "files": {name: sha256(data).hexdigest() for name, data in files.items()},
    }
    swapped_in(_folder(home, month), {**files, _MADE: sealed(made)}, keeping=True)
    return made


def _known(home: Home, month: Month) -> dict[str, object] | None:
    place = _folder(home, month)
    wanted = (_MADE, f"restatements-{month}.html", f"restatements-{month}.xlsx")
    if not all((place / name).exists() for name in wanted):
        return None
    return dict(json.loads((place / _MADE).read_text(encoding="utf-8")))


def _mark(home: Home, month: Month) -> str:
    """The hash of everything that decides what the report says."""
    known = [(each.manifest, each.withdrawal is None) for each in editions(home)]
    kept = [(home.builds / each.month / f"{each.build}.duckdb").exists() for each in editions(home)]
    build = (current(home, month) or {}).get("build")
    return fingerprint.of_files(
        [path for name in _CODE for path in ROOT.glob(name)], build, known, kept, home.settings.name
    )


def _folder(home: Home, month: Month) -> Path:
    return home.folder / "review" / str(month)
