"""The children of the case system, as the answers need them: how old, from where, of which family."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sources.synthetic.entry import Row

NOT_RECORDED = "Not recorded"


@dataclass(frozen=True, slots=True)
class Child:
    """A child; one that is in no list of children has nothing but the id."""

    child_id: str
    birth_date: date | None = None
    expected_birth_date: date | None = None
    ward: str = NOT_RECORDED
    family_id: str | None = None
    ethnicity_code: str | None = None

    def is_adult(self, day: date) -> bool:
        """Whether the child is 18 at the end of the day; a child of unknown age is a child."""
        return is_adult(self.birth_date, day)

    def is_unborn(self, day: date) -> bool:
        """Whether the child is still to be born at the end of the day."""
        return self.age_band(day) == "Unborn"

    def age_band(self, day: date) -> str:
        """The age band at the end of the day."""
        if self.birth_date is None:
            return "Unborn" if self.expected_birth_date else NOT_RECORDED
        return "Unborn" if self.birth_date > day else _band(_age(self.birth_date, day))


class Children(dict[str, Child]):
    """The children by id."""

    def __init__(self, people: Iterable[Row]) -> None:
        super().__init__()
        for row in people:
            self[row["child_id"]] = Child(
                row["child_id"],
                row.get("birth_date"),
                row.get("expected_birth_date"),
                row.get("ward") or NOT_RECORDED,
                row.get("family_id"),
                row.get("ethnicity_code"),
            )

    def __missing__(self, child_id: str) -> Child:
        return Child(child_id)


def is_adult(birth_date: date | None, day: date) -> bool:
    """Whether someone born then is 18 at the end of the day; born on 29 February that is 1 March."""
    return birth_date is not None and _age(birth_date, day) >= 18


def adult_on(birth_date: date | None) -> date | None:
    """The 18th birthday."""
    if birth_date is None:
        return None
    if (birth_date.month, birth_date.day) == (2, 29):
        return date(birth_date.year + 18, 3, 1) if (birth_date.year + 18) % 4 else birth_date
    return birth_date.replace(year=birth_date.year + 18)


def _age(birth_date: date, day: date) -> int:
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def _band(age: int) -> str:
    bands = ((1, "Under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 and 17"))
    return next((name for below, name in bands if age < below), "18 and over")
