"""The books of the partner agencies: police, early help, health and the partnership's business unit."""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any

from sources.synthetic.early_help import early_help_book
from sources.synthetic.early_help_children import Register
from sources.synthetic.entry import Books
from sources.synthetic.figures import Figures, published_figures
from sources.synthetic.health import health_books
from sources.synthetic.missing_cast import missing_months
from sources.synthetic.missing_reports import missing_report_book, missing_reports
from sources.synthetic.month import first_day, month_of, month_plus, months
from sources.synthetic.partnership import partnership_books
from sources.synthetic.police import incident_books
from sources.synthetic.police_responses import response_books
from sources.synthetic.return_interviews import return_interview_book
from sources.synthetic.volumes import Volumes

YEARS_OF_HISTORY = 2


def agency_books(
    *,
    population: Sequence[Any],
    social_care: Books,
    calibration: object | None,
    rng_for: Callable[[str], Random],
    first: date,
    last: date,
) -> Books:
    """The books of one authority's partner agencies.

    `first` and `last` are the first and the last reported day; `calibration` is none for an authority that has
    published nothing, whose volumes are then only usual ones.
    """
    figures = published_figures() if calibration is not None else Figures({})
    reported = [first_day(month) for month in months(month_of(first), month_of(last))]
    volumes = Volumes(figures=figures, rng=rng_for("volumes"), months=reported)
    known_since = _known_since(population, social_care)
    register = Register(population, known_since, rng_for("early help children"))
    begin = first_day(month_plus(month_of(first), -12 * YEARS_OF_HISTORY))
    episodes = early_help_book(social_care, register, rng_for("early help"), begin, last)
    rng = rng_for("missing")
    missing = missing_months(volumes, rng, population, known_since)
    reports = missing_reports(missing, rng)
    return {
        "police.missing_report": missing_report_book(reports, rng),
        **incident_books(volumes, rng_for("police")),
        **response_books(volumes, rng_for("police responses")),
        "eisi.early_help_episode": episodes,
        "eisi.return_interview": return_interview_book(
            reports, missing, register.eisi_ids(), rng_for("interviews")
        ),
        **health_books(reported, rng_for("health")),
        **partnership_books(volumes, rng_for("partnership")),
    }


def _known_since(population: Sequence[Any], social_care: Books) -> dict[str, date]:
    """The day on which each child entered the case system; without a case system every child is known to it."""
    if "mosaic.person" not in social_care:
        return {child.person_id: date.min for child in population}
    return {entry.values["child_id"]: entry.recorded_at.date() for entry in social_care["mosaic.person"]}
