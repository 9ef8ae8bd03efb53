"""A quarter's draft: workbook, page and values for each audience, written beside and swapped in.

Approving and publishing it is `pipelines.signing`.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import polars as pl

from pipelines.builds import SQL, current
from pipelines.cleaning import cleaning_seldom
from pipelines.commentary import commentary
from pipelines.database import database, frame, quoted, rows
from pipelines.drafts import DRAFT_FILE, FROZEN, Draft, audiences_of, draft_of
from pipelines.editions import DRAFTED
from pipelines.files import swap_folder, write_whole
from pipelines.fitness import guarding, refuse_unfit
from pipelines.folders import sweep
from pipelines.front_page import AGENCY_RETURNS, COMPANION
from pipelines.home import Home
from pipelines.progress import say
from pipelines.provenance import provenance
from pipelines.reconciling import reconciled_here
from pipelines.reference import FOLDER
from pipelines.releases import Releases, figures_of, first_day, report_of, text_of
from pipelines.restating.files import write_restatements
from pipelines.restating.readers import ForReaders
from pipelines.sensitivity import readings
from scorecards.agency_return import agency_returns
from scorecards.agency_return_files import agency_files
from scorecards.audience import Audience
from scorecards.companion import companion
from scorecards.definition_history import Version, history
from scorecards.disclosure.release import Release, released
from scorecards.disclosure.report import Withholding
from scorecards.earlier_figure import earlier_figures, joined
from scorecards.entered import Entered, Key
from scorecards.indicator import Indicator, indicators
from scorecards.indicator_page import version
from scorecards.period import Month, Quarter
from scorecards.printed import printed
from scorecards.provenance import Provenance
from scorecards.publication import publish_files
from scorecards.reconciliation import Reconciled
from scorecards.restatement import Restated, revised, ripening
from scorecards.scorecard import Scorecard, scorecard
from scorecards.spc.rules import NHSR
from scorecards.value import Values


class NothingToPublish(Exception):
    """The quarter's last month has no build; the words say how to make one."""


@dataclass(frozen=True)
class Publication:
    """The publication of one quarter, from the newest good build of its last month."""

    home: Home
    quarter: Quarter

    @property
    def month(self) -> Month:
        """The month whose build is published."""
        return self.quarter.last_month

    @cached_property
    def audiences(self) -> dict[str, Audience]:
        """Every audience by name."""
        return audiences_of(self.home)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Every indicator."""
        return indicators(SQL, self.home.settings.overlay)

    @cached_property
    def build_id(self) -> str:
        """The build that is published. Raises NothingToPublish when there is none."""
        pointer = current(self.home, self.month)
        if pointer is None:
            raise NothingToPublish(
                f"Expected a build of {self.month.name}, the last month of {self.quarter}; found none. "
                f"Run `scorecard refresh --month {self.month}` first."
            )
        return str(pointer["build"])

    @cached_property
    def values(self) -> pl.DataFrame:
        """The build's values of this authority."""
        query = f"select * from scorecard.value where authority = {quoted(self.home.settings.authority.code)}"
        with database(self._path, read_only=True) as connection:
            return frame(connection, query)

    @cached_property
    def release(self) -> Release:
        """What every audience is shown: solved over all of them at once, whichever are written."""
        say(f"Withholding what could show a child, {self.quarter}")
        code = self.home.settings.authority.code
        mine, _ = self._with_entered
        wanted = [
            printed(
                audience=audience,
                quarter=self.quarter,
                indicators=self.indicators,
                values=mine,
                authority=code,
            )
            for audience in self.audiences.values()
        ]
        return released(
            wanted,
            Releases(self.home).earlier(first_day(wanted)),
            mine,
            before=Releases(self.home).last(str(self.quarter)),
        )

    @cached_property
    def _with_entered(self) -> tuple[pl.DataFrame, dict[Key, Entered]]:
        """This authority's values with the earlier figures of its folder, and whose the entered ones are."""
        chosen, mine = self.home.settings, self.values
        known = earlier_figures(self._facts("earlier_figures.csv"), self.indicators, chosen.year_start)
        values, earlier = joined(mine, known, chosen.authority.code)
        return values, {**self._by_hand, **earlier}

    @cached_property
    def _readings(self) -> dict[str, str]:
        """The settings that decide each definition, and how many records sit on its limit."""
        return readings(self._path, self.indicators, self.home.settings.authority.code)

    @cached_property
    def _published(self) -> list[Reconciled]:
        """The authority's published figures beside what is released of ours."""
        return reconciled_here(
            self.home,
            self.indicators,
            Values.of(self.release.rows),
            self._facts("comparators.csv"),
            self.month,
        )

    @property
    def _by_hand(self) -> dict[Key, Entered]:
        """Whose the figures are that were entered by hand. A build that is older than such figures has none."""
        query = """select indicator, period_id, owner, entered_on, coalesce(source, ''), coalesce(note, '')
            from core.manual_figure where authority = ?"""
        with database(self._path, read_only=True) as connection:
            tables = rows(
                connection, "select table_name from information_schema.tables where table_schema = 'core'"
            )
            if ("manual_figure",) not in tables:
                return {}
            found = rows(connection, query, [self.home.settings.authority.code])
        return {
            (ref, period_id): Entered(
                indicator=ref, period_id=period_id, owner=owner, entered_on=day, source=source, note=note
            )
            for ref, period_id, owner, day, source, note in found
        }

    @property
    def _path(self) -> Path:
        return self.home.builds / str(self.month) / f"{self.build_id}.duckdb"

    def content(self, audience: Audience) -> Scorecard:
        """What the audience reads, made from what was released to it and from nothing else."""
        return scorecard(
            audience=audience,
            quarter=str(self.quarter),
            indicators=self.indicators,
            values=self._shown[audience.name][0],
            revised=self._shown[audience.name][1],
            comparators=self._facts("comparators.csv"),
            targets=self._facts("targets.csv"),
            rebases=self._facts("rebases.csv"),
            versions=self._versions,
            entered=self._with_entered[1],
            readings=self._readings,
            commentary=commentary(self.home.settings, self.quarter),
            spc_rules=self.home.settings.standards.get("spc_rules", NHSR.name),
            provenance=self.provenance,
        )

    @cached_property
    def restating(self) -> ForReaders:
        """The build beside what readers were shown before."""
        return ForReaders(self.home, self._path)

    @cached_property
    def _shown(self) -> dict[str, tuple[Values, tuple[Restated, ...]]]:
        """What each audience is shown with the marks of what was published otherwise before, and both figures of these.

        Made of what was released, now and then, and of nothing else. Raises FrozenFileBroken.
        """
        restating = self.restating
        titles = {each.ref: each.title for each in self.indicators}
        shown = {name: ripening(self.release.of(name), restating.provisional) for name in self.audiences}
        first = {name: restating.first_shown(name, values) for name, values in shown.items()}
        found = {name: revised(shown[name], first[name], titles, {})[1] for name in shown}
        why = restating.why((each.key, each.edition) for lines in found.values() for each in lines)
        return {name: revised(values, first[name], titles, why) for name, values in shown.items()}

    def draft(self, names: Iterable[str] | None = None) -> Draft:
        """Write the files of some audiences, or of all, as a draft that says on its face that it is one.

        Everything is written beside first and looked at; nothing is swapped in unless all of it is fit to be read, and
        the restatement report can be made. What will be frozen when it is published stands in the draft too. Raises NotFit.
        """
        wanted = [self.audiences[name] for name in (names or self.audiences)]
        self.home.drafts.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.home.ledger.writing(), cleaning_seldom():
            sweep(self.home.drafts)
            beside = Path(tempfile.mkdtemp(dir=self.home.drafts, prefix="."))
            try:
                write_restatements(self.home, self.month)
                made = self.make_all(wanted, beside)
                self._write_down(beside, made)
                self._swap_in(beside)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
            draft = draft_of(self.home, self.quarter)
            assert draft is not None
            self._record(draft)
        return draft

    def _write_down(self, beside: Path, made: Iterable[Path]) -> None:
        """What the draft is made of, and what will be frozen of it."""
        frozen = self.frozen
        for name, text in frozen.items():
            write_whole(beside / FROZEN / name, text.encode())
        release, figures = (
            sha256(frozen[name].encode()).hexdigest() for name in ("release.csv", "figures.csv")
        )
        facts = {
            "quarter": str(self.quarter),
            "month": str(self.month),
            "build": self.build_id,
            "release": release,
            "figures": figures,
            "known": sorted({name for name, _ in Releases(self.home).texts} - {release}),
            **self._also,
            "files": {
                path.relative_to(beside).as_posix(): sha256(path.read_bytes()).hexdigest() for path in made
            },
        }
        write_whole(beside / DRAFT_FILE, json.dumps(facts, indent=1, sort_keys=True).encode())

    @property
    def frozen(self) -> dict[str, str]:
        """What will be frozen, by the names of its files in the draft."""
        refs = {each.ref: version(each) for each in self.indicators}
        return {
            "release.csv": self.release_text,
            "report.json": report_of(self.release),
            "figures.csv": figures_of({name: values for name, (values, _) in self._shown.items()}, refs),
        }

    @property
    def release_text(self) -> str:
        """The frozen form of what is shown."""
        return text_of(self.release)

    def release_report(self, authority: str) -> list[Withholding]:
        """The lines of the release's report, each with whose it is."""
        return [replace(line, authority=authority) for line in self.release.report]

    def _swap_in(self, beside: Path) -> None:
        """The whole folder at once: approvers see the old draft or the new one."""
        swap_folder(beside, self.home.drafts / str(self.quarter))

    def _record(self, draft: Draft) -> None:
        """Name the draft in the ledger, unless it is the one that stood there."""
        known = [each for each in self.home.ledger.of(DRAFTED) if each.facts["quarter"] == str(self.quarter)]
        if not known or known[-1].facts["draft"] != draft.id:
            with self.home.ledger.writing() as ledger:
                ledger.append(
                    DRAFTED,
                    quarter=str(self.quarter),
                    month=str(self.month),
                    build=self.build_id,
                    draft=draft.id,
                )

    @property
    def _also(self) -> dict[str, object]:
        """What else the draft says of itself."""
        return {}

    def make_all(self, wanted: Iterable[Audience], beside: Path) -> list[Path]:
        """The files of the audiences and agencies, each looked at while the next is made, and the companion. Raises
        NotFit."""
        with guarding() as guard:
            guard.attack(self.release, Releases(self.home).own_texts, self.quarter)
            made = []
            for audience in sorted(wanted, key=self._size, reverse=True):
                files = self._make(audience, beside / audience.file_name)
                guard.look_at(files, is_circulated=audience.tier.is_controlled)
                made += files
            returns = self._make_agency_returns(beside / AGENCY_RETURNS)
            guard.look_at(returns, is_circulated=True)
            say(f"Attacking the release and looking at the finished files, {self.quarter}")
            refuse_unfit(guard)
        write_whole(beside / COMPANION, self._companion().encode())
        return [*made, *returns, beside / COMPANION]

    def _size(self, audience: Audience) -> int:
        """The largest is made first, so that the last to be looked at is a small one."""
        return len(audience.in_order(self.indicators))

    def _make(self, audience: Audience, beside: Path) -> list[Path]:
        say(f"Writing {audience.title}, {self.quarter}")
        return publish_files(folder=beside, audience=audience, content=self.content(audience))

    def _make_agency_returns(self, beside: Path) -> list[Path]:
        """A page and a workbook for every agency that refers children, of nothing but what was released."""
        say(f"Writing each agency's return, {self.quarter}")
        whole = [
            self._shown[name]
            for name, each in self.audiences.items()
            if each.tier.is_controlled and each.tier.round_to == 1
        ]
        returns = agency_returns(
            release=self.release,
            indicators=self.indicators,
            quarter=self.quarter,
            provenance=self.provenance,
            marked=[row for values, _ in whole for row in values.rows if row.marks],
            revised=[line for _, lines in whole for line in lines],
        )
        return [path for each in returns for path in agency_files(folder=beside, content=each)]

    def _companion(self) -> str:
        everything = Audience(name="all", title="", members="", everything=True, section_order=self._sections)
        return companion(
            partnership=self.home.settings.name,
            quarter=self.quarter,
            indicators=everything.in_order(self.indicators),
            readings=self._readings,
            published=self._published,
            contact=self.provenance.contact,
        )

    @property
    def _sections(self) -> tuple[str, ...]:
        return next(iter(self.audiences.values())).section_order

    @cached_property
    def _versions(self) -> dict[str, list[Version]]:
        """The versions of every definition, the partnership's own winning over ours."""
        folders = (SQL, self.home.settings.overlay)
        return {
            ref: known
            for folder in folders
            for ref, known in history(folder / "indicators" / "history.csv").items()
        }

    def _facts(self, name: str) -> pl.DataFrame:
        """A reference file as text, the partnership's rows after ours; where it names authorities, those of this one."""
        files = [folder / name for folder in (FOLDER, self.home.settings.overlay) if (folder / name).exists()]
        if not files:
            return pl.DataFrame()
        found = pl.concat([pl.read_csv(file, infer_schema=False) for file in files], how="diagonal")
        return _own(found, self.home.settings.authority.code)

    @cached_property
    def provenance(self) -> Provenance:
        """Where the figures came from."""
        return provenance(self.home, self.month, self.build_id, self.indicators)


def _own(facts: pl.DataFrame, authority: str) -> pl.DataFrame:
    """The rows of one authority, and those of everybody: another's region and neighbours are not ours."""
    if "authority" not in facts.columns:
        return facts
    return facts.filter(pl.col("authority").fill_null("").is_in(["", authority]))
