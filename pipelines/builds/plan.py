"""What a build is to be made from, and the names that follow from it: of the whole and of each authority's part."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines import fingerprint
from pipelines.builds.left_out import LeftOut, left_out, standing_instead
from pipelines.builds.pointer import current, hash_of
from pipelines.figures.reference import authorities, reference_files
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.intake.force import InForce, in_force
from pipelines.publication.published_figures import known_editions
from pipelines.settings import ROOT
from pipelines.status.punctuality import told
from scorecards.period import Month

if TYPE_CHECKING:
    import polars as pl

SQL = ROOT / "sql"
_CODE = (
    "figures/values.py",
    "figures/completing.py",
    "region/values.py",
    "figures/reference.py",
    "intake/force.py",
    "intake/history.py",
    "builds/steps.py",
    "builds/loading.py",
)
"""The code that decides a value."""


@dataclass(frozen=True)
class Plan:
    """What a build of `month` is to be made from, told from the ledger and the files alone."""

    home: Home
    month: Month

    @cached_property
    def force(self) -> list[InForce]:
        """The deliveries in force; of an authority that was left out those that stand instead."""
        told = self._in_force
        for each in self.left_out:
            told = [part for part in told if part.delivery.authority != each.authority]
            told += standing_instead(self.home, self.month, each)
        return sorted(told, key=lambda part: part.delivery.authority) if self.left_out else told

    @cached_property
    def left_out(self) -> list[LeftOut]:
        """The authorities whose present deliveries cannot be built, by code, with what stands instead."""
        known = left_out(self.home, self.month)
        if not known:
            return []
        now = self.inputs
        return [each for code, each in sorted(known.items()) if each.inputs == now.get(code)]

    @cached_property
    def inputs(self) -> dict[str, str]:
        """By authority, everything that would decide its figures if its present deliveries were built."""
        return {
            code: fingerprint.of_text(f"{self.common} {text}")
            for code, text in self._parts(self._in_force).items()
        }

    @cached_property
    def authorities(self) -> list[str]:
        """The codes of every authority that figures are of."""
        return authorities(self.home.settings, self.force)

    @cached_property
    def common(self) -> str:
        """What decides the values of every authority: SQL, facts, code and choices."""
        chosen = self.home.settings
        overlay = chosen.overlay
        code = [ROOT / "pipelines" / name for name in _CODE]
        own = [*overlay.glob("indicators/*/*.sql"), *overlay.glob("checks/*.sql")]
        files = [*SQL.rglob("*.sql"), *reference_files(overlay), *own, *code]
        history = {agency: str(month) for agency, month in chosen.history_from.items()}
        settings: list[Any] = [chosen.standards, str(chosen.reported_from), history, chosen.year_start]
        settings += [chosen.authority.code] if chosen.is_region else []
        editions = [each.figures for each in known_editions(self.home, self.month)]
        return fingerprint.of_files(files, str(self.month), settings, editions)

    @cached_property
    def parts(self) -> dict[str, str]:
        """By authority, what decides its own values: its deliveries in force, and what the ledger tells of it."""
        return self._parts(self.force)

    @cached_property
    def build_id(self) -> str:
        """The name of the build: the hash of everything that decides a value in it."""
        return fingerprint.of_text(f"{self.common} {sorted(self.parts.items())}")

    @property
    def folder(self) -> Path:
        """The folder of the month's builds."""
        return self.home.builds / str(self.month)

    @property
    def path(self) -> Path:
        """The finished build's file."""
        return self.folder / f"{self.build_id}.duckdb"

    @property
    def is_current(self) -> bool:
        """Whether the month's pointer names exactly this build, and its file is as it was written."""
        pointer = current(self.home, self.month) or {}
        return (
            pointer.get("build") == self.build_id
            and self.path.exists()
            and pointer.get("sha256") in (None, hash_of(self.path))
        )

    @cached_property
    def _in_force(self) -> list[InForce]:
        return in_force(deliveries(self.home).values(), self.home.settings, self.month)

    def _parts(self, force: list[InForce]) -> dict[str, str]:
        names = self.home.settings.names
        told: dict[str, list[Any]] = {code: [code, list(known)] for code, known in names.items()}
        for each in self.home.settings.members:
            if each.first or each.last:
                told[each.code].append([str(each.first), str(each.last)])
        for code in authorities(self.home.settings, force):
            told.setdefault(code, [code]).append("has figures")
        for part in force:
            line = [part.source, part.delivery.folder_name]
            told.setdefault(part.delivery.authority, []).append(line)
        for table in self.told.values():
            for row in table.rows():
                told.setdefault(row[0], []).append(row[1:])
        return {code: fingerprint.of_text(repr(lines)) for code, lines in told.items()}

    @cached_property
    def told(self) -> "dict[str, pl.DataFrame]":
        """The reference tables that the ledger tells of agencies' deliveries, by name."""
        return told(self.home, self.month)
