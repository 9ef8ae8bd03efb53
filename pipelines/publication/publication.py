"""A quarter's draft: workbook, page and values for each audience, written beside and swapped in.

What is in them is `pipelines.publication.showing`; approving and publishing them is `pipelines.publication.signing`.
"""

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pipelines.cleaning import cleaning_seldom
from pipelines.facts import facts
from pipelines.files import swap_folder, write_whole
from pipelines.folders import sweep
from pipelines.progress import say
from pipelines.publication.drafts import DRAFT_FILE, FROZEN, Draft, draft_of
from pipelines.publication.editions import DRAFTED
from pipelines.publication.fitness import guarding, refuse_unfit
from pipelines.publication.front_page import AGENCY_RETURNS, COMPANION
from pipelines.publication.releases import Releases, figures_of, report_of, text_of
from pipelines.publication.showing import Showing
from pipelines.reconciling import reconciled_here
from pipelines.restating.files import write_restatements
from scorecards.agency_return import agency_returns
from scorecards.agency_return_files import agency_files
from scorecards.audience import Audience
from scorecards.companion import companion
from scorecards.definition_history import version
from scorecards.disclosure.report import Withholding
from scorecards.publication import publish_files
from scorecards.reconciliation import Reconciled
from scorecards.value import Values


@dataclass(frozen=True)
class Publication(Showing):
    """The publication of one quarter, from the newest good build of its last month."""

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
        said = {
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
        write_whole(beside / DRAFT_FILE, json.dumps(said, indent=1, sort_keys=True).encode())

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
            guard.attack(self.release, Releases(self.home).as_they_hold(self.release), self.quarter)
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
    def _published(self) -> list[Reconciled]:
        """The authority's published figures beside what is released of ours."""
        return reconciled_here(
            self.home,
            self.indicators,
            Values.of(self.release.rows),
            facts(self.home.settings, "comparators.csv"),
            self.month,
        )
