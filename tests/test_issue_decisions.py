"""Waivers: they count until their last day, name their issues one by one, and the newest one counts."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.audit import lines, note
from pipelines.ledger import Ledger
from pipelines.review.deciding import decided
from pipelines.review.decisions import Decision, DecisionRefused, decide, decisions
from tests.made_up_inbox import Partnership

END = date(2023, 3, 31)


def issues(*keys: str, state: str = "still_open") -> pl.DataFrame:
    return pl.DataFrame(
        {"issue": list(keys), "state": [state] * len(keys)}, schema_overrides={"issue": pl.String}
    )


def waiver(*keys: str, until: date = date(2023, 6, 30), kind: str = "waived") -> Decision:
    return Decision(
        decision="d", kind=kind, issues=keys, reason="Seen on the file.", by="A N Officer", until=until,  # type: ignore[arg-type]
        scope="issue", subject="", decided=END,
    )  # fmt: skip


def states(frame: pl.DataFrame) -> dict[str, str]:
    return dict(frame.select("issue", "state").iter_rows())


@given(st.sets(st.text("abc", min_size=1, max_size=3)), st.sets(st.text("abc", min_size=1, max_size=3)))
def test_a_waiver_never_hides_another_record(named: set[str], found: set[str]) -> None:
    after = states(decided(issues(*sorted(found)), [waiver(*sorted(named))], END))
    assert {issue for issue, state in after.items() if state == "waived"} == named & found
    assert set(after) == found


@given(st.integers(min_value=-400, max_value=400))
def test_it_counts_up_to_its_last_day_and_lapses_by_itself(days: int) -> None:
    until = END + timedelta(days=days)
    assert states(decided(issues("a"), [waiver("a", until=until)], END))["a"] == (
        "waived" if days >= 0 else "still_open"
    )


def test_the_newest_decision_counts_and_a_fixed_issue_stays_fixed() -> None:
    known = [waiver("a", "b"), waiver("a", kind="returned")]
    assert states(decided(issues("a", "b"), known, END)) == {"a": "returned", "b": "waived"}
    assert states(decided(issues("a", state="fixed"), known, END)) == {"a": "fixed"}


def test_ending_means_gone_by_the_next_extract() -> None:
    assert waiver("a", until=date(2023, 4, 30)).is_ending(END)
    assert not waiver("a", until=date(2023, 5, 1)).is_ending(END)
    assert not waiver("a", until=date(2023, 3, 30)).is_ending(END)


def test_the_ledger_keeps_author_reason_scope_and_end(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with ledger.writing():
        made = decide(
            ledger, "waived", ["b", "a"], reason=" It is  right. ", by="A N Officer", until=date(2023, 6, 30), on=END,
            scope="rule", subject="MIS01 in police.missing_report",
        )  # fmt: skip
    kept = decisions(Ledger(tmp_path).records)
    assert kept == [made]
    assert (made.issues, made.reason, made.by, made.scope) == (
        ("a", "b"),
        "It is right.",
        "A N Officer",
        "rule",
    )


def test_every_decision_has_a_name_that_the_audit_log_takes(tmp_path: Path) -> None:
    """One of digits alone, as this one's first eight are, could be somebody's number."""
    home = Partnership(tmp_path).home
    home.open()
    with home.ledger.writing() as ledger:
        made = decide(
            ledger, "waived", ["issue004"], reason="Right.", by="A", until=date(2023, 6, 30), on=END
        )
    note(home, "waive", decision=made.decision)
    assert lines(home)[-1].facts["facts"] == {"decision": made.decision}


@pytest.mark.parametrize(
    ("reason", "by", "until", "keys", "words"),
    [
        ("", "A", date(2023, 6, 30), ["a"], "Expected a reason"),
        ("Right", " ", date(2023, 6, 30), ["a"], "Expected an author"),
        ("Right", "A", END, ["a"], "Expected a last day after 2023-03-31"),
        ("Right", "A", date(2023, 6, 30), [], "Expected an issue that is open"),
    ],
)
def test_a_decision_that_cannot_be_reviewed_is_refused(
    tmp_path: Path, reason: str, by: str, until: date, keys: list[str], words: str
) -> None:
    ledger = Ledger(tmp_path)
    with ledger.writing(), pytest.raises(DecisionRefused, match=words):
        decide(ledger, "waived", keys, reason=reason, by=by, until=until, on=END)
    assert not ledger.records
