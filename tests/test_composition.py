"""Which shares are the parts of a whole, of which nothing can be said, and which were only all in time."""

from datetime import date
from decimal import Decimal

from scorecards.composition import is_composition
from scorecards.value import Value, Values

NOW, BEFORE = "quarter:2022-23-Q4", "quarter:2022-23-Q3"


def share(
    numerator: int, denominator: int, breakdown: str = "", category: str = "", period_id: str = NOW
) -> Value:
    return Value(
        authority="370", indicator="AA01", period_id=period_id, window_name="quarter",
        period_start=date(2023, 1, 1), period_end=date(2023, 3, 31), breakdown=breakdown, category=category,
        numerator=Decimal(numerator), denominator=Decimal(denominator), value=100 * numerator / denominator, unit="%",
        state="ok",
    )  # fmt: skip


def test_shares_of_all_referrals_are_the_parts_of_a_whole() -> None:
    rows = [
        share(9, 9),
        share(5, 9, "source", "Police"),
        share(4, 9, "source", "Health"),
        share(8, 8, period_id=BEFORE),
    ]
    assert is_composition("AA01", NOW, Values.of(rows))


def test_what_was_all_in_time_once_is_no_whole() -> None:
    rows = [
        share(9, 9),
        share(5, 9, "alone", "Yes"),
        share(4, 9, "alone", "No"),
        share(7, 8, period_id=BEFORE),
    ]
    assert not is_composition("AA01", NOW, Values.of(rows))


def test_what_each_of_several_did_at_every_meeting_is_no_whole() -> None:
    rows = [
        share(9, 9),
        share(9, 9, "agency", "Police"),
        share(9, 9, "agency", "Health"),
        share(8, 8, period_id=BEFORE),
    ]
    assert not is_composition("AA01", NOW, Values.of(rows))


def test_categories_with_wholes_of_their_own_make_none() -> None:
    rows = [
        share(9, 9),
        share(5, 5, "team", "North"),
        share(4, 4, "team", "South"),
        share(8, 8, period_id=BEFORE),
    ]
    assert not is_composition("AA01", NOW, Values.of(rows))
