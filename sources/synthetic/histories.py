"""The lives of the children whom social care comes to know, month by month."""

from datetime import timedelta
from random import Random

from sources.synthetic.arrivals import arrive, open_stock
from sources.synthetic.calibration import Calibration
from sources.synthetic.care import look_after, opening_care
from sources.synthetic.closures import close, grow_up
from sources.synthetic.episode import Casebook
from sources.synthetic.month import first_day, month_plus, months
from sources.synthetic.population import Child
from sources.synthetic.protection import opening_plans, protect
from sources.synthetic.season import Seasons


def casebook(
    population: list[Child], calibration: Calibration, seasons: Seasons, rng: Random, *, first: str, last: str
) -> Casebook:
    """The lives from two years before the first reported month to the last, with exact numbers at each month's end."""
    begin = month_plus(first, -24)
    book = Casebook(population)
    _open(book, calibration, rng, begin)
    for month in months(begin, last):
        arrive(book, calibration, seasons, rng, month)
        grow_up(book, rng, month)
        protect(book, calibration, seasons, rng, month)
        look_after(book, calibration, rng, month)
        close(book, calibration, rng, month)
    return book


def _open(book: Casebook, calibration: Calibration, rng: Random, begin: str) -> None:
    before, last_month = first_day(begin) - timedelta(1), month_plus(begin, -1)
    open_stock(book, rng, before, round(calibration.in_month("children_in_need", last_month)))
    opening_plans(book, rng, before, round(calibration.in_month("child_protection_plans_open", last_month)))
    opening_care(book, rng, before, round(calibration.between("looked_after_children", last_month)))
