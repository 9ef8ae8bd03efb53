"""Releases: what each publication showed and what it withheld, frozen in a file that the ledger names by its hash.

A release is recorded before its files are swapped in, so that nothing is out that later ones do not know of. Frozen
files are never rewritten; publishing the same content again records nothing new.
"""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from functools import cached_property
from hashlib import sha256
from io import StringIO
from pathlib import Path

import polars as pl

from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.publication.editions import FIGURE_COLUMNS
from scorecards.attack.frozen import leaks
from scorecards.disclosure.release import Release, Wanted
from scorecards.disclosure.report import Withholding
from scorecards.disclosure.system import key_of
from scorecards.value import COLUMNS, Value, Values

SHOWN = "shown"


class ReleasesBroken(Exception):
    """A frozen release is not what the ledger says it is."""


class Releases:
    """The releases of one home, oldest first."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @property
    def folder(self) -> Path:
        """Where the frozen files stand, each named by its hash, with its report beside it."""
        return self._home.folder / "releases"

    @cached_property
    def texts(self) -> list[tuple[str, str]]:
        """The id and text of every release. Raises ReleasesBroken."""
        return [
            (str(record.facts["release"]), self._text(str(record.facts["release"])))
            for record in self._home.ledger.of(SHOWN)
        ]

    def earlier(self, since: date) -> list[tuple[Value, ...]]:
        """What they showed of this authority in windows that end on this day or later; what is older touches nothing that
        is printed."""
        code = self._home.settings.authority.code
        return [rows_of(text, code, since).rows for _, text in self.texts]

    def as_they_hold(self, release: Release) -> list[str]:
        """The frozen form of every release as far as it is of this authority, without the numbers that were revised since."""
        code = self._home.settings.authority.code
        return [text_of_rows(release.as_they_hold(rows_of(text, code).rows)) for _, text in self.texts]

    def leaks(self, release: Release) -> tuple[str, ...]:
        """Sentences for what the attack can work out from this release's frozen form and those before, without a
        value."""
        return leaks(
            text_of(release),
            self.as_they_hold(release),
            release.small,
            ((*name, str(start), str(end), count) for name, start, end, count in release.true_counts),
            is_zero_shown=release.is_zero_shown,
        )

    def record(self, quarter: str, build: str, release: Release) -> str:
        """Freeze a release and name it in the ledger, unless it is there; its id."""
        return self.record_text(quarter, build, text_of(release), report_of(release))

    def record_text(self, quarter: str, build: str, text: str, report: str) -> str:
        """The same of a release that was written down already, with the report of what it withholds."""
        name = sha256(text.encode()).hexdigest()
        known = {(record.facts["release"], record.facts["quarter"]) for record in self._home.ledger.of(SHOWN)}
        if (name, quarter) not in known:
            write_whole(self.folder / f"{name}.csv", text.encode())
            write_whole(self.folder / f"{name}.report.json", report.encode())
            with self._home.ledger.writing() as ledger:
                digest = sha256(report.encode()).hexdigest()
                ledger.append(SHOWN, quarter=quarter, build=build, release=name, report=digest)
        return name

    def report(self, quarter: str) -> list[Withholding]:
        """The plan's report of the quarter's newest release; empty when there is none."""
        name = self._newest(quarter)
        if name is None:
            return []
        text = (self.folder / f"{name}.report.json").read_text(encoding="utf-8")
        return [Withholding(**line) for line in json.loads(text)]

    def last(self, quarter: str) -> Values | None:
        """What the quarter's newest release showed."""
        name = self._newest(quarter)
        code = self._home.settings.authority.code
        return None if name is None else rows_of(self._text(name), code)

    def _newest(self, quarter: str) -> str | None:
        of_quarter = (each.facts for each in self._home.ledger.of(SHOWN) if each.facts["quarter"] == quarter)
        names = [str(facts["release"]) for facts in of_quarter]
        return names[-1] if names else None

    def _text(self, name: str) -> str:
        path = self.folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if sha256(text.encode()).hexdigest() != name:
            raise ReleasesBroken(
                f"Expected the release {name[:12]} as it was published; found none or another. Restore it from its "
                "backup: without it nobody can tell what readers already know."
            )
        return text


def first_day(wanted: Iterable[Wanted]) -> date:
    """The first day of all windows that are printed."""
    return min((row.period_start for each in wanted for row in each.values.rows), default=date.min)


def text_of(release: Release) -> str:
    """The frozen form of what a release shows to its controlled audiences together."""
    return text_of_rows(release.rows)


def text_of_rows(rows: Iterable[Value]) -> str:
    """Values as a frozen release has them, in the order given."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(COLUMNS)
    for row in rows:
        lines.writerow(["" if (cell := getattr(row, name)) is None else str(cell) for name in COLUMNS])
    return written.getvalue()


def report_of(release: Release) -> str:
    """What a release withholds and why, as JSON."""
    return lines_of(release.report)


def lines_of(report: Iterable[Withholding]) -> str:
    """The lines of a report as JSON; only a region's say whose figure it is."""
    told = [
        {name: said for name, said in asdict(line).items() if said or name != "authority"} for line in report
    ]
    return json.dumps(told, indent=1, sort_keys=True)


def figures_of(audiences: Mapping[str, Values], definitions: Mapping[str, str]) -> str:
    """The frozen form of every figure that any audience is shown, a line each: which audiences, the figure or its mark,
    the version of its definition by ref, and whether it was marked provisional or revised."""
    shown: dict[Value, list[str]] = {}
    for name, values in sorted(audiences.items()):
        for row in values.rows:
            shown.setdefault(row, []).append(name)
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(FIGURE_COLUMNS)
    for row in sorted(shown, key=lambda row: (key_of(row), shown[row])):
        cells = ["" if (cell := getattr(row, name)) is None else str(cell) for name in COLUMNS]
        lines.writerow(
            [" ".join(shown[row]), *cells, definitions.get(row.indicator, ""), " ".join(sorted(row.marks))]
        )
    return written.getvalue()


def rows_of(text: str, authority: str, since: date = date.min) -> Values:
    """What a frozen release showed of an authority in windows that end on this day or later."""
    typed = _typed(text)
    return Values.from_frame(
        typed.filter((pl.col("period_end") >= since) & (pl.col("authority") == authority))
    )


def rows_by_authority(text: str) -> dict[str, Values]:
    """What a frozen release showed of each authority, and of the region."""
    parts = _typed(text).partition_by("authority", as_dict=True)
    return {str(code): Values.from_frame(part) for (code,), part in parts.items()}


def _typed(text: str) -> pl.DataFrame:
    return pl.read_csv(text.encode(), infer_schema=False).with_columns(
        pl.col("breakdown", "category").fill_null(""),
        pl.col("period_start", "period_end").str.to_date("%Y-%m-%d"),
        pl.col("value").cast(pl.Float64),
    )
