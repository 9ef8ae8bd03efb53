"""Where an authority's figures of a month came from, as its scorecard prints it: files in force, checks, what is missing."""

from collections.abc import Iterable
from pathlib import Path

from pipelines.builds import SQL, Plan
from pipelines.builds.left_out import words as left_out
from pipelines.database import database, quoted, rows
from pipelines.figures.completing import needs
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.intake.expecting import SWITCHED_OFF, is_switched_off
from pipelines.status.shortfall import shortfalls
from scorecards.check import checks
from scorecards.core_table import core_tables
from scorecards.indicator import Indicator
from scorecards.period import Month
from scorecards.provenance import NO_CONTACT, CheckLine, Provenance, SourceLine
from sources.catalogue import AGENCIES, AGENCY_NAMES, description, tables


def provenance(home: Home, month: Month, build_id: str, indicators: Iterable[Indicator]) -> Provenance:
    """Where the figures of a build came from, for the authority of the home's settings."""
    chosen = home.settings
    code = chosen.authority.code
    missing = shortfalls(deliveries(home).values(), chosen, month)
    return Provenance(
        partnership_name=chosen.name,
        authority=code,
        build_id=build_id,
        data_to=month.last_day,
        sources=tuple(_sources(home, month)),
        checks=tuple(_checks(home, home.builds / str(month) / f"{build_id}.duckdb")),
        shortfalls=(
            *(each.words for each in missing if each.authority == code),
            *left_out(home, month, code),
            *([SWITCHED_OFF] if is_switched_off() else []),
        ),
        feeds=_feeds(indicators),
        is_made_up=chosen.is_made_up,
        contact=chosen.contact or NO_CONTACT,
    )


def _feeds(indicators: Iterable[Indicator]) -> dict[str, tuple[str, ...]]:
    """The reports without which an indicator has no figure, by its ref."""
    core = {table.name: table for table in core_tables(SQL)}
    return {each.ref: tuple(needs(each, core)[0]) for each in indicators}


def _sources(home: Home, month: Month) -> Iterable[SourceLine]:
    """A line for every report of every agency: what of it is in force for the month."""
    code = home.settings.authority.code
    force = [part for part in Plan(home, month).force if part.delivery.authority == code]
    for agency in AGENCIES:
        for table in tables(agency):
            name = f"{agency}.{table}"
            newest = max(
                (part for part in force if part.source == name), key=lambda part: part.last, default=None
            )
            lines = [line for line in newest.delivery.parts if line["source"] == name] if newest else []
            yield SourceLine(
                source=name,
                agency=AGENCY_NAMES[agency].partition(",")[0],
                title=description(agency, table),
                extract_month=str(newest.last) if newest else "",
                received=newest is not None and newest.last == month,
                rows=sum(line["records"] for line in lines),
                accepted=sum(line["accepted"] for line in lines),
                set_aside=sum(line["set_aside"] for line in lines),
                ignored=sum(sum(line["ignored"].values()) for line in lines),
                file_hash=newest.delivery.sha256[:12] if newest else "",
                shared_under=_shared_under(home, agency),
            )


def _shared_under(home: Home, agency: str) -> str:
    """The agreement, the lawful basis and how long the agency's files are kept."""
    chosen = home.settings
    agreed, months = chosen.agreements.get(agency), chosen.retention.get(agency)
    words = [agreed.shared_under, f"lawful basis: {agreed.lawful_basis}"] if agreed else []
    if months:
        years, rest = divmod(months, 12)
        words.append(
            f"kept {months} months" if rest else f"kept {years} years" if years > 1 else "kept 1 year"
        )
    return "; ".join(words)


def _checks(home: Home, build: Path) -> Iterable[CheckLine]:
    """A line for every check that found something, and for every one that could not be run."""
    of = f"where authority = {quoted(home.settings.authority.code)}"
    with database(build, read_only=True) as connection:
        not_run = {code for (code,) in rows(connection, "select code from checks.not_run")}
        # A check that is younger than the build has not been asked of it.
        query = "select table_name from information_schema.tables where table_schema = 'checks'"
        asked = {name for (name,) in rows(connection, query)}
        for check in checks(SQL, home.settings.overlay):
            if check.id not in asked:
                continue
            count = rows(connection, f"select count(*) from checks.{check.id} {of}")[0][0]
            if check.code in not_run:
                yield CheckLine(
                    code=check.code,
                    title=f"Could not be run: {check.title}",
                    severity="query",
                    count=0,
                    message="Expected this check to run; it could not be run, so nobody knows what it would have found.",
                    remedy="Tell whoever looks after the system.",
                    indicators=check.indicators,
                )
            if count:
                marked = (
                    f"select distinct period_id from checks.{check.id} {of} order by 1" if check.marks else ""
                )
                yield CheckLine(
                    code=check.code,
                    title=check.title,
                    severity=check.severity,
                    count=count,
                    message=check.message,
                    remedy=check.remedy,
                    periods=tuple(period for (period,) in rows(connection, marked)) if marked else (),
                    indicators=check.indicators,
                )
