"""When files are expected, and when the schedule works."""

from dataclasses import dataclass, field
from typing import Any

from pipelines.chosen.plain import NotChosenWell, flag, month, number
from scorecards.period import Month
from sources.catalogue import AGENCIES


@dataclass(frozen=True, kw_only=True)
class Due:
    """When an agency's files of a month are expected: `days` names working days after the month's end by agency, and
    whoever is named is expected from the first month reported. Others are expected on the same day as most from their
    first delivery on. Nothing is expected of months after `until`."""

    days: dict[str, int] = field(default_factory=dict)
    until: Month | None = None


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When the month's refresh starts by itself: the day of the month (1 to 28, which every month has) and the hour in
    England (not 1, which one night a year has twice and another not at all). With `on` the schedules and sensors run as
    soon as Dagster's daemon does; else they are switched on in its pages. Runs older than `keep_days` are forgotten."""

    day: int = 12
    hour: int = 6
    on: bool = False
    keep_days: int = 400


def due(table: Any) -> Due:
    """The `[due]` of the settings."""
    days = {agency: day for agency, day in table.items() if agency != "until"}
    for agency, day in days.items():
        if agency not in AGENCIES or type(day) is not int or not 1 <= day <= 60:
            raise NotChosenWell(
                f"Expected under [due] the name of an agency ({', '.join(AGENCIES)}) with a working day from 1 to 60; "
                f"found another line, {agency}."
            )
    return Due(days=days, until=month("until", table["until"]) if "until" in table else None)


def schedule(table: Any) -> Schedule:
    """The `[schedule]` of the settings."""
    found = Schedule(
        day=number(table, "day", Schedule.day, range(1, 29)),
        hour=number(table, "hour", Schedule.hour, range(24)),
        on=flag(table, "on", Schedule.on),
        keep_days=number(table, "keep_days", Schedule.keep_days, range(1, 36_501)),
    )
    if found.hour == 1:
        raise NotChosenWell(
            "Expected under [schedule] an hour other than 1, which one night a year lacks and another has twice; found 1."
        )
    return found
