"""Small counts are withheld with everything that would give them away, and an attack that knows nothing finds none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.builds import SQL
from scorecards.attack.attack import attack
from scorecards.attack.seen import Name, Span
from scorecards.audience import audiences
from scorecards.disclosure.past import Past
from scorecards.disclosure.release import Release, Wanted, released
from scorecards.disclosure.series import rows_frame, series_of
from scorecards.disclosure.system import key_of
from scorecards.disclosure.tier import OPERATIONAL, PUBLIC, SUBGROUP, TIERS, Tier
from scorecards.indicator import indicators
from scorecards.period import Month, Quarter
from scorecards.printed import printed
from scorecards.value import Value, Values
from tests.made_up_release import (
    CATEGORIES,
    attacked,
    attacked_by_who_knows_what_holds,
    build_of,
    build_of_shares,
    made_up_months,
    nearly_all,
    recorded_late,
    releases,
    seen,
    trend_of,
    wanted_of,
)


def value(
    numerator: int, denominator: int | None = None, unit: str = "count", category: str = "", ref: str = "FD01"
) -> Value:
    return Value(
        authority="370", indicator=ref, period_id="quarter:2022-23-Q4", window_name="quarter",
        period_start=date(2023, 1, 1), period_end=date(2023, 3, 31),
        breakdown="source_group" if category else "", category=category,
        numerator=Decimal(numerator), denominator=None if denominator is None else Decimal(denominator),
        value=float(numerator), unit=unit, state="ok",
    )  # fmt: skip


def release_of(*rows: Value, tier: Tier = TIERS[SUBGROUP]) -> Release:
    return released([Wanted(audience="one", tier=tier, values=Values(rows))])


def states(*rows: Value, tier: Tier = TIERS[SUBGROUP]) -> list[str]:
    return [row.state for row in release_of(*rows, tier=tier).of("one").rows]


@pytest.mark.keeps("P10")
@pytest.mark.parametrize(("count", "state"), [(0, "ok"), (1, "withheld"), (5, "withheld"), (6, "ok")])
def test_counts_of_one_to_five_are_withheld_and_zero_is_a_real_zero(count: int, state: str) -> None:
    assert states(value(count)) == [state]


@pytest.mark.parametrize(("count", "state"), [(0, "withheld"), (1, "withheld"), (5, "withheld"), (6, "ok")])
def test_a_tier_may_withhold_zeros_too(count: int, state: str) -> None:
    assert states(value(count), tier=Tier(name="strict", withheld=(0, 5))) == [state]


@pytest.mark.parametrize(
    ("numerator", "denominator", "state"),
    [
        (3, 40, "withheld"),
        (38, 40, "withheld"),
        (0, 4, "withheld"),
        (40, 40, "ok"),
        (0, 40, "ok"),
        (20, 40, "ok"),
    ],
)
def test_a_share_is_withheld_when_any_side_of_it_is_small(
    numerator: int, denominator: int, state: str
) -> None:
    assert states(value(numerator, denominator, "%")) == [state]


def test_the_population_of_a_rate_and_the_hours_of_workers_do_not_withhold_it() -> None:
    rows = [
        value(60, 50706, "per 10,000"),
        value(3, 50706, "per 10,000", ref="B"),
        value(60, 4, "children per FTE", ref="C"),
    ]
    assert states(*rows) == ["ok", "withheld", "ok"]


def test_an_average_is_withheld_for_the_few_children_that_it_is_of() -> None:
    assert states(value(400, 3, "days"), value(4, 40, "days", ref="B")) == ["withheld", "ok"]


def test_the_months_of_a_mean_are_nobody() -> None:
    assert states(value(921, 3, "mean")) == ["ok"]


def test_nothing_is_left_in_a_withheld_value() -> None:
    (row,) = release_of(value(3, 40, "%")).of("one").rows
    assert (row.numerator, row.denominator, row.value) == (None, None, None)


def test_a_category_withheld_alone_takes_the_smallest_other_with_it() -> None:
    rows = [value(3, category="A"), value(300, category="B"), value(20, category="C"), value(323)]
    assert states(*rows) == ["withheld", "ok", "withheld", "ok"]


def test_an_empty_category_hides_nothing_so_it_is_not_the_second() -> None:
    rows = [value(3, category="A"), value(0, category="B"), value(20, category="C"), value(23)]
    assert states(*rows) == ["withheld", "ok", "withheld", "ok"]


def test_two_small_categories_shelter_each_other_when_each_could_be_any_small_count() -> None:
    rows = [value(3, category="A"), value(4, category="B"), value(20, category="C"), value(27)]
    assert states(*rows) == ["withheld", "withheld", "ok", "ok"]


def test_two_small_categories_that_make_four_need_a_third() -> None:
    """1 and 3: shown a total of 24 and a third of 20, neither could be 4 or 5."""
    rows = [value(1, category="A"), value(3, category="B"), value(20, category="C"), value(24)]
    assert states(*rows) == ["withheld", "withheld", "withheld", "ok"]


def test_a_breakdown_of_nothing_but_small_counts_is_withheld_whole_and_its_total_shown() -> None:
    rows = [
        value(2, category="A"),
        value(2, category="B"),
        value(2, category="C"),
        value(0, category="D"),
        value(6),
    ]
    made = release_of(*rows)
    assert [row.state for row in made.of("one").rows] == ["withheld"] * 4 + ["ok"]
    assert {line.kind for line in made.report} == {"primary", "whole"}
    assert {line.instead for line in made.report} == {"A coarser figure: the total is shown"}


def test_the_operational_tier_is_withheld_nothing_and_changes_nothing_for_others() -> None:
    rows = Values((value(3, category="A"), value(20, category="B"), value(23)))
    made = released(
        [
            Wanted(audience="officers", tier=TIERS[OPERATIONAL], values=rows),
            Wanted(audience="one", tier=TIERS[SUBGROUP], values=rows),
        ]
    )
    assert made.of("officers") == rows
    assert [row.state for row in made.of("one").rows] == ["withheld", "withheld", "ok"]


def test_what_one_pack_withholds_no_other_shows() -> None:
    """The count of one pack is the numerator of another's share: both are withheld, and with them the partner."""
    build = build_of(made_up_months(3, 60))
    first = wanted_of(build, "2022-23-Q4")
    only_counts = replace(
        first,
        audience="two",
        values=Values(tuple(row for row in first.values.rows if row.indicator == "AA01")),
    )
    only_shares = replace(
        first,
        audience="three",
        values=Values(tuple(row for row in first.values.rows if row.indicator == "AA02")),
    )
    made = released([only_counts, only_shares], counted=build)
    assert not attack(seen(made.rows), small=made.small).leaks
    counts = {(row.period_id, row.category) for row in made.of("two").rows if row.state == "withheld"}
    shown_as_wholes = {(row.period_id, row.category) for row in made.of("three").rows if row.state == "ok"}
    assert counts and not counts & shown_as_wholes


def test_the_public_sees_rounded_counts_and_whole_shares() -> None:
    row, share = release_of(value(23), value(12, 23, "%", ref="B"), tier=TIERS[PUBLIC]).of("one").rows
    assert (row.numerator, row.value) == (25, 25.0)
    assert (share.numerator, share.denominator, share.value) == (10, 25, 12.0)


def caseload_release(highest: int, **tiers: Tier) -> Release:
    """The policy and workforce group, once for each tier, of a quarter with 30 children per worker and one with more."""
    rows = [
        value(highest, 1, "children per FTE", ref="WF02"),
        value(highest, 1, "children per FTE", category="North", ref="WF02"),
        value(300, 10, "children per FTE", ref="WF01"),
    ]
    known = [each for each in indicators(SQL) if each.ref in ("WF01", "WF02")]
    group = audiences()["policy_workforce"]
    wanted = [
        printed(audience=replace(group, name=name, tier=tier, refs=("WF01", "WF02")), quarter=Quarter.parse("2022-23-Q4"), indicators=known,
                values=rows_frame(rows).with_columns(authority=pl.lit("370"), value=pl.col("numerator").cast(pl.Float64)),
                authority="370")
        for name, tier in tiers.items()
    ]  # fmt: skip
    return released(wanted)


def test_a_figure_of_one_worker_is_for_operational_readers_alone_and_the_average_for_all() -> None:
    made = caseload_release(38, officers=TIERS[OPERATIONAL], group=TIERS[SUBGROUP], public=TIERS[PUBLIC])
    shown = {
        name: {row.indicator: row.numerator for row in made.of(name).rows}
        for name in ("officers", "group", "public")
    }
    assert shown["officers"] == {"WF02": Decimal(38), "WF01": Decimal(300)}
    assert shown["group"] == shown["public"] == {"WF02": None, "WF01": Decimal(300)}
    assert {row.state for row in made.rows if row.indicator == "WF02"} == {"withheld"}
    assert {line.kind for line in made.report} == {"one person"}
    assert attack(seen(made.rows), small=made.small).leaks == ()
    assert caseload_release(51, group=TIERS[SUBGROUP]) == caseload_release(38, group=TIERS[SUBGROUP])


def test_a_partnership_may_say_that_a_tier_shows_figures_of_one_person(tmp_path: Path) -> None:
    own = tmp_path / "audiences.toml"
    own.write_text("[tier.subgroup]\nshows_one_person = true\n", encoding="utf-8")
    assert audiences(own)["policy_workforce"].tier == replace(TIERS[SUBGROUP], shows_one_person=True)
    assert not any(each.tier.shows_one_person for each in audiences().values())
    own.write_text("[tier.subgroup]\nwithheld = [0, 5]\nshows_one_person = true\n", encoding="utf-8")
    assert {each.tier.withheld for each in audiences(own).values()} == {(0, 5)}, (
        "also of the product's audiences"
    )
    made = caseload_release(38, group=audiences(own)["policy_workforce"].tier, public=TIERS[PUBLIC])
    assert [row.numerator for row in made.of("group").rows if row.is_total] == [300, 38]
    assert [row.numerator for row in made.of("public").rows if row.is_total] == [300, None]


def test_every_product_audience_has_a_tier_that_withholds() -> None:
    assert {audience.tier.withheld for audience in audiences().values()} == {(1, 5)}


@pytest.mark.keeps("P9", "SEC-19")
@pytest.mark.sampled
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10_000), largest=st.sampled_from((6, 12, 60)))
def test_the_attack_finds_nothing_in_a_random_release(seed: int, largest: int) -> None:
    made = releases(made_up_months(seed, largest), ["2022-23-Q4"])
    assert attacked(made).leaks == ()


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_attack_finds_nothing_in_a_random_release_of_shares_that_overlap(seed: int) -> None:
    build = build_of_shares(seed)
    made = released([wanted_of(build, "2022-23-Q4")], counted=build)
    assert attacked([made]).leaks == ()


@pytest.mark.keeps("P9", "SEC-19")
@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), largest=st.sampled_from((6, 12, 60, 400)))
def test_the_attack_finds_nothing_in_many_random_releases(seed: int, largest: int) -> None:
    made = releases(made_up_months(seed, largest), ["2022-23-Q4"])
    assert attacked(made).leaks == ()


@pytest.mark.keeps("P9", "SEC-19")
@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_attack_finds_nothing_in_releases_one_after_the_other(seed: int) -> None:
    made = releases(made_up_months(seed, 30, "2021-04"), ["2022-23-Q1", "2022-23-Q2", "2022-23-Q3"])
    assert attacked(made).leaks == ()


def one_after_the_other(seed: int, largest: int) -> list[Release]:
    """A quarter's release and the next one's, when counts that the first showed were recorded late."""
    months = made_up_months(seed, largest, "2021-04")
    before = build_of(months, "2022-12")
    first = released([wanted_of(before, "2022-23-Q3")], counted=before)
    now = build_of(recorded_late(months, seed + 1000))
    out = [first.rows]
    return [first, released([wanted_of(now, "2022-23-Q4")], out, now)]


@pytest.mark.keeps("P9", "SEC-19")
@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000), largest=st.sampled_from((12, 60)))
def test_no_quarter_is_refused_because_what_was_shown_before_was_revised(seed: int, largest: int) -> None:
    assert attacked_by_who_knows_what_holds(one_after_the_other(seed, largest)).leaks == ()


def test_of_an_old_number_that_was_revised_nothing_true_follows() -> None:
    """Education was printed as 40 and is 41 now; beside the new total of 46 the old 40 would leave six for Police, who had
    and have five. Where the old number still holds, the same lines give Police away."""
    quarter = ("quarter", "2023-01-01", "2023-03-31", "LL01")
    total, police = window(46, *quarter), window(None, *quarter, "Police")
    old = [window(45, *quarter), window(40, *quarter, "Education"), police]
    small = {(*key_of(police), "n")}
    for education, found in ((40, 1), (41, 0)):
        true = [total, window(education, *quarter, "Education"), window(46 - education, *quarter, "Police")]
        past = Past(
            values={key_of(row): row for row in true},
            out=set(),
            outdated=set(),
            hidden=set(),
            now_or_withheld=set(),
        )
        holding = [past.as_it_holds(row) for row in old]
        assert len(attack(seen([total, police]), [seen(holding)], small).leaks) == found


def test_a_guess_that_leads_to_another_number_than_the_true_one_works_nothing_out() -> None:
    """LL01 and LL02 agree on 139 and 149 by accident: who takes them for one count reads 42 for the 43 of LL01, and 3 for
    the 2 that are left of 45. Were the true number 3 it would be a leak."""
    quarters = [("quarter", f"2022-{month:02}-01", f"2022-{month + 2:02}-30") for month in (1, 4, 7)]
    lines = [window(count, *quarter, "LL02") for count, quarter in zip((139, 149, 42), quarters, strict=True)]
    lines += [
        window(count, *quarter, "LL01", "A")
        for count, quarter in zip((139, 149, None), quarters, strict=True)
    ]
    lines += [window(45, *quarters[2], "LL01"), window(None, *quarters[2], "LL01", "B")]
    rest = (*key_of(lines[-1]), "n")

    def known(count: int) -> dict[Name, dict[Span, int]]:
        return {
            ("LL01", "n", "source_group", category): {(lines[-1].period_start, lines[-1].period_end): each}
            for category, each in (("A", 45 - count), ("B", count))
        }

    assert attack(seen(lines), small={rest}).leaks
    assert attack(seen(lines), small={rest}, true=known(3)).leaks
    assert not [
        leak for leak in attack(seen(lines), small={rest}, true=known(2)).leaks if leak.line.endswith(" B")
    ]


def test_a_month_of_more_than_there_are_is_part_of_what_a_longer_window_comes_to() -> None:
    """Three of one in August, as more interviews were held than accepted: two fewer of the year are not among them. Without
    August the year would not be the sum of what it holds, and nothing would be known of its quarters."""
    months = made_up_months(3, 12)
    august = Month.parse("2022-08")
    months[august] = dict.fromkeys(months[august], (0, 0)) | {"Education": (3, 1)}
    name = ("AA02", "c", "source", "Education")
    assert series_of(build_of(months)).months[name][august.first_day] == -2
    made = releases(months, ["2022-23-Q4"])[0]
    system = made.system(False)
    quarter, year = (
        next(
            row.nodes[2]
            for row in system.rows
            if row.key == ("AA02", period, "source", "Education") and len(row.nodes) == 3
        )
        for period in ("quarter:2022-23-Q4", "rolling_12:2023-03")
    )
    tied = [{node for node, _ in equation} for equation in system.equations]
    assert any({quarter, year} <= nodes for nodes in tied)


@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_same_counts_in_any_order_give_the_same_release(seed: int) -> None:
    build = build_of(made_up_months(seed, 30))
    first, again = (
        wanted_of(build, "2022-23-Q4"),
        wanted_of(build.sample(fraction=1, shuffle=True, seed=seed), "2022-23-Q4"),
    )
    assert released([first], counted=build) == released([again], counted=build.reverse())


def test_publishing_again_what_was_published_withholds_the_same() -> None:
    build = build_of(made_up_months(5, 30))
    wanted = wanted_of(build, "2022-23-Q4")
    first = released([wanted], counted=build)
    out = [first.rows]
    assert released([wanted], out, build).rows == first.rows
    assert released([wanted], out, build, before=Values(first.rows)).rows == first.rows


def test_a_count_withheld_once_stays_withheld_and_one_that_was_revised_is_a_new_one() -> None:
    months = made_up_months(8, 30, "2021-04")
    first, second = releases(months, ["2022-23-Q2", "2022-23-Q3"])
    hidden = {(row.indicator, row.period_id, row.category) for row in first.rows if row.state == "withheld"}
    still = {(row.indicator, row.period_id, row.category): row.state for row in second.rows}
    zeros = {(row.indicator, row.period_id, row.category) for row in second.rows if row.state == "ok"}
    assert not hidden & zeros
    assert any(place in still for place in hidden)


def _law(build: pl.DataFrame, changed: pl.DataFrame) -> None:
    """What is shown of the one is shown of the other."""
    first = released([wanted_of(build, "2022-23-Q4")], counted=build)
    other = released([wanted_of(changed, "2022-23-Q4")], counted=changed, before=Values(first.rows))
    assert other.audiences == first.audiences and other.rows == first.rows


def test_no_change_of_withheld_counts_changes_anything_shown() -> None:
    """Every withheld number is replaced by another; what is shown stays as it is, so all that is made of it does."""
    build = build_of(made_up_months(11, 30))
    made = released([wanted_of(build, "2022-23-Q4")], counted=build)
    hidden = {(row.indicator, row.period_id, row.category) for row in made.rows if row.state == "withheld"}
    is_hidden = pl.struct("indicator", "period_id", "category").map_elements(
        lambda place: tuple(place.values()) in hidden, return_dtype=pl.Boolean
    )
    changed = build.with_columns(
        pl.when(is_hidden).then(pl.col("numerator") + 1).otherwise(pl.col("numerator")).cast(pl.Decimal(18, 2)).alias("numerator"),
        pl.when(is_hidden & (pl.col("unit") == "%")).then(pl.col("denominator") + 2).otherwise(pl.col("denominator"))
        .cast(pl.Decimal(18, 2)).alias("denominator"),
    )  # fmt: skip
    assert hidden and not changed.equals(build)
    _law(build, changed)


def _two_in_every_line(rows: list[Value]) -> set[tuple[str, str]]:
    """The usual rule: small counts withheld, and a second wherever a row or column of the table has only one."""
    table = {(row.category, row.period_id): int(row.numerator or 0) for row in rows}
    hidden = {place for place, count in table.items() if 0 < count <= 5}
    for _ in range(4):
        for axis in (0, 1):
            for name in sorted({place[axis] for place in table}):
                line = [place for place in table if place[axis] == name]
                others = sorted(
                    (table[place], place) for place in line if place not in hidden and table[place]
                )
                if sum(place in hidden for place in line) == 1 and others:
                    hidden.add(others[0][1])
    return hidden


def _tables(seed: int) -> list[Value]:
    """Sources by month with the totals of both: rows, columns and the whole."""
    build = build_of(made_up_months(seed, 30, "2023-01"))
    is_table = (pl.col("indicator") == "AA01") & pl.col("window_name").is_in(["month", "quarter"])
    return list(Values.from_frame(build.filter(is_table)).rows)


def test_two_in_every_row_and_column_leaks_where_ours_does_not() -> None:
    usual, ours = 0, 0
    for seed in range(12):
        rows = _tables(seed)
        hidden = _two_in_every_line(rows)
        by_rule = [
            replace(row, numerator=None, value=None, state="withheld")
            if (row.category, row.period_id) in hidden
            else row
            for row in rows
        ]
        small = {
            (row.indicator, row.period_id, row.breakdown, row.category, "n")
            for row in rows
            if 0 < int(row.numerator or 0) <= 5
        }
        usual += len(attack(seen(by_rule), small=small).leaks)
        made = released([Wanted(audience="one", tier=TIERS[SUBGROUP], values=Values(tuple(rows)))])
        ours += len(attack(seen(made.rows), small=made.small).leaks)
    assert ours == 0
    assert usual > 0


def test_the_attack_works_out_a_lone_withheld_category() -> None:
    """Proof that the attack can find: 3 = 323 - 300 - 20, and it says where without saying what."""
    rows = [value(3, category="A"), value(300, category="B"), value(20, category="C"), value(323)]
    shown = [replace(rows[0], numerator=None, value=None, state="withheld"), *rows[1:]]
    (leak,) = attack(seen(shown)).leaks
    assert (leak.least, leak.most) == (3, 3)
    assert "3 " not in leak.words and "source_group A" in leak.words


def test_the_attack_works_out_a_month_from_its_quarter() -> None:
    build = build_of({month: dict.fromkeys(CATEGORIES, (0, 2)) for month in made_up_months(0, 6, "2023-01")})
    rows = Values.from_frame(build.filter((pl.col("breakdown") == "") & (pl.col("indicator") == "AA01"))).rows
    shown = [
        replace(row, numerator=None, value=None, state="withheld")
        if row.period_id == "month:2023-02"
        else row
        for row in rows
    ]
    assert {leak.least for leak in attack(seen(shown)).leaks} == {12}


def shares_that_overlap(all_three: int, *each: int) -> list[Value]:
    """Of 100 meetings those with all three agencies, and those with each of them."""
    rows = [value(count, 100, "%", category=name) for count, name in zip(each, "ABC", strict=True)]
    return [value(all_three, 100, "%"), *rows]


def test_shares_that_overlap_are_known_to_leave_no_less_than_their_whole() -> None:
    """20 meetings lacked somebody; with 10 and 8 shown, the third was lacking at 2 of them or more."""
    rows = shares_that_overlap(80, 98, 90, 92)
    hidden = {row.category for row in release_of(*rows).of("one").rows if row.state == "withheld"}
    assert "A" in hidden and len(hidden) > 1
    roomy = shares_that_overlap(80, 98, 81, 82)  # here the third need not have been lacking at all
    assert [row.category for row in release_of(*roomy).of("one").rows if row.state == "withheld"] == ["A"]


def test_the_attack_knows_that_shares_overlap() -> None:
    told = [
        replace(
            row, period_id="quarter:2022-23-Q3", period_start=date(2022, 10, 1), period_end=date(2022, 12, 31)
        )
        for row in shares_that_overlap(70, 89, 81, 82)
    ]
    for now, ranges in (
        (shares_that_overlap(80, 98, 90, 92), {(2, 5)}),
        (shares_that_overlap(80, 98, 81, 82), set()),
    ):
        shown = [
            replace(row, numerator=None, denominator=None, value=None, state="withheld")
            if row.category == "A"
            else row
            for row in now
        ]
        small = {("FD01", "quarter:2022-23-Q4", "source_group", "A", "c")}
        leaks = attack(seen([*told, *shown]), small=small).leaks
        assert {(leak.least, min(leak.most, 5)) for leak in leaks if "(c)" in leak.words} == ranges


def test_teams_that_make_up_a_group_of_teams_are_known_to() -> None:
    """Two teams of a group of two: one small team cannot be guarded by a team of another group."""
    rows = []
    for month in range(1, 13):
        counts = {
            "North one": 3,
            "North two": 20 + month,
            "South one": 6 + month % 5,
            "South two": 30 + 2 * month,
        }
        groups = {
            "North": counts["North one"] + counts["North two"],
            "South": counts["South one"] + counts["South two"],
        }
        everything = [("", "", sum(counts.values()))]
        everything += [("team", name, count) for name, count in counts.items()]
        everything += [("team_group", name, count) for name, count in groups.items()]
        start = date(2022, month, 1)
        for breakdown, category, count in everything:
            found = replace(
                value(count, category=category), breakdown=breakdown, period_id=f"month:2022-{month:02d}"
            )
            rows.append(
                replace(found, window_name="month", period_start=start, period_end=start.replace(day=28))
            )
    build = rows_frame(rows)
    assert series_of(build).subtotals["FD01", "n", "team_group", "North"] == (
        ("FD01", "n", "team", "North one"), ("FD01", "n", "team", "North two"),
    )  # fmt: skip
    december = Values.of(row for row in rows if row.period_id == "month:2022-12")
    made = released([Wanted(audience="one", tier=TIERS[SUBGROUP], values=december)], counted=build)
    hidden = {row.category for row in made.rows if row.state == "withheld"}
    assert hidden == {"North one", "North two"} or {"North", "South"} <= hidden


def test_the_attack_finds_nothing_where_zeros_are_withheld_too() -> None:
    build = build_of(made_up_months(3, 30))
    made = released([wanted_of(build, "2022-23-Q4", Tier(name="strict", withheld=(0, 5)))], counted=build)
    assert not made.is_zero_shown
    assert not any(row.numerator == 0 for row in made.rows)
    assert attacked([made]).leaks == ()


def window(count: int | None, name: str, start: str, end: str, indicator: str, category: str = "") -> Value:
    """A count of a window; withheld when there is none."""
    shown = value(count or 0, category=category)
    made = replace(
        shown, indicator=indicator, period_id=f"{name}:{start}", window_name=name,
        period_start=date.fromisoformat(start), period_end=date.fromisoformat(end),
        numerator=None if count is None else Decimal(count),
    )  # fmt: skip
    return made if count is not None else replace(made, value=None, state="withheld")


def test_a_guess_that_what_is_shown_contradicts_keeps_nothing_from_being_attacked() -> None:
    """Open cases at the end of two months and of the quarter: 90, withheld and 60. They do not add up, and nobody who
    guesses so may overlook that the categories of March give the third away: 2 = 60 - 40 - 18."""
    rows = [
        window(90, "month", "2023-01-01", "2023-01-31", "BB01"),
        window(None, "month", "2023-02-01", "2023-02-28", "BB01"),
        window(60, "month", "2023-03-01", "2023-03-31", "BB01"),
        window(60, "quarter", "2023-01-01", "2023-03-31", "BB01"),
        window(40, "quarter", "2023-01-01", "2023-03-31", "BB01", "A"),
        window(18, "quarter", "2023-01-01", "2023-03-31", "BB01", "B"),
        window(None, "quarter", "2023-01-01", "2023-03-31", "BB01", "C"),
    ]
    leaks = attack(seen(rows)).leaks
    assert [(leak.least, leak.most) for leak in leaks if leak.line.endswith(" C")] == [(2, 2)]


def test_a_larger_count_that_is_printed_under_another_name_is_no_leak() -> None:
    """CC02 is withheld and can be told to be 80; CC01 of the same quarter prints 80. A small one is a leak all the same."""
    quarter = ("quarter", "2023-01-01", "2023-03-31")
    for third, found in ((80, 0), (3, 1)):
        rows = [
            window(40 + third, *quarter, "CC02"),
            window(40, *quarter, "CC02", "A"),
            window(None, *quarter, "CC02", "B"),
            window(third, *quarter, "CC01"),
        ]
        small = {(*key_of(rows[2]), "n")} if third <= 5 else set()
        assert len(attack(seen(rows), small=small).leaks) == found


@pytest.mark.keeps("P9")
@pytest.mark.parametrize("seed", [1, 4, 10])
def test_a_correction_by_quarter_of_what_was_printed_by_month_can_be_made(seed: int) -> None:
    """Some months of a share are out, most are withheld; counts are revised since, and the share is now printed by
    quarter. Whoever sets the old months and totals beside the new quarters works out no count that is withheld."""
    months = nearly_all(seed)
    build = build_of(months)
    first = released([trend_of(build, "month")], counted=build)
    later = build_of(recorded_late(months, seed + 1000))
    second = released(
        [trend_of(later, "quarter")],
        [first.rows],
        later,
        before=Values(first.rows),
    )
    assert attacked([first, second]).leaks == ()
    shown = [row for row in second.rows if row.window_name == "quarter" and row.state == "ok"]
    assert shown, "something is left to be read"


@pytest.mark.keeps("P9")
def test_a_correction_whose_old_total_is_out_withholds_what_would_be_taken_from_it() -> None:
    """A share's total was printed as 42 of 131 and is withheld now; shown beside it, the new 8, 14 and 17 of its categories
    would leave three for the others, which no true table does."""
    months = made_up_months(38, 30)
    build, later = build_of(months), build_of(recorded_late(months, 1038))
    first = released([wanted_of(build, "2022-23-Q4")], counted=build)
    out = [first.rows]
    second = released([wanted_of(later, "2022-23-Q4")], out, later, before=Values(first.rows))
    assert attacked([first, second]).leaks == ()
    shown = {(row.indicator, row.window_name, row.category) for row in second.rows if row.state == "ok"}
    assert ("AA02", "quarter", "Education") not in shown and ("AA01", "quarter", "") in shown


def test_what_a_withheld_share_is_of_takes_no_shown_count_with_it() -> None:
    """The cases of a quarter are the sum of three months that are shown anyway; only how many were in time is withheld."""
    build = build_of(nearly_all(2))
    made = released([trend_of(build, "quarter")], counted=build)
    assert any(row.state == "withheld" for row in made.rows if row.indicator == "AA02")
    assert all(row.state == "ok" for row in made.rows if row.indicator == "AA01")
    assert attacked([made]).leaks == ()


def share(numerator: int | None, denominator: int | None, category: str = "") -> Value:
    made = replace(value(numerator or 0, denominator, "%", category), indicator="DD02")
    return made if numerator is not None else replace(made, numerator=None, value=None, state="withheld")


def test_the_attack_excuses_what_a_share_is_of_and_not_the_share() -> None:
    """Of 80 in 100 and 48 in 60 the rest is 32 in 40: the 40 is no secret, the 32 and the 8 are."""
    lines = [share(80, 100), share(48, 60, "A"), share(None, None, "B")]
    assert {leak.side for leak in attack(seen(lines), small=set()).leaks} == {"n", "c"}


def test_what_earlier_releases_gave_away_is_no_leak_of_the_newest_where_they_contradict_it() -> None:
    """JJ02 is JJ01 by its months, which were printed before and are again; a total that was revised since contradicts its
    parts. The quarter of JJ02 is the sum of what is out already, whatever is withheld now."""
    months = [
        ("2023-01-01", "2023-01-31", 100),
        ("2023-02-01", "2023-02-28", 110),
        ("2023-03-01", "2023-03-31", 120),
    ]
    quarter = ("quarter", "2023-01-01", "2023-03-31")
    printed = [
        window(count, "month", start, end, ref) for ref in ("JJ01", "JJ02") for start, end, count in months
    ]
    before = [*printed, window(10, *quarter, "KK01")]
    now = [
        *printed,
        window(None, *quarter, "JJ02"),
        window(10, *quarter, "KK01", "A"),
        window(None, *quarter, "KK01", "B"),
    ]
    found = attack(seen(now), [seen(before)], small=set())
    assert found.notes and not found.leaks
    assert {leak.line for leak in attack(seen(now), small=set()).leaks} == {"JJ02 quarter:2023-01-01"}
