"""The versions of every indicator's definition, so that nobody takes a changed meaning for a changed figure.

`sql/indicators/history.csv` has one row a version: the first day it was in use and what changed, in words. A version
is known by a fingerprint of what decides its meaning; a test fails while a file has changed without a new row.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from scorecards.indicator import Indicator
from scorecards.period import day_name
from scorecards.spc.rebase import DEFINITION, Rebase
from scorecards.spc.rebases import RebaseRow

COLUMNS = ("ref", "version", "fingerprint", "from", "change", "break")


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a definition, in use from a day on (inclusive), and what it changed.

    `is_break` says that figures of before and after do not compare; a change of layout or of what is said when there is
    no figure is none.
    """

    ref: str
    number: int
    fingerprint: str
    first_day: date
    change: str
    is_break: bool = False


def fingerprint(indicator: Indicator) -> str:
    """A hash of what decides an indicator's meaning: its words, unit, direction, look-back and query, but not how it is laid out."""
    words = [indicator.definition, indicator.unit, indicator.better, indicator.kind, indicator.sql]
    if indicator.look_back:
        words.append(f"looks back {indicator.look_back} months")
    text = "\n".join(re.sub(r"\s+", " ", each).strip() for each in words)
    return sha256(text.encode()).hexdigest()[:12]


def history(path: Path) -> dict[str, list[Version]]:
    """The versions by ref, the oldest first, as the file at `path` has them."""
    found: dict[str, list[Version]] = {}
    if not path.exists():
        return found
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["ref"], []).append(
                Version(
                    ref=row["ref"],
                    number=int(row["version"]),
                    fingerprint=row["fingerprint"],
                    first_day=date.fromisoformat(row["from"]),
                    change=row["change"],
                    is_break=row.get("break") == "yes",
                )
            )
    return found


def changed(indicators: Iterable[Indicator], known: dict[str, list[Version]]) -> list[Indicator]:
    """The indicators whose newest version is not what their file says now."""
    return [
        each
        for each in indicators
        if not known.get(each.ref) or known[each.ref][-1].fingerprint != fingerprint(each)
    ]


def add_versions(
    path: Path, indicators: Iterable[Indicator], *, first_day: date, change: str, is_break: bool = True
) -> list[Version]:
    """Write a new version for every indicator that changed; `change` says in words what did, and `is_break` whether the
    figures before and after compare no longer. Returns the new ones."""
    known = history(path)
    added = [
        Version(
            ref=each.ref,
            number=len(known.get(each.ref, ())) + 1,
            fingerprint=fingerprint(each),
            first_day=first_day,
            change=change if known.get(each.ref) else "First definition",
            is_break=is_break and bool(known.get(each.ref)),
        )
        for each in changed(indicators, known)
    ]
    rows = [version for versions in known.values() for version in versions] + added
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for each in sorted(rows, key=lambda version: (version.ref, version.number)):
            said = "yes" if each.is_break else "no"
            writer.writerow((each.ref, each.number, each.fingerprint, each.first_day, each.change, said))
    return added


def definition_breaks(versions: Iterable[Version]) -> list[RebaseRow]:
    """The breaks that new versions make in their series, from the first day of the month in which each came into use."""
    return [
        RebaseRow(
            indicator=each.ref,
            rebase=Rebase(
                on=each.first_day.replace(day=1),
                reason=f"The definition changed: {each.change}",
                kind=DEFINITION,
            ),
        )
        for each in versions
        if each.is_break
    ]


def version_words(indicator: Indicator, versions: Sequence[Version]) -> str:
    """`version 2 (1f0c2a7b), from 1 April 2023`; one that no row tells of is known by its fingerprint alone."""
    mark = fingerprint(indicator)[:8]
    now = next((each for each in versions if each.fingerprint == fingerprint(indicator)), None)
    return f"version {now.number} ({mark}), from {day_name(now.first_day)}" if now else f"version {mark}"


def version(indicator: Indicator) -> str:
    """The version of a definition as it is printed: told from its query."""
    return f"v{sha256(indicator.sql.encode()).hexdigest()[:8]}"
