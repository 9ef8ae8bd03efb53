"""Assessments: how many, how soon, with or without the child, and what they found."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sources.synthetic.entry import Row
from sources.synthetic.truth import code
from sources.synthetic.truth.evidence import Evidence, spans
from sources.synthetic.truth.measure import Measure, at_the_end, count_of, median_of, plain, share_of
from sources.synthetic.truth.tally import TOTAL, Amounts, Counts, Figures, Tally
from sources.synthetic.truth.working_day import working_days

WORKING_DAYS = 45


def measures(evidence: Evidence) -> list[Measure]:
    """The indicators about assessments."""
    rows = spans(evidence.table("mosaic.assessment"), "start_date", "authorised_date")
    completed = list(_completed(evidence, rows))
    everything, in_time = Tally(), Tally()
    for row, day in completed:
        everything.add(day, evidence.team(row))
        if working_days(row["start_date"], day) <= WORKING_DAYS:
            in_time.add(day, evidence.team(row))

    return [
        count_of("AS01", everything),
        share_of("AS02", in_time, everything),
        *_since_referral(evidence, rows),
        Measure(indicator="AS04", figures=at_the_end(lambda day: _open_too_long(evidence, rows, day))),
        _seen(evidence, completed),
        _with_factors(evidence, completed),
    ]


def _completed(evidence: Evidence, rows: list[Row]) -> Iterator[tuple[Row, date]]:
    """The assessments authorised while the child was a child, each with the day."""
    for row in rows:
        day = row.get("authorised_date")
        if day and not evidence.children[row["child_id"]].is_adult(day):
            yield row, day


def _place(row: Row) -> tuple[object, ...]:
    """By start; of those begun on one day the one authorised first."""
    return row["start_date"], row.get("authorised_date") or date.max, row["assessment_id"]


def _since_referral(evidence: Evidence, rows: list[Row]) -> list[Measure]:
    """The clock that begins with the referral, of the first assessment after it, and the wait between the two."""
    referred = {
        row["referral_id"]: row["referral_date"]
        for row in spans(evidence.table("mosaic.referral"), "referral_date", "close_date")
    }
    first: dict[str, Row] = {}
    for row in sorted(rows, key=_place):
        if row.get("referral_id") in referred and referred[row["referral_id"]] <= row["start_date"]:
            first.setdefault(row["referral_id"], row)
    everything, in_time, waits = Tally(), Tally(), Amounts()
    for row, day in _completed(evidence, list(first.values())):
        clock = referred[row["referral_id"]]
        everything.add(day, evidence.team(row))
        waits.add(day, working_days(clock, row["start_date"]))
        if working_days(clock, day) <= WORKING_DAYS:
            in_time.add(day, evidence.team(row))
    return [share_of("AS03", in_time, everything), median_of("AS03D", waits)]


def _open_too_long(evidence: Evidence, rows: list[Row], day: date) -> Figures:
    """The assessments open for more than 45 working days at the end of the day, whatever came later."""
    counts: Counts = {TOTAL: 0}
    for row in rows:
        start, authorised = row["start_date"], row.get("authorised_date")
        is_open = start <= day and (authorised is None or authorised > day)
        if not is_open or evidence.children[row["child_id"]].is_adult(day):
            continue
        if working_days(start, day) > WORKING_DAYS:
            for category in (TOTAL, evidence.team(row)):
                counts[category] = counts.get(category, 0) + 1
    return plain(counts)


def _seen(evidence: Evidence, completed: list[tuple[Row, date]]) -> Measure:
    """An unborn child cannot be seen; not recorded is not seen."""
    born, seen = Tally(), Tally()
    for row, day in completed:
        if evidence.children[row["child_id"]].is_unborn(day):
            continue
        born.add(day, evidence.team(row))
        if row.get("is_child_seen"):
            seen.add(day, evidence.team(row))
    return share_of("AS05", seen, born)


def _with_factors(evidence: Evidence, completed: list[tuple[Row, date]]) -> Measure:
    """An assessment is counted once under each of its factors, and once in all."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in evidence.table("mosaic.assessment_factor"):
        found[row["assessment_id"]] |= code.factors(row.get("factor_codes") or "")
    tally = Tally()
    for row, day in completed:
        if found[row["assessment_id"]]:
            tally.add(day, *(("factor", name) for name in found[row["assessment_id"]]))
    return count_of("AS06", tally)
