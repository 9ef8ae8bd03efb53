"""How a figure is shown: rounded half up here and nowhere else, or a shorthand that says why it is not there."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scorecards.value import (
    ENTERED,
    IMPOSSIBLE,
    NOT_APPLICABLE,
    NOT_SUPPLIED,
    PROVISIONAL,
    REVISED,
    WITHHELD,
    Value,
)

SHORTHAND = {
    WITHHELD: ("[c]", "withheld", "Confidential: withheld so that no child and no worker can be recognised."),
    NOT_SUPPLIED: ("[x]", "not supplied", "Not available: the data was not supplied or is not held."),
    NOT_APPLICABLE: (
        "[z]",
        "not applicable",
        "Not applicable: there was nothing to count, or no such figure.",
    ),
}
MARKS = {
    PROVISIONAL: (
        "[p]",
        "provisional",
        "Provisional: events of the period are still being recorded; not rated.",
    ),
    REVISED: (
        "[r]",
        "revised",
        "Revised: published otherwise before; both figures stand under Revised figures.",
    ),
    ENTERED: (
        "[e]",
        "entered",
        "Entered: by hand or from an older scorecard, not counted from records; under the indicator it is said whose it is.",
    ),
}
NOT_AVAILABLE = SHORTHAND[NOT_SUPPLIED][0]
NOT_APPLIED = SHORTHAND[NOT_APPLICABLE][0]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A rounded number, or a shorthand in its place."""

    number: Decimal | None
    unit: str
    places: int
    shorthand: str = ""
    is_impossible: bool = False
    marks: tuple[str, ...] = ()
    """Letters that follow the number in brackets: r for revised, p for provisional."""

    @property
    def words(self) -> str:
        """As it is read on a page: `74.8%`, `1,691 [r]`, `[c]` or `136.6% impossible`."""
        return self.plain_words + self.mark_words

    @property
    def plain_words(self) -> str:
        """The same without its marks."""
        if self.number is None:
            return self.shorthand
        shown = f"{self.number:,}{'%' if self.unit == '%' else ''}"
        return f"{shown} impossible" if self.is_impossible else shown

    @property
    def mark_words(self) -> str:
        """` [p][r]`, or nothing."""
        return " " + "".join(f"[{mark}]" for mark in self.marks) if self.marks else ""

    @property
    def is_revised(self) -> bool:
        return REVISED in self.marks

    @property
    def is_plain_number(self) -> bool:
        return self.number is not None and not self.is_impossible


def rounded(number: float | Decimal, places: int) -> Decimal:
    """The number rounded half up, as it was meant before binary fractions made 20.35 into 20.349999."""
    meant = number if isinstance(number, Decimal) else Decimal(f"{number:.9f}")
    return meant.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def decimal_places(unit: str) -> int:
    return 0 if unit == "count" else 1


def absent(shorthand: str = NOT_AVAILABLE) -> Figure:
    """A figure that is not there."""
    return Figure(number=None, unit="", places=0, shorthand=shorthand)


def number_figure(number: float, unit: str, places: int | None = None) -> Figure:
    """A number that is not a counted value: a target or a comparator."""
    shown_places = decimal_places(unit) if places is None else places
    return Figure(number=rounded(number, shown_places), unit=unit, places=shown_places)


def figure(value: Value | None, places: int | None = None) -> Figure:
    """A value as it is shown; one that was never counted is not available."""
    if value is None:
        return absent()
    if value.state in SHORTHAND:
        return absent(SHORTHAND[value.state][0])
    if value.value is None:
        return absent()
    shown_places = decimal_places(value.unit) if places is None else places
    return Figure(
        number=rounded(value.value, shown_places),
        unit=value.unit,
        places=shown_places,
        is_impossible=value.state == IMPOSSIBLE,
        marks=tuple(sorted(value.marks)),
    )


def count_figure(count: Decimal | None, value: Value | None) -> Figure:
    """A numerator or denominator beside its value: whole when it is a whole number."""
    if value is None or value.state in SHORTHAND:
        return figure(value)
    if count is None:
        return absent(NOT_APPLIED)
    places = 0 if count == count.to_integral_value() else 1
    return Figure(number=rounded(count, places), unit="", places=places, marks=tuple(sorted(value.marks)))
