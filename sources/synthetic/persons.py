"""The children as the case system holds them: an expected date until the birth is entered."""

from datetime import datetime, timedelta

from sources.synthetic.contacts import Contact
from sources.synthetic.desk import Desk
from sources.synthetic.entry import Books, Entry
from sources.synthetic.episode import Casebook
from sources.synthetic.population import Child

DISABILITIES = ("AUT", "LD", "BEH", "COMM", "MOB", "PC", "HEAR", "VIS", "INC", "CON", "HAND", "DDA")


def person_books(casebook: Casebook, groups: list[list[Contact]], desk: Desk) -> Books:
    """Every child of a contact, entered with the first one, and the disabilities of children in need."""
    first: dict[str, tuple[datetime, Child]] = {}
    for group in groups:
        for contact in group:
            first.setdefault(contact.child.person_id, (contact.received, contact.child))
    people = [_person(child, moment, casebook, desk) for moment, child in first.values()]
    return {"mosaic.person": people, "mosaic.disability": _disabilities(casebook, desk)}


def _person(child: Child, moment: datetime, casebook: Casebook, desk: Desk) -> Entry:
    is_unborn = child.birth_date is None or child.birth_date > moment.date()
    values = {
        "child_id": child.person_id,
        "sex": "U" if is_unborn else child.sex,
        "ethnicity_code": child.ethnicity_code,
        "birth_date": None if is_unborn else child.birth_date,
        "expected_birth_date": child.expected_birth_date if is_unborn else None,
        "death_date": None,
        "nhs_id": child.nhs_number if desk.rng.random() < 0.93 else None,
        "upn_unknown_code": None,
        "ward": child.ward,
        "family_id": child.family_id,
    }
    entry = Entry(recorded_at=moment + timedelta(minutes=1), values=values)
    if is_unborn and child.birth_date:
        desk.later(
            entry, child.birth_date, birth_date=child.birth_date, expected_birth_date=None, sex=child.sex
        )
    died_on = casebook.deaths.get(child.person_id)
    desk.later(entry, died_on, death_date=died_on)
    return entry


def _disabilities(casebook: Casebook, desk: Desk) -> list[Entry]:
    book: list[Entry] = []
    needs: dict[str, bool] = {}
    for episode in casebook.episodes:
        if not episode.is_nfa:
            person = episode.child.person_id
            needs[person] = needs.get(person, False) or "N2" in (episode.need, episode.need_at_first)
    for episode in casebook.episodes:
        person = episode.child.person_id
        if episode.is_nfa or person not in needs:
            continue
        is_disabled = needs.pop(person) or episode.child.is_disabled
        codes = desk.rng.sample(DISABILITIES, desk.rng.choice((1, 2))) if is_disabled else ["NONE"]
        for code in codes:
            values = {"disability_id": desk.number("D"), "child_id": person, "disability_code": code}
            book.append(desk.row(min(episode.start + timedelta(6), desk.horizon), values, recorded=False))
    return book
