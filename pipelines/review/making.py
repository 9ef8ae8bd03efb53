"""The review of a month, put together from the deliveries, the build and the decisions."""

from collections.abc import Iterator

import polars as pl

from pipelines.builds import Plan, build_path, current
from pipelines.builds.left_out import words as left_out
from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.expecting import last_words
from pipelines.intake.verdict import HELD, REFUSED
from pipelines.review.answers import Answers, answers
from pipelines.review.catalogue import Catalogue
from pipelines.review.changes import changes, restated
from pipelines.review.decisions import decisions
from pipelines.review.effect import Effects
from pipelines.review.figure_words import restated_lines
from pipelines.review.found import found, titles
from pipelines.review.issues import known_issues
from pipelines.review.suppliers import suppliers
from pipelines.review.telling import (
    catalogue_lines,
    change_lines,
    decision_lines,
    record_lines,
    rule_lines,
    table_names,
)
from pipelines.status.shortfall import Shortfall, shortfalls
from schemas.issue import ISSUES, OPEN
from scorecards.period import Month
from scorecards.review.content import Review
from sources.catalogue import AGENCY_NAMES


def review(home: Home, month: Month) -> Review:
    """The review of a month. Raises NoBuild where the month was never built."""
    build = build_path(home, month)
    settings = home.settings
    catalogue = Catalogue(settings.overlay)
    known = list(deliveries(home).values())
    decided = decisions(home.ledger.records)
    intake = found(home, known, month)
    issues = known_issues(home, month, known, catalogue, decided, intake)
    effects = Effects(build, month, catalogue).of(issues.filter(pl.col("state").is_in(OPEN)))
    lacking = shortfalls(known, settings, month)
    tally, places = changes(home, known, month)
    moved = set(places["delivery_id"])
    sheets = titles(home, (each for each in known if each.delivery_id in moved))
    names = table_names()
    changed, changed_rows = change_lines(tally, places, sheets, names)
    decision_told = decision_lines(decided, issues, month.last_day)
    ending = sum(each.state == "ending" for each in decision_told)
    return Review(
        partnership_name=settings.name,
        month=month,
        build_id=str((current(home, month) or {})["build"]),
        is_made_up=settings.is_made_up,
        blocks=tuple(_blocks(issues, lacking)),
        warnings=(
            *_warnings(known, month, issues, lacking, _refused(home, month), ending),
            *filter(None, [last_words(home, month)]),
            *(f"{words}." for words in left_out(home, month)),
        ),
        suppliers=suppliers(
            known=known,
            force=Plan(home, month).force,
            shortfalls=lacking,
            occurrences=intake.occurrences,
            issues=issues,
            authority=settings.authority.code,
            month=month,
        ),
        rules=rule_lines(
            issues, effects, catalogue, names, month, settings.names if settings.is_region else None
        ),
        issues=issues.select(*ISSUES),
        records=record_lines(issues, names),
        changes=changed,
        changed_rows=changed_rows,
        restated=restated_lines(restated(home, month), catalogue),
        decisions=decision_told,
        catalogue=catalogue_lines(catalogue, issues, names),
        unlisted=int((tally["vanished"] + tally["changed"]).sum()) - places.height,
        tables=names,
    )


def _blocks(issues: pl.DataFrame, lacking: list[Shortfall]) -> Iterator[str]:
    """What stops publication until somebody acts."""
    for each in lacking:
        if each.state == HELD:
            yield f"{_capital(each.words)}. Ask the agency, then release or have it sent again: `scorecard status`."
        elif each.state == REFUSED:
            yield f"{_capital(each.words)}. Have the file sent again; the reason is among the warnings."
    crashed = issues.filter((pl.col("severity") == "not_run") & pl.col("state").is_in(OPEN))
    yield from crashed["message"].unique().sort()


def _warnings(
    known: list[Delivery],
    month: Month,
    issues: pl.DataFrame,
    lacking: list[Shortfall],
    refused: list[Answers],
    ending: int,
) -> Iterator[str]:
    """What the scorecard says on its face, or should be looked at, without stopping it."""
    for each in lacking:
        if each.state not in (HELD, REFUSED):
            yield f"{_capital(each.words)}."
    open_issues = issues.filter(pl.col("state").is_in(OPEN))
    for place in open_issues.filter(pl.col("period_id").is_not_null())["place"].unique(maintain_order=True):
        yield f"{place}: the figures contradict each other and are shown unrated."
    aside = open_issues.filter(pl.col("severity") == "reject").height
    if aside:
        yield f"{aside:,} {'row is' if aside == 1 else 'rows are'} set aside and in no figure."
    stops = open_issues.filter(pl.col("severity") == "error").height
    if stops:
        yield f"{stops:,} national {'error stands' if stops == 1 else 'errors stand'} in the way of the census return."
    for file in known:
        if file.verdict in (REFUSED, HELD) and file.month == str(month):
            state = "was refused" if file.verdict == REFUSED else "is held"
            yield f"{AGENCY_NAMES[file.agency].partition(',')[0]}: a file ({file.sha256[:12]}) {state}. {file.reason}"
    for answered in refused:
        yield f"Answers of a supplier ({answered.file[:12]}) were not taken. {answered.refused}"
    if ending:
        yield f"{ending:,} {'waiver ends' if ending == 1 else 'waivers end'} before the next extract."


def _refused(home: Home, month: Month) -> list[Answers]:
    """The workbooks of answers of the month that could not be taken."""
    return [each for each in answers(home) if each.refused and each.month == str(month)]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
