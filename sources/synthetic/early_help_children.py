"""The children whom early help knows: many are unknown to social care, and some keys are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

FROM_ELSEWHERE_SHARE = 0.45
MOSAIC_ID_SHARE = 0.78
NHS_NUMBER_SHARE = 0.86


@dataclass(slots=True, frozen=True, kw_only=True)
class EarlyHelpChild:
    """A child as early help has recorded it."""

    eisi_id: str
    family_id: str
    child_id: str | None
    nhs_id: str | None
    birth_date: date
    sex: str
    ward: str | None


class Register:
    """Early help's register: each child has one EISI ID, whoever asks."""

    def __init__(self, population: Sequence[Any], known_since: dict[str, date], rng: Random) -> None:
        born = [child for child in population if child.birth_date is not None and child.sex in ("F", "M")]
        self._people = {child.person_id: child for child in born}
        self._names = list(self._people)
        self._known_since = known_since
        self._wards = sorted({child.ward for child in born if child.ward})
        self._taken = {child.nhs_number for child in population}
        self._by_person: dict[str, EarlyHelpChild] = {}
        self._families: dict[str, str] = {}
        self._number = 0
        self._next_nhs = 999_500_000
        self._rng = rng

    def child(self, person_id: str, on: date) -> EarlyHelpChild | None:
        """The early help record of a child of the population as opened on a day; none for an unborn child."""
        person = self._people.get(person_id)
        if person is None:
            return None
        if person_id not in self._by_person:
            is_in_mosaic = self._known_since.get(person_id, date.max) < on
            self._by_person[person_id] = EarlyHelpChild(
                eisi_id=self._eisi_id(),
                family_id=self._family(person.family_id),
                child_id=person_id if self._rng.random() < MOSAIC_ID_SHARE and is_in_mosaic else None,
                nhs_id=person.nhs_number if self._rng.random() < NHS_NUMBER_SHARE else None,
                birth_date=person.birth_date,
                sex=person.sex,
                ward=person.ward,
            )
        return self._by_person[person_id]

    def anyone(self, rng: Random, on: date) -> EarlyHelpChild:
        """A child of the population, or one whom social care has never met."""
        if self._names and rng.random() >= FROM_ELSEWHERE_SHARE:
            child = self.child(rng.choice(self._names), on)
            assert child is not None
            return child
        return EarlyHelpChild(
            eisi_id=self._eisi_id(),
            family_id=self._family(None),
            child_id=None,
            nhs_id=self._new_nhs_number() if rng.random() < NHS_NUMBER_SHARE else None,
            birth_date=on - timedelta(days=rng.randint(60, 365 * 16)),
            sex=rng.choice(["F", "M"]),
            ward=rng.choice(self._wards) if self._wards else None,
        )

    def eisi_ids(self) -> dict[str, str]:
        """The EISI ID of each child of the population that early help has met."""
        return {person_id: child.eisi_id for person_id, child in self._by_person.items()}

    def _eisi_id(self) -> str:
        self._number += 1
        return f"E{self._number:06d}"

    def _family(self, family_id: str | None) -> str:
        key = family_id or f"own {self._number}"
        return self._families.setdefault(key, f"F{len(self._families) + 1:05d}")

    def _new_nhs_number(self) -> str:
        """An NHS number of the range for tests, with its check digit, that nobody else has."""
        while True:
            self._next_nhs += 1
            digits = f"{self._next_nhs:09d}"
            check = (
                11
                - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True))
                % 11
            )
            number = f"{digits}{check % 11}"
            if check != 10 and number not in self._taken:
                return number
