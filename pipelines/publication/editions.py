"""Editions: what was published of each quarter, as the ledger has it. Reading only; `pipelines.publication.signing` writes.

The life of a quarter's publication is told by four events of the ledger. Days are local and written 2026-11-22; words
of people (reasons, caveats, names) are theirs and stay for ever.

- `drafted`: quarter, month, build, draft.
- `approved`: quarter, draft, build, by, on, caveats.
- `published`: quarter, edition (from 1), month, build, draft, release, figures, manifest, by, approved_by, approved_on,
  caveats, on, first (the day of edition 1), reason (empty for edition 1), told (whom, in words).
- `withdrawn`: quarter, edition, manifest, by, on, reason, told.

`draft`, `release`, `figures` and `manifest` are sha256 hashes that name files in `releases/`, never rewritten:

- `<release>.csv`: what all controlled audiences together were shown; `<release>.report.json` says what was withheld.
- `<figures>.figures.csv`: every figure published, a line each: `audiences` (names, a space between), the columns of a
  value (a withheld one has no number), `definition`, the version of its meaning, and `marks`: p for provisional, r for
  revised.
- `<manifest>.manifest.json`: quarter, edition, month, build, draft, release, figures and `files`, the sha256 of every
  published file by its path below `published/<quarter>/`.

`<draft>` names `drafts/<quarter>/draft.json`, which says the same of a draft's files.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.home import Home
from scorecards.period import day_name
from scorecards.value import COLUMNS

DRAFTED, APPROVED, PUBLISHED, WITHDRAWN = "drafted", "approved", "published", "withdrawn"
FIGURE_COLUMNS = ("audiences", *COLUMNS, "definition", "marks")


class FrozenFileBroken(Exception):
    """A frozen file is not what the ledger says it is."""


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """That an edition was taken back: the day, why, by whom, and whom they told."""

    on: date
    reason: str
    by: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One publication of a quarter; the events and files are those that the module describes."""

    quarter: str
    number: int
    month: str
    build: str
    draft: str
    release: str
    figures: str
    manifest: str
    by: str
    approved_by: str
    approved_on: date
    caveats: tuple[str, ...]
    on: date
    first: date
    reason: str
    told: tuple[str, ...] = ()
    withdrawal: Withdrawal | None = None

    @property
    def name(self) -> str:
        """`2022-23-Q4, published 22 November 2026`, or corrected."""
        how = "corrected" if self.number > 1 else "published"
        return f"{self.quarter}, {how} {day_name(self.on)}"

    @property
    def words(self) -> str:
        """How it stands, in one sentence."""
        if self.withdrawal is not None:
            return f"Withdrawn on {day_name(self.withdrawal.on)}. Why: {self.withdrawal.reason}"
        if self.number > 1:
            return f"Corrected on {day_name(self.on)}; first published on {day_name(self.first)}. Why: {self.reason}"
        return f"Published on {day_name(self.on)}."


def editions(home: Home) -> list[Edition]:
    """Every edition ever published, in order, those withdrawn with their withdrawal."""
    found: list[Edition] = []
    for record in home.ledger.of(PUBLISHED, WITHDRAWN):
        facts = record.facts
        if record.event == PUBLISHED:
            found.append(_edition(facts))
            continue
        taken = Withdrawal(
            on=date.fromisoformat(facts["on"]),
            reason=facts["reason"],
            by=facts["by"],
            told=tuple(facts.get("told", ())),
        )
        found = [
            replace(each, withdrawal=taken)
            if (each.quarter, each.number) == (facts["quarter"], facts["edition"])
            else each
            for each in found
        ]
    return found


def newest(home: Home, quarter: str) -> Edition | None:
    """The quarter's newest edition, withdrawn or not."""
    return next((each for each in reversed(editions(home)) if each.quarter == quarter), None)


def standing(home: Home) -> list[Edition]:
    """The newest edition of every quarter that has one which is not withdrawn, by quarter."""
    last = {each.quarter: each for each in editions(home)}
    return [each for _, each in sorted(last.items()) if each.withdrawal is None]


def _edition(facts: dict[str, Any]) -> Edition:
    known = {name: facts[name] for name in Edition.__annotations__ if name in facts}
    known["number"] = facts["edition"]
    for name in ("approved_on", "on", "first"):
        known[name] = date.fromisoformat(facts[name])
    for name in ("caveats", "told"):
        known[name] = tuple(facts.get(name, ()))
    return Edition(**known)


def manifest(home: Home, edition: Edition) -> dict[str, Any]:
    """The edition's manifest. Raises FrozenFileBroken."""
    return dict(json.loads(frozen(home, f"{edition.manifest}.manifest.json")))


def figures(home: Home, edition: Edition) -> pl.DataFrame:
    """Every figure of the edition, a row each: FIGURE_COLUMNS, days as dates and counts as decimals. Raises
    FrozenFileBroken."""
    return read_figures(frozen(home, f"{edition.figures}.figures.csv"))


def read_figures(data: bytes) -> pl.DataFrame:
    """The frame of a frozen file of figures; the first ones had no marks."""
    read = pl.read_csv(BytesIO(data), infer_schema=False)
    whole = read if "marks" in read.columns else read.with_columns(pl.lit("").alias("marks"))
    return whole.select(
        pl.col(name).fill_null("")
        if name not in ("period_start", "period_end", "numerator", "denominator", "value")
        else pl.col(name).str.to_date("%Y-%m-%d")
        if name.startswith("period_")
        else pl.col(name).cast(pl.Float64 if name == "value" else pl.Decimal(18, 2))
        for name in FIGURE_COLUMNS
    )


def frozen(home: Home, name: str) -> bytes:
    """The bytes of a frozen file, after holding them against the hash that names it. Raises FrozenFileBroken."""
    path = folder(home) / name
    data = path.read_bytes() if path.exists() else b""
    if sha256(data).hexdigest() != name.partition(".")[0]:
        raise FrozenFileBroken(
            f"Expected {name[:12]} among the frozen files as it was published; found none or another. Restore it from "
            "its backup: it is the only proof of what was published."
        )
    return data


def folder(home: Home) -> Path:
    """Where the frozen files stand."""
    return home.folder / "releases"
