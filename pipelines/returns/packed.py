"""Which return packs there are, told without loading what makes them."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines import fingerprint
from pipelines.home import Home
from pipelines.settings import ROOT
from scorecards.period import Month

MADE = "made.json"
_CODE = (
    "pipelines/returns/return_files.py",
    "pipelines/returns/return_packs.py",
    "scorecards/marking/*.py",
    "scorecards/return_pack/*.*",
    "scorecards/templates/letter.html.j2",
    "schemas/*.py",
    "sources/*.py",
    "sources/preflight/*.py",
)
"""The code that decides what a pack says."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a pack holds, in counts: its folder, its issues, how many files went back marked, as a readable copy of
    their rows, or in the list only, and how many could not be used at all."""

    folder: str
    issues: int
    marked: int
    readable: int
    listed: int
    refused: int = 0


def folder_of(home: Home, month: Month) -> Path:
    """Where a month's packs stand, a folder for each supplier."""
    return home.folder / "returns" / str(month)


def packs(home: Home, month: Month) -> list[Made]:
    """What the packs of a month hold that were made last."""
    facts = known(home, month)
    return [Made(**each) for each in facts["packs"]] if facts else []


def is_packed(home: Home, month: Month) -> bool:
    """Whether the month's packs rest on its review as it stands."""
    facts = known(home, month)
    return facts is not None and facts["of"] == mark(home, month)


def mark(home: Home, month: Month) -> str:
    """The hash of the review's issues and of the code that makes packs."""
    reviewed = home.folder / "review" / str(month) / "issues.parquet"
    issues = sha256(reviewed.read_bytes()).hexdigest() if reviewed.exists() else ""
    return fingerprint.of_files(code_files(), issues)


def code_files() -> list[Path]:
    """The files of the code that decides what a pack says."""
    return [path for pattern in _CODE for path in ROOT.glob(pattern)]


def known(home: Home, month: Month) -> dict[str, Any] | None:
    """What is kept of the packs made last: `of` (their mark), `made_from` (a hash of all that they hold) and `packs`
    (the counts); None where there are none."""
    try:
        return dict(json.loads((folder_of(home, month) / MADE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
