"""Drill-through lists: the records behind one figure, for the people of an operational audience, who hold them anyway.

A list is a file of its own for each audience and role: with pseudonyms for whoever may read the builds, with the
suppliers' own references for the restricted role alone. Its count is the figure's, or it is not made.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pipelines import audit
from pipelines.drill_workbook import contributions, workbook_of
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.roles import OPERATIONAL, refuse_unless, restricted_folder
from pipelines.tracing.cell import Asked, indicator_of
from pipelines.tracing.trace import Trace, trace
from scorecards.audience import Audience, audiences
from scorecards.disclosure.tier import OPERATIONAL as OPERATIONAL_TIER
from scorecards.indicator import Indicator
from scorecards.value import NOT_SUPPLIED


class NotListed(Exception):
    """A list that may not be made or does not come to its figure; the words say why."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list that was written: its file, the audience, and the records on each side."""

    path: Path
    audience: str
    counts: dict[str, int]
    has_references: bool


def list_records(
    home: Home, asked: Asked, group: str, *, out: Path | None = None, with_references: bool = False
) -> Listed:
    """Write the records behind a figure for an operational audience. Raises NotListed, NotAsked and NotYourRole."""
    refuse_unless(home, OPERATIONAL, "a list of single records")
    indicator = indicator_of(home.settings, asked.ref)
    audience = _operational(home, group, indicator)
    found = trace(home, asked, with_references=with_references)
    if found.value.state == NOT_SUPPLIED:
        raise NotListed(
            "Expected a figure that was supplied; found that something it needs is not in force, so the list would lack "
            "records too. `scorecard trace` says what is missing."
        )
    if not all(map(found.agrees, found.stored)):
        raise NotListed(
            "Expected as many records as the figure counts; found another number: the definition or its facts changed "
            "since the build. Run `scorecard refresh`, and ask again."
        )
    path = _place(home, out, audience, found, with_references)
    now = datetime.now(UTC)
    data = workbook_of(home, audience, found, now, with_references)
    write_whole(path, data)
    os.chmod(path, 0o600)
    counts = {side: contributions(found, side).height for side in found.counted.sides}
    audit.note(
        home, "list", ref=asked.ref, period=found.value.period_id.partition(":")[2], audience=audience.name,
        build=found.build, records=sum(counts.values()), references=with_references, file=sha256(data).hexdigest(),
    )  # fmt: skip
    return Listed(path=path, audience=audience.name, counts=counts, has_references=with_references)


def _operational(home: Home, group: str, indicator: Indicator) -> Audience:
    own = home.settings.overlay / "audiences.toml"
    known = audiences(*([own] if own.exists() else []))
    fit = {name: each for name, each in known.items() if each.tier.name == OPERATIONAL_TIER}
    if group not in fit:
        raise NotListed(
            f"Expected an audience whose tier is operational ({', '.join(sorted(fit)) or 'there is none'}); found "
            "another. Single records are for those who hold them anyway: give the audience that tier in audiences.toml, "
            "if its members do."
        )
    if not fit[group].sees(indicator):
        raise NotListed(f"Expected an indicator that {group} sees; found {indicator.ref}, which it does not.")
    return fit[group]


def _place(home: Home, out: Path | None, audience: Audience, found: Trace, with_references: bool) -> Path:
    """Where the list goes: a folder that nobody else can read."""
    period = found.value.period_id.replace(":", "-")
    name = f"{found.indicator.ref}-{period}{'-references' if with_references else ''}.xlsx"
    if out is None:
        if with_references:
            return restricted_folder(home, "lists", audience.file_name) / name
        folder = home.folder / "lists" / audience.file_name
        for each in (folder.parent, folder):
            each.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder / name
    if out.suffix != ".xlsx":
        raise NotListed("Expected --out with a file that ends in .xlsx; found another. Name it so.")
    if not out.parent.is_dir() or (os.name == "posix" and out.parent.stat().st_mode & 0o077):
        raise NotListed(
            "Expected --out in a folder that you alone can read; found one that others can, or none. "
            "Make it with `mkdir -m 700`, or leave --out away."
        )
    return out
