"""How far a quarter's figure can be trusted, in words, and whether it may be rated."""

from dataclasses import dataclass

from scorecards.period import Month, Quarter
from scorecards.provenance import CheckLine
from scorecards.value import IMPOSSIBLE, NOT_SUPPLIED, PROVISIONAL, Values

GOOD = "Good"
PROVISIONAL_WORDS = "Provisional: events are still being recorded; not rated"
MOST_SAID = 2


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Words for a reader, and whether the figure is sound enough to be set against a target."""

    words: str
    is_rated: bool


def quality(*, ref: str, quarter: Quarter, values: Values, checks: tuple[CheckLine, ...]) -> Quality:
    """What is doubtful about the indicator's figures of the year so far."""
    states = _states(ref, quarter, values)
    now = values.total(ref, quarter.period_id)
    is_provisional = now is not None and PROVISIONAL in now.marks
    is_rated = IMPOSSIBLE not in states.values() and not is_provisional
    sayings = [*_impossible(ref, quarter, checks, is_rated), *_absent(quarter, states)]
    sayings += [_sentence(check) for check in checks if ref in check.indicators and not check.periods]
    if not is_rated and not any(said.endswith("not rated") for said in sayings):
        sayings.insert(0, PROVISIONAL_WORDS if is_provisional else "Query: impossible; not rated")
    return Quality(words=_joined(sayings), is_rated=is_rated)


def _states(ref: str, quarter: Quarter, values: Values) -> dict[str, str]:
    """The states of the quarter and its months by period id; a figure never counted was not supplied."""
    months = quarter.first_month.until(quarter.last_month)
    period_ids = [quarter.period_id, *(month.period_id for month in months)]
    found = {period_id: values.total(ref, period_id) for period_id in period_ids}
    return {period_id: NOT_SUPPLIED if row is None else row.state for period_id, row in found.items()}


def _impossible(ref: str, quarter: Quarter, checks: tuple[CheckLine, ...], is_rated: bool) -> list[str]:
    """Sentences for the checks that name months of this year so far or the quarter itself."""
    sentences = []
    for check in checks:
        periods = [period_id for period_id in check.periods if _is_in_year_so_far(period_id, quarter)]
        if ref in check.indicators and periods:
            when = " and ".join(_period_words(period_id) for period_id in periods)
            in_quarter = any(_is_in_quarter(period_id, quarter) for period_id in periods)
            ending = "; not rated" if in_quarter and not is_rated else ""
            sentences.append(f"{_sentence(check)} in {when}{ending}")
    return sorted(sentences, key=lambda said: not said.endswith("not rated"))


def _absent(quarter: Quarter, states: dict[str, str]) -> list[str]:
    if states[quarter.period_id] == NOT_SUPPLIED:
        return ["Not supplied"]
    months = quarter.first_month.until(quarter.last_month)
    missing = [month.name for month in months if states[month.period_id] == NOT_SUPPLIED]
    return [f"Partial: {' and '.join(missing)} not supplied"] if 0 < len(missing) < 3 else []


def _is_in_year_so_far(period_id: str, quarter: Quarter) -> bool:
    if period_id == quarter.period_id:
        return True
    if not period_id.startswith("month:"):
        return False
    first = Month(quarter.first_year, quarter.year_start)
    return first <= Month.parse(period_id.removeprefix("month:")) <= quarter.last_month


def _is_in_quarter(period_id: str, quarter: Quarter) -> bool:
    if not period_id.startswith("month:"):
        return period_id == quarter.period_id
    return quarter.first_month <= Month.parse(period_id.removeprefix("month:")) <= quarter.last_month


def _period_words(period_id: str) -> str:
    window, _, name = period_id.partition(":")
    return Month.parse(name).name if window == "month" else name


def _sentence(check: CheckLine) -> str:
    """`Query: more interviews held in time than accepted`."""
    title = check.title
    lowered = title if title[:2].isupper() else title[:1].lower() + title[1:]
    return f"{check.severity_words}: {lowered.rstrip('.')}"


def _joined(sayings: list[str]) -> str:
    more = len(sayings) - MOST_SAID
    said = sayings[:MOST_SAID] + ([f"and {more} more under Data quality"] if more > 0 else [])
    return ". ".join(said) or GOOD
