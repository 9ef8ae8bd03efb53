"""The made-up families of one authority: every child whom an agency may come across.

A child born while the lives run keeps the expected date as well, because the case system held only that date until
the birth was entered. A child not yet born on the last day has no birth date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sources.synthetic.month import first_day, last_day, month_plus, years_after

CHILDREN = 16_000
WARDS = (
    "Ashbeck", "Birkwell", "Coldmoor", "Dearne Bank", "Elmthorpe", "Fenwick Hill", "Garthdale", "Hollinbridge",
    "Ironbeck", "Kilnworth", "Larkfield", "Millholme", "Northgate Cross", "Oakenshaw Vale", "Pitwood", "Quarry Edge",
    "Rushby", "Silverdale Park", "Thornlea", "Underbank", "Westmarsh",
)  # fmt: skip
ETHNICITIES = {
    "WBRI": 840, "WOTH": 40, "WROM": 12, "WIRI": 3, "MWBC": 12, "MWBA": 8, "MWAS": 10, "MOTH": 12, "APKN": 8,
    "AIND": 4, "ABAN": 2, "AOTH": 8, "BAFR": 14, "BCRB": 4, "BOTH": 5, "CHNE": 2, "OOTH": 10, "REFU": 1, "NOBT": 5,
}  # fmt: skip
PLACING_AUTHORITIES = ("Z101", "Z102", "Z103", "Z104")


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One child: who they are in truth, whatever an agency has typed in so far."""

    person_id: str
    nhs_number: str
    family_id: str
    sex: str
    ethnicity_code: str
    birth_date: date | None
    expected_birth_date: date | None
    ward: str
    is_disabled: bool
    adult_on: date
    """The 18th birthday (by the expected date for an unborn child, which is years beyond any report)."""
    placing_authority: str
    """Code of the other authority that placed the child here; empty for this authority's own children."""

    @property
    def due_on(self) -> date:
        """The birth date, or the expected one of a child not yet born."""
        return self.birth_date or self.expected_birth_date or date.max


def population(rng: Random, *, first: str, last: str, size: int = CHILDREN) -> list[Child]:
    """The children, family by family, of lives that begin two years before the first reported month."""
    lives_begin, horizon = first_day(month_plus(first, -24)), last_day(last)
    numbers = _nhs_numbers(rng)
    children: list[Child] = []
    family = 0
    while len(children) < size:
        family += 1
        ward = rng.choice(WARDS)
        ethnicity = rng.choices(list(ETHNICITIES), weights=list(ETHNICITIES.values()))[0]
        for due in _due_dates(rng, lives_begin, horizon):
            number = len(children)
            birth, expected = _birth(rng, due, lives_begin, horizon)
            children.append(
                Child(
                    person_id=str(400_000 + number * 3 + rng.randrange(3)),
                    nhs_number=next(numbers),
                    family_id=f"F{family:06d}",
                    sex=rng.choice("MF"),
                    ethnicity_code=ethnicity,
                    birth_date=birth,
                    expected_birth_date=expected,
                    ward=ward,
                    is_disabled=rng.random() < 0.05,
                    adult_on=years_after(birth or due, 18),
                    placing_authority=rng.choice(PLACING_AUTHORITIES) if rng.random() < 0.012 else "",
                )
            )
    return children


def siblings(children: list[Child]) -> dict[str, list[Child]]:
    """The children of each family, in the order of the population."""
    families: dict[str, list[Child]] = {}
    for child in children:
        families.setdefault(child.family_id, []).append(child)
    return families


def _due_dates(rng: Random, lives_begin: date, horizon: date) -> list[date]:
    """The due dates of one family: from 18 years before the lives begin to half a year after they end."""
    number = rng.choices((1, 2, 3, 4, 5), weights=(38, 34, 17, 8, 3))[0]
    span = (horizon - lives_begin).days + 18 * 365 + 180
    due = lives_begin - timedelta(18 * 365) + timedelta(rng.randrange(span))
    dates = []
    for _ in range(number):
        dates.append(due)
        due += timedelta(rng.randrange(430, 1500))
    return [day for day in dates if day <= horizon + timedelta(180)]


def _birth(rng: Random, due: date, lives_begin: date, horizon: date) -> tuple[date | None, date | None]:
    if due <= lives_begin:
        return due, None
    born = due + timedelta(rng.randrange(-18, 11))
    if born <= horizon:
        return born, due
    return None, max(due, horizon + timedelta(1))


def _nhs_numbers(rng: Random) -> Iterator[str]:
    """Numbers that begin 999, which is never issued, with a valid modulus 11 check digit."""
    base = 999_000_000 + rng.randrange(900_000)
    while True:
        base = base + 1 if base < 999_999_999 else 999_000_000
        total = sum(int(digit) * weight for digit, weight in zip(str(base), range(10, 1, -1), strict=True))
        check = (11 - total % 11) % 11
        if check < 10:
            yield f"{base}{check}"
