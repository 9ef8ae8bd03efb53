"""Child protection plans with their reviews and visits, and times in care."""

from datetime import date, timedelta

from sources.synthetic.desk import Desk
from sources.synthetic.enquiries import conference_id
from sources.synthetic.entry import Books, Entry
from sources.synthetic.episode import Casebook, Episode, Plan
from sources.synthetic.month import is_working_day, next_working_day


def plan_ids(casebook: Casebook) -> dict[Plan, str]:
    """The number of every plan, in order of start."""
    plans = [plan for episode in casebook.episodes for plan in episode.plans]
    plans.sort(key=lambda plan: (plan.start, plan.episode.child.person_id))
    return {plan: f"CP{number:05d}" for number, plan in enumerate(plans, 1)}


def plan_books(ids: dict[Episode, str], plans: dict[Plan, str], desk: Desk) -> Books:
    """Plans, reviews and visits as entered."""
    books: Books = {"mosaic.cp_plan": [], "mosaic.cp_review": [], "mosaic.cp_visit": []}
    for plan, number in plans.items():
        books["mosaic.cp_plan"].append(_plan(plan, number, ids, desk))
        if not plan.is_other_authority:
            books["mosaic.cp_review"] += _reviews(plan, number, desk)
            books["mosaic.cp_visit"] += _visits(plan, number, desk)
    return books


def looked_after_book(casebook: Casebook, ids: dict[Episode, str], desk: Desk) -> list[Entry]:
    """Times in care as entered."""
    spells = [spell for episode in casebook.episodes for spell in episode.care]
    spells.sort(key=lambda spell: (spell.start, spell.episode.child.person_id))
    book = []
    for spell in spells:
        values = {
            "episode_id": desk.number("LAC"),
            "child_id": spell.episode.child.person_id,
            "start_date": spell.start,
            "primary_need_code": spell.episode.need,
            "ceased_date": None,
            "referral_id": ids[spell.episode],
        }
        entry = desk.row(spell.start, values, recorded=False)
        desk.later(entry, spell.end, ceased_date=spell.end)
        book.append(entry)
    return book


def _plan(plan: Plan, number: str, ids: dict[Episode, str], desk: Desk) -> Entry:
    conference = next((one for one in plan.episode.conferences if one.plan is plan), None)
    changed_on = plan.start + timedelta(desk.rng.randrange(70, 95))
    is_changed = plan.initial_category != plan.category and changed_on < min(
        plan.end or date.max, desk.horizon
    )
    values = {
        "plan_id": number,
        "referral_id": ids[plan.episode],
        "conference_id": conference_id(conference, plan.episode) if conference else None,
        "child_id": plan.episode.child.person_id,
        "start_date": plan.start,
        "end_date": None,
        "initial_category_code": plan.initial_category if is_changed else plan.category,
        "is_other_authority": plan.is_other_authority,
        "latest_category_code": plan.initial_category if is_changed else plan.category,
        "previous_plan_count": plan.earlier_plans,
    }
    entry = desk.row(plan.start, values)
    if is_changed:
        desk.later(entry, changed_on, latest_category_code=plan.category)
    desk.later(entry, plan.end, end_date=plan.end)
    return entry


def _reviews(plan: Plan, number: str, desk: Desk) -> list[Entry]:
    """The first review within three months, the next within six, and often one that ends the plan."""
    book, due = [], plan.start + timedelta(90)
    end = plan.end or date.max
    while due <= desk.horizon:
        day = (
            due - timedelta(desk.rng.randrange(15))
            if desk.rng.random() < 0.93
            else due + timedelta(desk.rng.randrange(3, 20))
        )
        day = _working_day_before(day)
        if day >= end - timedelta(7) or day > desk.horizon:
            break
        book.append(_review(plan, number, due, day, True, desk))
        due = day + timedelta(181)
    if plan.end and desk.rng.random() < 0.85:
        book.append(_review(plan, number, max(due, plan.end), plan.end, False, desk))
    return book


def _working_day_before(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(1)
    return day


def _review(plan: Plan, number: str, due: date, day: date, is_continued: bool, desk: Desk) -> Entry:
    values = {
        "review_id": desk.number("RV"),
        "child_id": plan.episode.child.person_id,
        "plan_id": number,
        "due_date": due,
        "review_date": day,
        "is_plan_continued": is_continued,
    }
    return desk.row(day, values)


def _visits(plan: Plan, number: str, desk: Desk) -> list[Entry]:
    book = []
    day = next_working_day(plan.start + timedelta(desk.rng.randrange(3, 11)))
    while day <= min(desk.horizon, plan.end or date.max):
        if day >= desk.details_from:
            book.append(visit_entry("CPV", plan.episode, day, desk))
            book[-1].values["plan_id"] = number
        day = next_working_day(day + timedelta(desk.rng.randrange(9, 15)))
    return book


def visit_entry(prefix: str, episode: Episode, day: date, desk: Desk) -> Entry:
    """One visit; a child who was seen was often seen alone, unless too young for it."""
    is_seen = desk.rng.random() < 0.94
    is_unborn = episode.child.due_on > day
    values = {
        "visit_id": desk.number(prefix),
        "child_id": episode.child.person_id,
        "visit_date": day,
        "is_seen": is_seen and not is_unborn,
        "is_seen_alone": is_seen and not is_unborn and desk.rng.random() < 0.55,
    }
    return desk.row(day, values)
