"""The one entry point: the books of one authority for a seed."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from random import Random

from sources.synthetic.agencies import agency_books
from sources.synthetic.allocations import Allocations
from sources.synthetic.assessments import assessment_books, assessment_spans
from sources.synthetic.calibration import Calibration, calibration
from sources.synthetic.contacts import contact_book, contacts
from sources.synthetic.desk import Desk
from sources.synthetic.enquiries import enquiries, enquiry_books
from sources.synthetic.entry import Books
from sources.synthetic.establishment import Establishment
from sources.synthetic.histories import casebook as lived
from sources.synthetic.involvements import involvement_book
from sources.synthetic.labels import count_earlier_plans, label_categories, label_needs, label_sources
from sources.synthetic.month import first_day, last_day, month_plus
from sources.synthetic.persons import person_books
from sources.synthetic.plans import looked_after_book, plan_books, plan_ids
from sources.synthetic.population import Child, population
from sources.synthetic.referrals import close_reasons, referral_book, referral_ids
from sources.synthetic.season import Seasons
from sources.synthetic.support import support_books, support_spans
from sources.synthetic.workforce import workforce_books


@contextmanager
def _without_collection() -> Iterator[None]:
    """Hundreds of thousands of rows that all stay alive: looking for rubbish among them doubles the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_without_collection()
def books(*, authority: str, seed: int, first: str = "2021-04", last: str = "2023-03") -> Books:
    """Everything that the agencies of an authority typed in, for the reported months from the first to the last."""
    figures = calibration()
    people = population(_topic(seed, authority, "population"), first=first, last=last)
    social_care = social_care_books(people, figures, seed=seed, authority=authority, first=first, last=last)
    known = frozenset(entry.values["child_id"] for entry in social_care["mosaic.person"])
    agencies = agency_books(
        population=[child for child in people if child.person_id in known],
        social_care=social_care,
        calibration=figures,
        rng_for=partial(_topic, seed, authority),
        first=first_day(first),
        last=last_day(last),
    )
    return social_care | agencies


@_without_collection()
def social_care(*, authority: str, seed: int, first: str, last: str) -> Books:
    """As `books`, of the case system and the workforce alone."""
    figures = calibration()
    people = population(_topic(seed, authority, "population"), first=first, last=last)
    return social_care_books(people, figures, seed=seed, authority=authority, first=first, last=last)


def social_care_books(
    people: list[Child], figures: Calibration, *, seed: int, authority: str, first: str, last: str
) -> Books:
    """The books of the case system and of the workforce."""
    horizon = last_day(last)
    rng_for = partial(_topic, seed, authority)

    def desk(topic: str) -> Desk:
        return Desk(rng_for(topic), horizon, first_day(month_plus(first, -1)))

    casebook = lived(
        people, figures, Seasons(f"{seed}:{authority}:seasons"), rng_for("lives"), first=first, last=last
    )
    for label in (label_sources, label_categories, count_earlier_plans, label_needs):
        label(casebook, figures, rng_for(label.__name__))
    establishment = Establishment(figures, rng_for("establishment"), begin=month_plus(first, -24), last=last)
    allocations = Allocations(casebook, figures, establishment, rng_for("allocations"))
    ids, plans = referral_ids(casebook), plan_ids(casebook)
    groups = contacts(casebook, figures, rng_for("contacts"), first=first, last=last)
    assessed = assessment_spans(casebook, figures, desk("assessment spans"))
    supported = support_spans(assessed, desk("support spans"))
    found = enquiries(casebook, figures, desk("enquiries"))
    active = frozenset(supported) | {enquiry.episode for enquiry in found}
    active |= {episode for episode in casebook.episodes if episode.plans or episode.conferences}
    reasons = close_reasons(casebook, active, rng_for("closures"))
    assessments, factors = assessment_books(assessed, ids, allocations, desk("assessments"))
    return {
        **person_books(casebook, groups, desk("persons")),
        "mosaic.contact": contact_book(groups, ids, desk("contact book")),
        "mosaic.referral": referral_book(
            ids, groups, reasons, allocations, desk("referrals"), _recoding(figures)
        ),
        "mosaic.assessment": assessments,
        "mosaic.assessment_factor": factors,
        **enquiry_books(casebook, found, ids, plans, allocations, desk("enquiry books")),
        **plan_books(ids, plans, desk("plans")),
        **support_books(supported, ids, allocations, desk("support")),
        "mosaic.looked_after_episode": looked_after_book(casebook, ids, desk("care")),
        "mosaic.involvement": involvement_book(allocations, establishment, ids, desk("involvements")),
        **workforce_books(establishment, rng_for("workforce"), first=first, last=last),
    }


def _recoding(figures: Calibration) -> date:
    """The day from which needs are recoded: the snapshot of the published table has a month to be delivered in."""
    (month,) = figures.periods("children_in_need_by_need_at_month_end", "N1")
    return first_day(month_plus(month, 2))


def _topic(seed: int, authority: str, topic: str) -> Random:
    return Random(f"{seed}:{authority}:{topic}")
