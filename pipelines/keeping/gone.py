"""What is no longer kept, as the ledger records it: files past their retention, and children who were erased.

- `purged`: deliveries (ids), files (their hashes), builds (month and name), rules (months kept by agency), on (the day),
  cited (quarters whose published figures rested on one of the builds).
- `erased`: children (keyed hashes, never a reference), files (what took the place of which bytes, by hash), rows, by,
  reason.

The ledger itself is never rewritten: the lines of what is gone stay, and these say why the bytes do not.
"""

import hmac
import os
import shutil
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.home import Home

if TYPE_CHECKING:
    import polars as pl

    from pipelines.intake.delivery import Delivery

CHILD = ("person", "eisi", "nhs", "nominal", "victim")
"""Domains whose references are a child's own."""
PURGED, ERASED = "purged", "erased"
BESIDE = ".rebuilding"
"""The folder of a home in which everything is made again, to be swapped in."""
PAST_RETENTION = "past retention"
"""The verdict on a delivery whose bytes and rows were removed because their time was over."""


@dataclass(frozen=True)
class Gone:
    """What the ledger of a home says is gone."""

    home: Home

    @cached_property
    def replaced(self) -> dict[str, str]:
        """What took the place of erased bytes: the hash of the newest redacted copy by every hash before it."""
        steps = {
            old: new for record in self.home.ledger.of(ERASED) for old, new in record.facts["files"].items()
        }
        return {old: _last(old, steps) for old in steps}

    @cached_property
    def erased_on(self) -> dict[str, str]:
        """The UTC day of the last erasure from bytes, by their hash."""
        return {
            name: record.at[:10]
            for record in self.home.ledger.of(ERASED)
            for pair in record.facts["files"].items()
            for name in pair
        }

    @cached_property
    def builds(self) -> set[tuple[str, str]]:
        """The builds, by month and name, that went because they held rows of files past their time."""
        return {
            (month, build)
            for record in self.home.ledger.of(PURGED)
            for month, build in record.facts["builds"]
        }

    @cached_property
    def tombstones(self) -> dict[str, str]:
        """The UTC day on which a child was erased, by the keyed hash of each of their references."""
        return {
            name: record.at[:10]
            for record in self.home.ledger.of(ERASED)
            for name in record.facts["children"]
        }

    @cached_property
    def purged(self) -> dict[str, str]:
        """The day on which a delivery was found past its retention, by its id."""
        return {
            name: record.facts["on"]
            for record in self.home.ledger.of(PURGED)
            for name in record.facts["deliveries"]
        }

    def told(self, delivery: "Delivery") -> "Delivery":
        """The delivery with what became of its bytes."""
        if (day := self.purged.get(delivery.delivery_id)) is not None:
            return replace(
                delivery,
                verdict=PAST_RETENTION,
                reason=f"Past retention since {day}: its bytes and rows were removed.",
            )
        new = self.replaced.get(delivery.sha256, delivery.sha256)
        if new != delivery.sha256:
            return replace(delivery, sha256=new, is_superseded=True)
        return delivery

    def words(self, digest: str) -> str:
        """What is to be said of bytes, delivered or redacted; empty where nothing was taken out of them."""
        day = self.erased_on.get(digest)
        return (
            f"Rows of a child were erased from this file on {day}; a redacted copy stands in its place."
            if day
            else ""
        )


def tombstone(key: bytes, domain: str, pseudonym: str) -> str:
    """What stands in the ledger for a child who was erased: a keyed hash of a pseudonym, which is one itself."""
    return hmac.digest(key, f"erased|{domain}|{pseudonym}".encode(), "sha256").hex()[:24]


def erased_rows(gone: Gone, frames: "dict[str, pl.DataFrame]") -> int:
    """How many typed rows are of children who were erased; a key that was rotated since knows them no more."""
    from schemas.table import columns
    from sources.catalogue import sources

    known = gone.tombstones
    if not known:
        return 0
    key, count = gone.home.key(), 0
    for name, rows in frames.items():
        model = next(each.table for each in sources(name.split(".")[0]) if each.name == name)
        for column, said in columns(model).items():
            if said.domain in CHILD and column in rows.columns:
                held = rows[column].drop_nulls().unique().to_list()
                theirs = [text for text in held if tombstone(key, said.domain, text) in known]
                count += int(rows[column].is_in(theirs).sum()) if theirs else 0
    return count


def finish(home: Home) -> None:
    """Remove what the ledger says is gone, and all that was made from it; again after a kill, and otherwise nothing.

    The erased bytes themselves go last, so that their being there says that something is left to do. Hold the ledger's
    `writing()`.
    """
    _finish_erasures(home)
    _finish_purges(home)


def _finish_erasures(home: Home) -> None:
    left = [name for name in Gone(home).replaced if (home.store / name).exists()]
    if not left:
        return
    wrong = set(left)
    for record in home.ledger.of("delivered"):
        if record.facts["sha256"] in wrong:
            _remove_rows(home, record.facts["delivery_id"])
    _remove_derived(home)
    _remove_all_bytes(home, left)


def _finish_purges(home: Home) -> None:
    records = home.ledger.of(PURGED)
    if not records:
        return
    from pipelines.intake.delivery import deliveries

    kept = {each.sha256 for each in deliveries(home).values() if not each.is_gone}
    with_rows = {path.name.partition(".")[0] for path in home.rows.glob("*")}
    for record in records:
        left = [name for name in record.facts["files"] if (home.store / name).exists() and name not in kept]
        builds = [(home.builds / month, build) for month, build in record.facts["builds"]]
        is_built = any((folder / f"{build}.duckdb").exists() for folder, build in builds)
        if not left and not is_built and with_rows.isdisjoint(record.facts["deliveries"]):
            continue
        for name in record.facts["deliveries"]:
            _remove_rows(home, name)
        for folder, build in builds:
            remove_build(home, folder, build)
        _remove_all_bytes(home, left)


def remove_build(home: Home, folder: Path, build: str) -> None:
    """Remove a build, what rests on it, and the month's pointer where it names it.

    The pointer goes after what rests on the build, so that a run that was killed is taken up where it was, and before
    the build, so that it never names one that is not whole.
    """
    pointer = folder / "current.json"
    if pointer.exists() and f'"{build}"' in pointer.read_text(encoding="utf-8", errors="replace"):
        for name in ("review", "returns"):
            remove_folder(home.folder / name / folder.name)
        (folder / "expectations.json").unlink(missing_ok=True)
        pointer.unlink()
    for path in folder.glob(f"{build}.*"):
        path.unlink()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def remove_folder(folder: Path) -> None:
    """Remove a folder that people read: for them it is gone in one step, whole until then."""
    aside = folder.with_name(f".{folder.name}.removed")
    if folder.is_dir() and aside.is_dir():
        shutil.rmtree(aside)
    if folder.is_dir():
        os.replace(folder, aside)
    if aside.is_dir():
        shutil.rmtree(aside)


def _remove_rows(home: Home, delivery_id: str) -> None:
    for path in home.rows.glob(f"{delivery_id}.*"):
        shutil.rmtree(path)


def _remove_all_bytes(home: Home, names: list[str]) -> None:
    """Remove delivered bytes, and the second names that they have where a rebuilding was killed."""
    if (home.folder / BESIDE).is_dir():
        shutil.rmtree(home.folder / BESIDE)
    for name in names:
        (home.store / name).with_suffix(".json").unlink(missing_ok=True)
        (home.store / name).unlink()


def _remove_derived(home: Home) -> None:
    """Remove what holds rows or pseudonyms of children besides the rows themselves; a refresh makes most of it anew."""
    for name in ("builds", "review", "returns", "lists", "restricted", "staging"):
        folder = home.folder / name
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _last(name: str, steps: dict[str, str]) -> str:
    while name in steps and steps[name] != name:
        name = steps[name]
    return name
