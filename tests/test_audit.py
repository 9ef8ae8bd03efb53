"""The audit log says who did what, holds no record's value, and shows every changed line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.audit import AuditLog, NotForTheAudit, lines, note
from pipelines.cli import app
from pipelines.ledger import LedgerBroken
from tests.made_up_inbox import Partnership


@pytest.fixture
def place(tmp_path: Path) -> Partnership:
    made = Partnership(tmp_path)
    made.home.open()
    return made


def test_a_line_says_who_what_from_which_settings_and_where_the_ledger_stood(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCORECARD_USER", "a.analyst")
    note(place.home, "values exported", month="2023-03", rows=120, form="csv")
    (line,) = lines(place.home)
    assert line.event == "values exported"
    assert line.facts["who"].startswith("a.analyst (by ")
    assert line.facts["facts"] == {"month": "2023-03", "rows": 120, "form": "csv"}
    assert line.facts["ledger"]["number"] == 1
    assert len(line.facts["settings"]) == 16
    assert lines(place.home, "9999") == []


def test_a_day_that_is_none_is_refused_and_not_taken_for_one_since_which_nothing_was_done(
    place: Partnership,
) -> None:
    note(place.home, "values exported", rows=1)
    for since, code, words in (
        ("yesterday", 2, "does not match"),
        ("2020-01-01", 0, "values exported (rows 1)"),
    ):
        done = CliRunner().invoke(app, ["audit", "--since", since, *place.options])
        assert done.exit_code == code and words in done.output
    done = CliRunner().invoke(app, ["audit", "--since", "2999-01-01", *place.options])
    assert "Nothing is in the audit log since 2999-01-01." in done.output


def test_a_home_that_is_not_set_up_gets_no_log(tmp_path: Path) -> None:
    home = Partnership(tmp_path).home
    note(home, "values exported")
    assert not home.folder.exists() or not (home.folder / "audit.jsonl").exists()


@pytest.mark.keeps("P8")
@pytest.mark.parametrize(
    "value",
    ["Jane Smith", "9990001234", 9990001234, "12345678", "2010-05-31", "B12345678901X", "O'Neill", "a b", 1.5,
     ["fine", "Not fine"], b"x", "x" * 65],
)  # fmt: skip
def test_what_may_be_a_records_value_is_refused_without_being_repeated(
    place: Partnership, value: object
) -> None:
    with pytest.raises(NotForTheAudit) as refused:
        note(place.home, "traced", child=value)
    assert str(value) not in str(refused.value)
    assert lines(place.home) == []


@pytest.mark.parametrize(
    "value",
    [0, 9_999_999, True, None, "csv", "police.missing_report", "CP01", "A12.3", "2022-23", "2023-03", "2022-23-Q4",
     "0123456789ab", "f" * 64, ["CP01", 3], {"held": 2}, ""],
)  # fmt: skip
def test_counts_codes_periods_and_hashes_are_kept(place: Partnership, value: object) -> None:
    note(place.home, "traced", what=value)
    assert lines(place.home)[0].facts["facts"] == {"what": value}


@pytest.mark.keeps("SEC-29")
def test_a_changed_line_shows(place: Partnership) -> None:
    for rows in (1, 2, 3):
        note(place.home, "values exported", rows=rows)
    path = AuditLog(place.home.folder).path
    whole = path.read_text().splitlines()
    changed = json.loads(whole[1])
    changed["facts"]["who"] = "somebody else"
    whole[1] = json.dumps(changed, sort_keys=True, separators=(",", ":"))
    path.write_text("".join(f"{line}\n" for line in whole))
    with pytest.raises(LedgerBroken, match="line 2 of the audit"):
        lines(place.home)
