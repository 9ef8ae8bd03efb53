"""Choices of a plain kind: yes or no, a number, a month, a list of texts. What is almost one is refused, never guessed: a
"false" in quotes is no false."""

from collections.abc import Iterable
from typing import Any

from scorecards.period import Month, PeriodNotUnderstood
from sources.catalogue import AGENCIES


class NotChosenWell(Exception):
    """A choice that cannot be; the words say which was expected and that another was found."""


def flag(table: Any, name: str, default: bool) -> bool:
    """True or false."""
    found = table.get(name, default)
    if not isinstance(found, bool):
        raise NotChosenWell(f"Expected {name} as true or false, without quotation marks; found another.")
    return found


def number(table: Any, name: str, default: int, allowed: Iterable[int]) -> int:
    """A whole number of those allowed."""
    found, choice = table.get(name, default), list(allowed)
    if type(found) is not int or found not in choice:
        raise NotChosenWell(f"Expected {name} as a number from {choice[0]} to {choice[-1]}; found another.")
    return found


def texts(table: Any, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """Texts in a list; one text alone is no list, for its letters are not what is meant. Raises KeyError where there is
    neither a list nor a default."""
    found = table[name] if default is None else table.get(name, default)
    if not isinstance(found, list | tuple) or not all(isinstance(each, str) for each in found):
        raise NotChosenWell(f'Expected {name} as texts in a list, such as ["one"]; found another.')
    return tuple(found)


def month(name: str, text: Any) -> Month:
    """A month, such as "2021-04"."""
    try:
        return Month.parse(str(text))
    except PeriodNotUnderstood:
        raise NotChosenWell(f"Expected {name} as a month such as 2021-04; found another.") from None


def by_agency(table: Any, name: str) -> Iterable[tuple[str, Any]]:
    """The lines of a table that has one for an agency."""
    for agency, line in table.get(name, {}).items():
        if agency not in AGENCIES:
            raise NotChosenWell(
                f"Expected under [{name}] the names of agencies ({', '.join(AGENCIES)}); found another."
            )
        yield agency, line
