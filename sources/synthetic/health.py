"""The health providers' monthly return, as their safeguarding leads keep it."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from schemas.health_return import COUNTS, MEASURES
from sources.synthetic.entry import Books, Entry
from sources.synthetic.moments import last_day

# Usual monthly denominator (or count) and share of each measure that a provider returns.
RETURNED: dict[str, dict[str, tuple[int, float]]] = {
    "Barnsley Hospital": {
        "H01": (14, 0.88),
        "H03": (30, 0.82),
        "H04": (22, 0.74),
        "H05": (19, 0.0),
        "H06": (9, 0.0),
        "H08": (190, 0.93),
    },
    "SWYPFT": {"H02": (13, 0.68), "H03": (24, 0.71), "H04": (26, 0.77)},
    "0-19 Service": {"H03": (62, 0.93), "H04": (58, 0.95), "H08": (186, 0.9)},
    "GP": {"H04": (41, 0.44), "H07": (12, 0.69)},
}
LATE_PROVIDER = "GP"


def health_books(months: list[date], rng: Random) -> Books:
    """The return of every provider, measure and row, month by month."""
    book: list[Entry] = []
    for provider, measures in RETURNED.items():
        for measure, (usual, share) in measures.items():
            for at, month in enumerate(months):
                typed = _typed(rng, provider, month, is_last=at == len(months) - 1)
                for row_kind, cell in _cells(rng, measure, usual, share, month):
                    values = _values(provider, measure, row_kind, month, cell)
                    book.append(Entry(recorded_at=typed, values=values))
    return {"health.health_return": book}


def _cells(rng: Random, measure: str, usual: int, share: float, month: date) -> list[tuple[str, int | str]]:
    """The rows of a measure for a month: numbers, or the word for why there is none."""
    number = max(0, round(rng.gauss(usual, usual**0.5)))
    if measure in COUNTS:
        # The return suppresses small numbers itself; one month shows it.
        is_small = measure == "H06" and month.month == 8
        return [("Count", "suppressed" if is_small else max(5, number))]
    if measure == "H07" and month.month == 4:
        return [("Numerator", "not_applicable"), ("Denominator", "not_applicable")]
    if measure == "H02" and month.month == 12:
        return [("Numerator", "not_supplied"), ("Denominator", "not_supplied")]
    numerator = sum(rng.random() < share for _ in range(number))
    return [("Numerator", numerator), ("Denominator", number)]


def _values(provider: str, measure: str, row_kind: str, month: date, cell: int | str) -> dict[str, Any]:
    is_number = isinstance(cell, int)
    return {
        "measure_ref": measure,
        "measure": MEASURES[measure],
        "row_kind": row_kind,
        "provider": provider,
        "month_start": month,
        "state": "supplied" if is_number else cell,
        "quantity": cell if is_number else None,
        "quantity_low": 1 if cell == "suppressed" else None,
        "quantity_high": 4 if cell == "suppressed" else None,
    }


def _typed(rng: Random, provider: str, month: date, *, is_last: bool) -> datetime:
    """The last working afternoon of the month, except for the provider that returns a month late."""
    late = timedelta(days=20 if provider == LATE_PROVIDER and not is_last else 0)
    return datetime.combine(last_day(month), time(rng.randint(14, 18), rng.randrange(60))) + late
