"""The books of the partner agencies: police, early help, health and the partnership's business unit."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from sources.synthetic.early_help import early_help_book
from sources.synthetic.early_help_children import Register
from sources.synthetic.entry import Books
from sources.synthetic.figures import Figures, published_figures
from sources.synthetic.health import health_books
from sources.synthetic.missing_cast import missing_months
from sources.synthetic.missing_reports import missing_report_book, missing_reports
from sources.synthetic.moments import first_days
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
    months = first_days(first, last)
    volumes = Volumes(figures=figures, rng=rng_for("volumes"), months=months)
    register = Register(population, rng_for("early help children"))
    begin = months[0] - timedelta(days=365 * YEARS_OF_HISTORY)
    episodes = early_help_book(social_care, register, rng_for("early help"), begin, last)
    rng = rng_for("missing")
    reported = missing_months(volumes, rng, population)
    reports = missing_reports(reported, rng)
    return {
        "police.missing_report": missing_report_book(reports, rng),
        **incident_books(volumes, rng_for("police")),
        **response_books(volumes, rng_for("police responses")),
        "eisi.early_help_episode": episodes,
        "eisi.return_interview": return_interview_book(
            reports, reported, register.eisi_ids(), rng_for("interviews")
        ),
        **health_books(months, rng_for("health")),
        **partnership_books(volumes, rng_for("partnership")),
    }
