"""A month's pointer: which build is the month's current one, and what it was made from and holds."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.home import Home
from pipelines.intake.force import InForce
from pipelines.sealed import SealBroken, file_hash, unsealed
from scorecards.period import Month

BUILT = "built"
"""The event of a finished build: its month and name, the hashes of its file and contents, and DuckDB's version. One that
was made from the build before it also names, as `remains`, the deliveries of which the file may hold bytes though it holds
no row of them any more."""


class NoBuild(Exception):
    """There is no build of a month; the words say how to make one."""


def current(home: Home, month: Month) -> dict[str, Any] | None:
    """What the month's pointer says of its newest good build, or None; a damaged pointer names none, so that the month is
    built again."""
    path = home.builds / str(month) / "current.json"
    try:
        return unsealed(path)
    except SealBroken:
        return _unsealed_yet(path)


def _unsealed_yet(path: Path) -> dict[str, Any] | None:
    """A pointer of before they were sealed and told what a build holds."""
    try:
        facts = dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return None if "contents" in facts or "build" not in facts else facts


def build_path(home: Home, month: Month | None = None) -> Path:
    """The file of the newest good build of `month`, or of the newest month that has one."""
    for known in reversed([month] if month else built_months(home)):
        pointer = current(home, known)
        if pointer:
            return home.builds / str(known) / f"{pointer['build']}.duckdb"
    wanted, how = (f"of {month} ", f" --month {month}") if month else ("", "")
    raise NoBuild(f"Expected a build {wanted}in {home.folder}; found none. Run `scorecard refresh{how}`.")


def built_months(home: Home) -> list[Month]:
    """The months that have a pointer to a build, oldest first."""
    return sorted(Month.parse(path.parent.name) for path in home.builds.glob("*/current.json"))


def newest_month(home: Home) -> Month:
    """The newest month that has a good build. Raises NoBuild."""
    return Month.parse(build_path(home).parent.name)


def remains(home: Home, build: str) -> set[str]:
    """The deliveries of which a build's file may hold bytes though it holds no row of them any more."""
    told = [record.facts for record in home.ledger.of(BUILT) if record.facts["build"] == build]
    return {*told[-1].get("remains", ())} if told else set()


def source_lines(force: Iterable[InForce]) -> list[dict[str, Any]]:
    """What a pointer says of the deliveries in force."""
    return [
        {"authority": part.delivery.authority, "source": part.source, "delivery": part.delivery.delivery_id,
         "month": part.delivery.month, "sha256": part.delivery.sha256}
        for part in force
    ]  # fmt: skip


def hash_of(path: Path) -> str:
    """The hash of a file's bytes, read once while the file stays as it is."""
    facts = path.stat()
    return _hashed(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=64)
def _hashed(path: Path, changed: int, size: int) -> str:
    return file_hash(path)
