"""Withholding across the authorities of a region and their sums: an attack that knows nothing of how it was chosen finds
nothing in random regions, and finds what is there where a sum too many is shown."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.publication.releases import text_of, text_of_rows
from pipelines.region.sums import true_of
from scorecards.attack.region import region_leaks
from scorecards.disclosure.region import RegionRelease, region_released
from scorecards.disclosure.release import Release, Wanted, released
from scorecards.disclosure.system import Key, key_of
from scorecards.disclosure.tier import SUBGROUP, TIERS
from scorecards.period import Quarter
from scorecards.region.counted import PARTIAL, Counted
from scorecards.value import COLUMNS, IMPOSSIBLE, OK, WITHHELD, Value, Values
from tests.made_up_release import build_of, made_up_months, recorded_late, wanted_of

CODES = ("Z001", "Z002", "Z003", "Z004")


def value(code: str, ref: str, numerator: int, denominator: int | None = None, state: str = OK) -> Value:
    """One quarter's total."""
    return Value(
        authority=code, indicator=ref, period_id="quarter:2022-23-Q4", window_name="quarter",
        period_start=date(2023, 1, 1), period_end=date(2023, 3, 31), breakdown="", category="",
        numerator=Decimal(numerator), denominator=None if denominator is None else Decimal(denominator),
        value=float(numerator), unit="count" if denominator is None else "%", state=state,
    )  # fmt: skip


def alone(code: str, *rows: Value) -> Release:
    """An authority's own release of these rows."""
    return released([Wanted(audience="one", tier=TIERS[SUBGROUP], values=Values.of(rows))])


def total_of(rows: Iterable[Value], state: str = OK) -> Counted:
    """The sum, added up here."""
    every = list(rows)
    denominators = [row.denominator for row in every if row.denominator is not None]
    return Counted(
        value=replace(
            every[0],
            authority="ZR",
            numerator=sum((row.numerator or Decimal(0) for row in every), Decimal(0)),
            denominator=sum(denominators, Decimal(0)) if denominators else None,
            state=state,
        ),
        counted=tuple(row.authority for row in every),
    )


def text(made: RegionRelease, totals: Iterable[Counted] | None = None) -> str:
    """What is frozen, with other totals where they are given."""
    shown = made.totals if totals is None else totals
    parts = [
        *(text_of(each) for each in made.authorities.values()),
        text_of_rows(each.value for each in shown),
    ]
    return ",".join(COLUMNS) + "\n" + "".join(part.partition("\n")[2] for part in parts)


def shown_of(numbers: dict[str, int]) -> RegionRelease:
    """One count of each authority and their sum."""
    rows = {code: value(code, "MH01", number) for code, number in numbers.items()}
    return region_released(
        wanted=[total_of(rows.values())], authorities={code: alone(code, row) for code, row in rows.items()}
    )


def test_a_single_withheld_authority_takes_the_sum_with_it() -> None:
    made = shown_of({"Z001": 30, "Z002": 3, "Z003": 40})
    assert [each.value.state for each in made.totals] == [WITHHELD]
    # and no authority shows less because there is a region
    assert [row.state for each in made.authorities.values() for row in each.rows] == [OK, WITHHELD, OK]


def test_a_sum_of_counts_that_are_all_shown_is_shown() -> None:
    assert shown_of({"Z001": 30, "Z002": 0, "Z003": 40}).totals[0].value.numerator == 70


def test_many_withheld_counts_shelter_each_other_under_their_sum() -> None:
    # 3 + 2 + 4 + 5: each could be anything from 1 to 5 with the others between 1 and 5 or more
    assert shown_of({"Z001": 3, "Z002": 2, "Z003": 4, "Z004": 5}).totals[0].value.numerator == 14


def test_two_withheld_counts_whose_sum_narrows_them_take_it_with_them() -> None:
    # 1 + 1 is 2: neither could be 5
    assert shown_of({"Z001": 1, "Z002": 1, "Z003": 90}).totals[0].value.state == WITHHELD


def test_a_sum_that_is_small_itself_is_withheld() -> None:
    assert shown_of({"Z001": 2, "Z002": 0, "Z003": 0}).totals[0].value.state == WITHHELD


def test_a_sum_of_shown_figures_that_are_no_whole_numbers_is_shown() -> None:
    rows = {code: replace(value(code, "WF05A", 6), numerator=Decimal("6.5")) for code in ("Z001", "Z002")}
    made = region_released(
        wanted=[total_of(rows.values())], authorities={code: alone(code, row) for code, row in rows.items()}
    )
    assert made.totals[0].value.numerator == 13


def test_a_sum_that_leaves_out_what_is_withheld_as_impossible_would_tell_of_it() -> None:
    rows = {"Z001": value("Z001", "MH01", 30), "Z002": value("Z002", "MH01", 3, state=IMPOSSIBLE)}
    made = region_released(
        wanted=[total_of([rows["Z001"]], PARTIAL)],
        authorities={code: alone(code, row) for code, row in rows.items()},
    )
    assert made.totals[0].value.state == WITHHELD


def test_the_attack_finds_a_sum_that_gives_a_count_away() -> None:
    made = shown_of({"Z001": 30, "Z002": 3, "Z003": 40})
    rows = [value("Z001", "MH01", 30), value("Z002", "MH01", 3), value("Z003", "MH01", 40)]
    assert region_leaks(text(made), [], made.small, {}, region="ZR") == ()
    found = region_leaks(text(made, [total_of(rows)]), [], made.small, {}, region="ZR")
    assert found == ("Z002 MH01 quarter:2022-23-Q4 (n) can be worked out exactly.",)


NUMBERS = {"Z001": 30, "Z002": 3, "Z003": 40}


@pytest.mark.parametrize("revised", ["Z002", "Z003"])
def test_of_a_sum_that_was_revised_since_nothing_true_follows(revised: str) -> None:
    before = shown_of(NUMBERS)
    old = replace(before, totals=(total_of(value(code, "MH01", number) for code, number in NUMBERS.items()),))
    rows = {
        code: value(code, "MH01", number)
        for code, number in (NUMBERS | {revised: NUMBERS[revised] + 1}).items()
    }
    releases = {
        code: released(
            [Wanted(audience="one", tier=TIERS[SUBGROUP], values=Values.of([row]))],
            [before.authorities[code].rows],
        )
        for code, row in rows.items()
    }
    made = region_released(wanted=[total_of(rows.values())], authorities=releases, earlier=[old.totals])
    shown = made.as_they_hold(old.totals)
    assert [(row.state, row.numerator) for row in shown] == [(OK, None)]
    assert [row.numerator for row in made.as_they_hold([total_of(rows.values())])] == [74]
    taken_for_true = region_leaks(text(made), [text(old)], made.small, {}, region="ZR")
    assert taken_for_true == ("Z002 MH01 quarter:2022-23-Q4 (n) can be worked out exactly.",)
    assert region_leaks(text(made), [as_it_holds(made, old)], made.small, {}, region="ZR") == ()


def test_a_number_that_is_not_the_true_one_is_not_worked_out() -> None:
    made = shown_of(NUMBERS)
    given_away = text(made, [total_of(value(code, "MH01", number) for code, number in NUMBERS.items())])
    start, end = date(2023, 1, 1), date(2023, 3, 31)
    found = {
        true: region_leaks(
            given_away, [], made.small, {"Z002": {("MH01", "n", "", ""): {(start, end): true}}}, region="ZR"
        )
        for true in (3, 4)
    }
    assert found == {3: ("Z002 MH01 quarter:2022-23-Q4 (n) can be worked out exactly.",), 4: ()}


def test_a_sum_of_fewer_authorities_that_is_out_does_not_give_away_who_came_since() -> None:
    rows = {code: value(code, "MH01", number) for code, number in (("Z001", 3), ("Z002", 3), ("Z003", 5))}
    # 3 + 5 could be many things, and 3 + 3 + 5 as well; but the one less the other is who came since
    before = shown_of({"Z002": 3, "Z003": 5})
    assert [each.value.numerator for each in before.totals] == [8]
    releases = {code: alone(code, row) for code, row in rows.items()}
    made = region_released(wanted=[total_of(rows.values())], authorities=releases, earlier=[before.totals])
    assert made.totals[0].value.state == WITHHELD
    assert region_leaks(text(made), [text(before)], made.small, {}, region="ZR") == ()
    found = region_leaks(text(made, [total_of(rows.values())]), [text(before)], made.small, {}, region="ZR")
    assert "Z001 MH01 quarter:2022-23-Q4 (n) can be worked out exactly." in found


def test_an_old_number_of_a_sum_that_is_withheld_now_is_reckoned_with() -> None:
    """Half a year less its first quarter is its second, though the first quarter's sum was revised since and is withheld."""

    def rows(numbers: dict[str, tuple[int, int]]) -> dict[str, list[Value]]:
        return {
            code: [quarter(code, 3, q3), quarter(code, 4, q4), half(code, q3 + q4)]
            for code, (q3, q4) in numbers.items()
        }

    def quarter(code: str, number: int, count: int) -> Value:
        months = {3: (date(2022, 10, 1), date(2022, 12, 31)), 4: (date(2023, 1, 1), date(2023, 3, 31))}
        start, end = months[number]
        return replace(
            value(code, "MH01", count),
            period_id=f"quarter:2022-23-Q{number}",
            period_start=start,
            period_end=end,
        )

    def half(code: str, count: int) -> Value:
        return replace(value(code, "MH01", count), period_id="half:2022-23-H2", window_name="half",
                       period_start=date(2022, 10, 1))  # fmt: skip

    def totals(numbers: dict[str, tuple[int, int]], names: slice) -> list[Counted]:
        return [total_of(each) for each in list(zip(*rows(numbers).values(), strict=True))[names]]

    def releases(numbers: dict[str, tuple[int, int]]) -> dict[str, Release]:
        return {code: alone(code, *each) for code, each in rows(numbers).items()}

    # Z001 has 20 then 3; Z002 has 30 then 40: of the halves and the second quarter Z001's cannot be told
    first, then = {"Z001": (20, 3), "Z002": (30, 40)}, {"Z001": (20, 3), "Z002": (31, 40)}
    old = totals(first, slice(0, 1))
    made = region_released(wanted=totals(then, slice(1, 3)), authorities=releases(then), earlier=[old])
    assert made.notes == ()
    shown = {each.value.period_id: each.value.state for each in made.totals}
    assert shown["quarter:2022-23-Q4"] == WITHHELD


def region_of(
    seed: int, largest: int, quarters: tuple[str, ...], is_revised: bool = False
) -> list[tuple[RegionRelease, list[Counted], str]]:
    """Random authorities' releases of several quarters, one after the other, each with the region's of every month, window
    and category that is printed: the release, its sums before anything is withheld and what is frozen of it."""
    chance = Random(seed)
    codes = CODES[: chance.randint(2, len(CODES))]
    months = {code: made_up_months(seed * 10 + n, largest) for n, code in enumerate(codes)}
    found: list[tuple[RegionRelease, list[Counted], str]] = []
    before: dict[str, list[Release]] = {code: [] for code in codes}
    for quarter in quarters:
        releases, true = {}, dict[Key, list[Value]]()
        for code in codes:
            known = recorded_late(months[code], seed) if is_revised and found else months[code]
            build = build_of(known, str(Quarter.parse(quarter).last_month))
            asked = wanted_of(build, quarter)
            mine = Values(tuple(replace(row, authority=code) for row in asked.values.rows))
            wanted = replace(asked, values=mine)
            earlier = [each.rows for each in before[code]]
            releases[code] = released([wanted], earlier, build)
            for row in wanted.values.rows:
                if row.state == OK:
                    true.setdefault(key_of(row), []).append(row)
        totals = [total_of(rows) for _, rows in sorted(true.items())]
        made = region_released(
            wanted=totals,
            authorities=releases,
            earlier=[old.totals for old, _, _ in found],
        )
        for code, release in made.authorities.items():
            before[code].append(release)
        found.append((made, totals, text(made)))
    return found


def attacked(made: list[tuple[RegionRelease, list[Counted], str]]) -> tuple[str, ...]:
    newest, *_ = made[-1]
    return region_leaks(made[-1][2], [frozen for *_, frozen in made[:-1]], newest.small, {}, region="ZR")


def as_it_holds(now: RegionRelease, before: RegionRelease) -> str:
    """What is frozen of an earlier edition, without the numbers that were revised since."""
    parts = [
        *(
            text_of_rows(now.authorities[code].as_they_hold(each.rows))
            for code, each in before.authorities.items()
        ),
        text_of_rows(now.as_they_hold(before.totals)),
    ]
    return ",".join(COLUMNS) + "\n" + "".join(part.partition("\n")[2] for part in parts)


def attacked_by_who_knows_what_holds(made: list[tuple[RegionRelease, list[Counted], str]]) -> tuple[str, ...]:
    """What stops a publication."""
    newest, _, frozen = made[-1]
    earlier = [as_it_holds(newest, before) for before, *_ in made[:-1]]
    true = {code: true_of(each) for code, each in newest.authorities.items()}
    return region_leaks(frozen, earlier, newest.small, true, region="ZR")


@pytest.mark.keeps("P9", "SEC-19")
@pytest.mark.sampled
@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000), largest=st.sampled_from((6, 12, 60)))
def test_the_attack_finds_nothing_in_a_random_region(seed: int, largest: int) -> None:
    assert attacked(region_of(seed, largest, ("2022-23-Q4",))) == ()


@pytest.mark.keeps("P9", "SEC-19")
@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), largest=st.sampled_from((6, 12, 60, 400)))
def test_the_attack_finds_nothing_in_many_random_regions(seed: int, largest: int) -> None:
    assert attacked(region_of(seed, largest, ("2022-23-Q4",))) == ()


@pytest.mark.keeps("P9", "SEC-19")
@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_attack_finds_nothing_in_a_regions_releases_one_after_the_other(seed: int) -> None:
    made = region_of(seed, 12, ("2022-23-Q3", "2022-23-Q4"))
    assert attacked(made[:1]) == ()
    assert attacked(made) == ()


@pytest.mark.keeps("P9", "SEC-19")
@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_attack_finds_nothing_where_figures_were_revised_between_releases(seed: int) -> None:
    made = region_of(seed, 12, ("2022-23-Q3", "2022-23-Q4"), is_revised=True)
    assert attacked(made) == attacked_by_who_knows_what_holds(made) == ()
