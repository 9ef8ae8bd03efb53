"""The laws of an issue's life, against the same laws written as a plain story of one month after another."""

import random

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipelines.review.lives import CARRIED, OCCURRENCES, STEPS, lives, numbered

MONTHS = [f"2022-{number:02}" for number in range(4, 13)]


def snapshot(sets: list[set[str]]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """A stream of snapshots, one a month; each holds the issues of one set."""
    steps = [("s", n, n + 1 if n + 1 < len(sets) else None, MONTHS[n]) for n in range(len(sets))]
    found = [("s", n, issue, issue) for n, issues in enumerate(sets) for issue in sorted(issues)]
    return (
        pl.DataFrame(steps, schema=STEPS, orient="row"),
        pl.DataFrame(found, schema=OCCURRENCES, orient="row"),
        pl.DataFrame(schema=CARRIED),
    )


def told(frames: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame], month: str) -> dict[str, tuple[str, str]]:
    """State and first month by issue."""
    found = lives(*frames, month)
    return {row["issue"]: (row["state"], row["first_seen"]) for row in found.iter_rows(named=True)}


def story(sets: list[set[str]]) -> dict[str, tuple[str, str]]:
    """The same, as a person would tell it who saw one month after another."""
    *earlier, before, now = [set(), *sets] if len(sets) == 1 else sets
    answer = {}
    for issue in before | now:
        seen = [n for n, issues in enumerate(sets) if issue in issues]
        first = MONTHS[seen[0]]
        if issue not in now:
            answer[issue] = ("fixed", first)
        elif issue in before:
            answer[issue] = ("still_open", first)
        elif any(issue in issues for issues in earlier):
            answer[issue] = ("reopened", first)
        else:
            answer[issue] = ("new", first)
    return answer


@given(st.lists(st.sets(st.sampled_from("abcdef")), min_size=1, max_size=9))
def test_snapshots_tell_the_story_of_months(sets: list[set[str]]) -> None:
    assert told(snapshot(sets), MONTHS[len(sets) - 1]) == story(sets)


@given(st.lists(st.sets(st.sampled_from("abcdef")), min_size=2, max_size=9), st.randoms())
def test_order_of_rows_means_nothing(sets: list[set[str]], chance: random.Random) -> None:
    steps, found, carried = snapshot(sets)
    month = MONTHS[len(sets) - 1]
    shuffled = found.sample(fraction=1, shuffle=True, seed=chance.randrange(10**6))
    assert told((steps.reverse(), shuffled, carried), month) == told((steps, found, carried), month)


@given(st.sets(st.sampled_from("abcdef")))
def test_the_same_again_is_nothing_new(issues: set[str]) -> None:
    found = told(snapshot([issues, issues]), MONTHS[1])
    assert found == dict.fromkeys(issues, ("still_open", MONTHS[0]))


def test_broken_again_is_reopened_with_its_first_month() -> None:
    found = lives(*snapshot([{"a"}, set(), {"a"}]), MONTHS[2])
    assert found.select("state", "first_seen", "last_seen").rows() == [("reopened", "2022-04", "2022-06")]


def test_sent_again_in_the_same_month_without_it_is_fixed() -> None:
    steps = pl.DataFrame([("s", 0, 1, "2022-04"), ("s", 1, None, "2022-04")], schema=STEPS, orient="row")
    found = pl.DataFrame([("s", 0, "a", "a")], schema=OCCURRENCES, orient="row")
    assert told((steps, found, pl.DataFrame(schema=CARRIED)), "2022-04") == {"a": ("fixed", "2022-04")}
    assert told((steps.head(1).with_columns(until=None), found, pl.DataFrame(schema=CARRIED)), "2022-04") == {
        "a": ("new", "2022-04")
    }


def test_files_that_stand_side_by_side_stay_open_until_the_record_comes_again() -> None:
    """July's file stands beside June's. June's record `a` comes again and is right, `b` does not, `c` is wrong again."""
    steps = pl.DataFrame([("s", 0, None, "2022-06"), ("s", 1, None, "2022-07")], schema=STEPS, orient="row")
    found = [
        ("s", 0, "A", "a"),
        ("s", 0, "B", "b"),
        ("s", 0, "C", "c"),
        ("s", 1, "C", "c"),
        ("s", 1, "D", "d"),
    ]
    carried = [("s", 0, "a"), ("s", 0, "b"), ("s", 0, "c"), ("s", 1, "a"), ("s", 1, "c"), ("s", 1, "d")]
    frames = (
        steps,
        pl.DataFrame(found, schema=OCCURRENCES, orient="row"),
        pl.DataFrame(carried, schema=CARRIED, orient="row"),
    )
    assert told(frames, "2022-07") == {
        "A": ("fixed", "2022-06"),
        "B": ("still_open", "2022-06"),
        "C": ("still_open", "2022-06"),
        "D": ("new", "2022-07"),
    }


def test_a_moved_row_is_the_same_issue_and_two_copies_are_two() -> None:
    def frame(rows: list[tuple[int, str]]) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "stream": "s", "step": 0, "rule": "R1", "column": "Found", "sheet_number": 1, "column_number": 3,
                "row_number": [row for row, _ in rows], "record_key": [key for _, key in rows],
            }
        )  # fmt: skip

    first = numbered(frame([(2, "x"), (9, "y"), (10, "y")]))
    moved = numbered(frame([(3, "y"), (40, "x"), (41, "y")]))
    assert first["issue"].n_unique() == 3
    assert set(first["issue"]) == set(moved["issue"])
    assert first.filter(record_key="x")["issue"].to_list() == moved.filter(record_key="x")["issue"].to_list()
