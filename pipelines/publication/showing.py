"""What each audience is shown of a quarter: a build's figures after small counts are withheld, with their explanations.

Writing it is `pipelines.publication.publication`.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.builds import SQL, current
from pipelines.commentary import commentary
from pipelines.database import database, frame, quoted
from pipelines.facts import by_hand, facts
from pipelines.figures.sensitivity import readings
from pipelines.home import Home
from pipelines.progress import say
from pipelines.publication.drafts import audiences_of
from pipelines.publication.provenance import provenance
from pipelines.publication.releases import Releases, first_day
from pipelines.restating.readers import ForReaders
from scorecards.audience import Audience
from scorecards.definition_history import Version, history
from scorecards.disclosure.release import Release, released
from scorecards.earlier_figure import earlier_figures, joined
from scorecards.entered import Entered, Key
from scorecards.indicator import Indicator, indicators
from scorecards.period import Month, Quarter
from scorecards.printed import printed
from scorecards.provenance import Provenance
from scorecards.restatement import Restated, revised, ripening
from scorecards.scorecard import Made, Scorecard, scorecard
from scorecards.spc.rules import NHSR
from scorecards.value import Values


class NothingToPublish(Exception):
    """The quarter's last month has no build; the words say how to make one."""


@dataclass(frozen=True)
class Showing:
    """What is shown of one quarter, from the newest good build of its last month."""

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
        """The build's values of this authority, which have no order of their own there."""
        query = (
            f"select * from scorecard.value where authority = {quoted(self.home.settings.authority.code)} "
            "order by indicator, window_name, period_start, period_id, breakdown, category"
        )
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
        known = earlier_figures(facts(chosen, "earlier_figures.csv"), self.indicators, chosen.year_start)
        values, earlier = joined(mine, known, chosen.authority.code)
        return values, {**by_hand(self._path, chosen.authority.code), **earlier}

    @cached_property
    def _readings(self) -> dict[str, str]:
        """The settings that decide each definition, and how many records sit on its limit."""
        return readings(self._path, self.indicators, self.home.settings.authority.code)

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
            comparators=facts(self.home.settings, "comparators.csv"),
            targets=facts(self.home.settings, "targets.csv"),
            rebases=facts(self.home.settings, "rebases.csv"),
            versions=self._versions,
            entered=self._with_entered[1],
            readings=self._readings,
            commentary=commentary(self.home.settings, self.quarter),
            spc_rules=self.home.settings.standards.get("spc_rules", NHSR.name),
            provenance=self.provenance,
            made=self._made,
        )

    @cached_property
    def _made(self) -> Made:
        """The pages that were made so far, for whichever audience."""
        return {}

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

    @cached_property
    def _versions(self) -> dict[str, list[Version]]:
        """The versions of every definition, the partnership's own winning over ours."""
        folders = (SQL, self.home.settings.overlay)
        return {
            ref: known
            for folder in folders
            for ref, known in history(folder / "indicators" / "history.csv").items()
        }

    @cached_property
    def provenance(self) -> Provenance:
        """Where the figures came from."""
        return provenance(self.home, self.month, self.build_id, self.indicators)
