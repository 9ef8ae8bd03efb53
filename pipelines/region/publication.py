"""A region's edition of a quarter: the scorecards of each of its authorities, as if each stood by itself, and the region's.

One draft holds all of them and is approved, published, corrected and withdrawn as one. An authority whose scorecard cannot
be made gets a page that says so; the others' go out, and the region's figures are of those others and say so.
"""

import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path

from pipelines.builds.left_out import words as left_out
from pipelines.database import database, rows
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.progress import say
from pipelines.publication.fitness import NotFit, refuse
from pipelines.publication.front_page import REGION
from pipelines.publication.publication import Publication
from pipelines.publication.releases import Releases, figures_of, lines_of, rows_by_authority, text_of_rows
from pipelines.region.sums import counted_sums, shown_before, true_of
from pipelines.status.shortfall import shortfalls
from scorecards.attack.region import region_leaks
from scorecards.attack.region_files import region_sightings
from scorecards.audience import Audience
from scorecards.definition_history import version
from scorecards.disclosure.region import RegionRelease, region_released
from scorecards.disclosure.system import key_of
from scorecards.period import Quarter
from scorecards.provenance import NO_CONTACT, Provenance
from scorecards.region.absent import absent_page
from scorecards.region.content import RegionScorecard, region_scorecard
from scorecards.region.counted import Counted
from scorecards.region.files import region_files
from scorecards.region.printed import is_printed
from scorecards.region.view import Place
from scorecards.restatement import ripening
from scorecards.value import NOT_SUPPLIED, Values

NOTHING_CAME = "Nothing that any of its figures needs was delivered."
NOT_MADE = "Its scorecard could not be made; whoever runs the system has been told why."
NOT_SAFE = "Its scorecard would have given a withheld count away, so nothing of it goes out."


@dataclass(frozen=True)
class RegionPublication(Publication):
    """The publication of one quarter of every authority of a region and of the region itself."""

    @cached_property
    def codes(self) -> list[str]:
        """Every authority of the build, by code."""
        with database(self._path, read_only=True) as connection:
            return [
                code for (code,) in rows(connection, "select authority from reference.authority order by 1")
            ]

    @cached_property
    def _members(self) -> dict[str, Publication]:
        return {code: Publication(self.home.of(code), self.quarter) for code in self.codes}

    @cached_property
    def absent(self) -> dict[str, str]:
        """Why the figures of some authorities are not there, by code: told as their files are made."""
        return {
            code: "; ".join(
                [*(f"{each}." for each in left_out(self.home, self.month, code))] or [NOTHING_CAME]
            )
            for code, one in self._members.items()
            if (one.values["state"] == NOT_SUPPLIED).all()
        }

    @property
    def present(self) -> dict[str, Publication]:
        """The authorities of which there are figures."""
        return {code: one for code, one in self._members.items() if code not in self.absent}

    def make_all(self, wanted: Iterable[Audience], beside: Path) -> list[Path]:
        """The files of every authority, one after the other, and of the region. Raises NotFit for the region's."""
        asked, made = list(wanted), []
        self._solve()
        for code, one in self._members.items():
            started = time.monotonic()
            made += self._make_one(code, one, asked, beside / code)
            say(f"{code}, {self.quarter}: {time.monotonic() - started:.1f} s")
        made += self._make_region(beside / REGION)
        return made

    def _solve(self) -> None:
        """What every authority shows, and what is shown of their sums; whose figures cannot be solved is left out."""
        for code, one in list(self.present.items()):
            try:
                _ = one.release
            except Exception as error:  # it is this authority's and must not stop the others
                self._leave_out(code, NOT_MADE, type(error).__name__)
        for code, release in self.regions.authorities.items():
            # Where sums that are out leave no other choice, an authority shows less; nothing was made of it yet.
            self._members[code].__dict__["release"] = release

    def _leave_out(self, code: str, why: str, words: str) -> None:
        say(f"{code} is left out: {words}")
        self.absent[code] = why
        for name in ("regions", "shown", "region", "frozen"):  # they are of the others now
            self.__dict__.pop(name, None)

    def _make_one(self, code: str, one: Publication, wanted: list[Audience], beside: Path) -> list[Path]:
        """An authority's files; where they cannot be made, the page that says so."""
        if code not in self.absent:
            try:
                return one.make_all(wanted, beside)
            except NotFit as unfit:
                self._leave_out(code, NOT_SAFE, str(unfit))
            except Exception as error:  # it is this authority's and must not stop the others
                self._leave_out(code, NOT_MADE, type(error).__name__)
            shutil.rmtree(beside, ignore_errors=True)
        path = beside / f"{code.lower()}-scorecard-{str(self.quarter).lower()}.html"
        html = absent_page(
            partnership=one.home.settings.name,
            quarter=self.quarter,
            words=self.absent[code],
            is_made_up=self.home.settings.is_made_up,
        )
        write_whole(path, html.encode())
        return [path]

    def _make_region(self, beside: Path) -> list[Path]:
        say(f"Writing the region's scorecard, {self.quarter}")
        made = region_files(folder=beside, content=self.region)
        say(f"Attacking the region's sums and looking at its finished files, {self.quarter}")
        text, regions = self.release_text, self.regions
        leaks = region_leaks(
            text,
            [self._as_it_holds(each) for _, each in Releases(self.home).texts if each != text],
            regions.small,
            {code: true_of(release) for code, release in regions.authorities.items()},
            region=self._code,
            is_zero_shown=regions.is_zero_shown,
        )
        names = {each.name: each.code for each in self.region.places}
        found = [
            words
            for path in made
            for words in region_sightings(path, self.quarter, text, region=self._code, names=names)
        ]
        refuse([*leaks, *found], made)
        return made

    def _as_it_holds(self, text: str) -> str:
        """The frozen form of an earlier release without the numbers that were revised since."""
        releases = self.regions.authorities
        rows = {
            code: releases[code].as_they_hold(each.rows) if code in releases else each.rows
            for code, each in rows_by_authority(text).items()
        }
        rows[self._code] = self.regions.as_they_hold(shown_before(text, self._code, date.min))
        return text_of_rows(chain.from_iterable(rows.values()))

    @property
    def _code(self) -> str:
        return self.home.settings.authority.code

    @cached_property
    def regions(self) -> RegionRelease:
        """What is shown of the region's figures, beside what its authorities show."""
        say(f"Withholding what the region's sums could show, {self.quarter}")
        without = [
            code for code in self.absent if not (self._members[code].values["state"] == NOT_SUPPLIED).all()
        ]
        with database(self._path, read_only=True) as connection:
            counted = counted_sums(
                connection,
                self._code,
                self.indicators,
                printed=is_printed(self.quarter, self._by_quarter),
                without=without,
            )
        rows = [row for one in self.present.values() for row in one.release.rows]
        known = {key_of(row) for row in rows}
        since = min((row.period_start for row in rows), default=date.min)
        return region_released(
            wanted=[each for each in counted if key_of(each.value) in known],
            authorities={code: one.release for code, one in self.present.items()},
            earlier=[shown_before(text, self._code, since) for _, text in Releases(self.home).texts],
            of_nobody=frozenset(each.ref for each in self.indicators if not each.counts_people),
        )

    @property
    def _by_quarter(self) -> tuple[str, ...]:
        """The indicators whose trend is printed by quarter, as the authorities' is."""
        return next(iter(self.audiences.values())).by_quarter

    @cached_property
    def shown(self) -> list[Counted]:
        """The region's figures, those marked of which much is still being recorded in some authority."""
        unripe = frozenset[tuple[str, str]]().union(
            *(one.restating.provisional for one in self.present.values())
        )
        every = self.regions.totals
        marked = ripening(Values(tuple(each.value for each in every)), unripe).rows
        return [replace(each, value=value) for each, value in zip(every, marked, strict=True)]

    @cached_property
    def region(self) -> RegionScorecard:
        """What the region's readers see."""
        chosen = self.home.settings
        everything = Audience(
            name=REGION, title="", members="", everything=True, section_order=self._sections
        )
        return region_scorecard(
            region=chosen.authority.names[0] if chosen.authority.names else chosen.name,
            quarter=self.quarter,
            indicators=everything.in_order(self.indicators),
            places=[self._place(code) for code in self.codes if self._is_member(code)],
            authorities={
                code: ripening(Values.of(one.release.rows), one.restating.provisional)
                for code, one in self.present.items()
            },
            shown=self.shown,
            by_quarter=self._by_quarter,
            provenance=Provenance(
                partnership_name=chosen.name,
                authority=self._code,
                build_id=self.build_id,
                data_to=self.month.last_day,
                shortfalls=(
                    *(each.words for each in shortfalls(deliveries(self.home).values(), chosen, self.month)),
                    *left_out(self.home, self.month),
                ),
                is_made_up=chosen.is_made_up,
                contact=chosen.contact or NO_CONTACT,
            ),
        )

    def _is_member(self, code: str) -> bool:
        """Whether an authority is of the region in any month of the quarter."""
        months = self.quarter.first_month.until(self.quarter.last_month)
        return any(self.home.settings.is_member(code, month) for month in months)

    def _place(self, code: str) -> Place:
        names = self.home.settings.names.get(code, ())
        sources = self._members[code].provenance.sources
        came = sum(line.received for line in sources)
        return Place(
            code=code,
            name=(names or (code,))[0],
            received="; ".join([f"{came} of {len(sources)} files", *left_out(self.home, self.month, code)])
            if came
            else "",
            absent=self.absent.get(code, ""),
        )

    @cached_property
    def frozen(self) -> dict[str, str]:
        """What will be frozen: every authority's one after the other, and the region's."""
        parts = [one.frozen for one in self.present.values()]
        refs = {each.ref: version(each) for each in self.indicators}
        values = Values(tuple(each.value for each in self.shown))
        report = [line for code, one in self.present.items() for line in one.release_report(code)]
        return {
            "release.csv": self.release_text,
            "report.json": lines_of([*report, *self.regions.report]),
            "figures.csv": _joined(
                [*(part["figures.csv"] for part in parts), figures_of({REGION: values}, refs)]
            ),
        }

    @property
    def release_text(self) -> str:
        """Every authority's lines, one authority after the other, and the region's."""
        totals = text_of_rows(each.value for each in self.regions.totals)
        return _joined([*(one.release_text for one in self.present.values()), totals])

    @property
    def _also(self) -> dict[str, object]:
        return {"without": self.absent} if self.absent else {}


def publication_of(home: Home, quarter: Quarter) -> Publication:
    """The publication of a quarter: of one authority, or of a region with all of its."""
    return (RegionPublication if home.settings.is_region else Publication)(home, quarter)


def _joined(texts: list[str]) -> str:
    """Tables with one heading as one table."""
    heading = texts[0].partition("\n")[0]
    return "".join([f"{heading}\n", *(text.partition("\n")[2] for text in texts)])
