"""The command line: what it prints, how it ends, and that an error is one plain sentence."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result
from typer.testing import CliRunner

import pipelines.definitions  # noqa: F401  (found from the shipped settings, before a test names others)
from pipelines.cli import app
from tests.made_up_inbox import (
    FEBRUARY,
    MARCH,
    MISSING_FEBRUARY,
    MISSING_MARCH,
    Partnership,
    every_value,
)

HEADINGS = "authority,indicator,window,period_start,period_end,breakdown,category,numerator,denominator,value,unit,state,marks"


def scorecard(place: Partnership, *command: str) -> Result:
    return CliRunner().invoke(app, [*command, *place.options])


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
    monkeypatch.delenv("DAGSTER_HOME", raising=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnership]:
    """Both months, taken in and built by the command line."""
    place = Partnership(tmp_path_factory.mktemp("built"))
    place.drop_everything()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCORECARD_EXPECTATIONS", "off")
        patch.delenv("DAGSTER_HOME", raising=False)
        assert scorecard(place, "init").exit_code == 0
        refreshed = scorecard(place, "refresh")
        assert refreshed.exit_code == 0, refreshed.output
        first, second = refreshed.stdout.splitlines()
        assert re.fullmatch(r"2023-03  up to date  [0-9a-f]{12}", first)
        assert "SCORECARD_EXPECTATIONS switches them off" in second
        yield place


def test_help_lists_commands_by_what_they_are_for_and_says_what_arguments_are() -> None:
    whole = CliRunner().invoke(app, ["--help"]).output
    assert whole.index("Every month") < whole.index("refresh") < whole.index("Publish a quarter")
    assert "[schedule]" in whole  # square brackets are words here, no markup
    assert "The indicator's reference, such as MH07" in CliRunner().invoke(app, ["explain", "--help"]).output


def test_init_says_where_the_key_is_and_may_be_run_twice(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    first, second = scorecard(place, "init"), scorecard(place, "init")
    assert first.stdout.startswith("Set up: ") and second.stdout.startswith("Already set up: ")
    assert str(place.home.settings.key) in first.stdout
    assert not place.home.settings.key.is_relative_to(place.home.folder)


def test_values_are_one_long_table(built: Partnership) -> None:
    done = scorecard(built, "values", "--format", "csv")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == HEADINGS
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    march = [
        row
        for row in found
        if row["window"] == "month" and row["period_start"] == "2023-03-01" and not row["breakdown"]
    ]
    missing = next(row for row in march if row["indicator"] == "MH01")
    assert missing == {
        "authority": "370", "indicator": "MH01", "window": "month", "period_start": "2023-03-01",
        "period_end": "2023-03-31", "breakdown": "", "category": "", "numerator": "2.0", "denominator": "",
        "value": "2.0", "unit": "count", "state": "ok", "marks": "",
    }  # fmt: skip
    offered = next(row for row in march if row["indicator"] == "MH05")
    assert [offered[name] for name in ("numerator", "denominator", "value", "unit")] == [
        "1.0",
        "2.0",
        "50.0",
        "%",
    ]


def test_every_form_of_the_values_says_the_same(built: Partnership, tmp_path: Path) -> None:
    text = scorecard(built, "values").stdout
    as_json = json.loads(scorecard(built, "values", "--format", "json").stdout)
    file = tmp_path / "values.parquet"
    assert scorecard(built, "values", "--format", "parquet", "--output", str(file)).exit_code == 0
    frame = pl.read_parquet(file)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(as_json) == frame.height
    assert list(rows[0]) == list(as_json[0]) == frame.columns == HEADINGS.split(",")
    for row, other in zip(rows, as_json, strict=True):
        assert row == {name: "" if cell is None else str(cell) for name, cell in other.items()}
    assert frame["period_start"].cast(pl.String).to_list() == [row["period_start"] for row in rows]


def test_values_as_an_earlier_month_knew_them(built: Partnership) -> None:
    assert scorecard(built, "values", "--as-known", "2023-02").exit_code == 2
    built.refresh(FEBRUARY)
    earlier = scorecard(built, "values", "--as-known", "2023-02")
    assert earlier.exit_code == 0
    assert "2023-03-31" not in earlier.stdout
    assert "2023-03-31" in scorecard(built, "values").stdout


def test_explain_tells_what_a_figure_rests_on(built: Partnership) -> None:
    done = scorecard(built, "explain", "MH01", "--period", "2023-03")
    assert done.exit_code == 0
    # three rows of March's police file and, of February's, the one report that March did not send again
    assert re.search(r"police\.missing_report +2023-02 +[0-9a-f]{12} +1\n", done.stdout)
    assert re.search(r"police\.missing_report +2023-03 +[0-9a-f]{12} +3\n", done.stdout)
    facts = json.loads(scorecard(built, "explain", "MH05", "--period", "2023-03", "--json").stdout)
    assert facts["figures"][0]["denominator"] == 2 and "core.missing_episode" in facts["query"]


def test_publish_writes_each_audiences_files(built: Partnership) -> None:
    done = scorecard(built, "publish", "--quarter", "2022-23-Q4", "--by", "Ann Example", "--json")
    assert done.exit_code == 0, done.output
    paths = [Path(name) for name in json.loads(done.stdout)]
    assert {path.suffix for path in paths} >= {".xlsx", ".html"}
    assert all(path.stat().st_size > 0 for path in paths)


def test_status_ends_with_0_only_when_the_newest_month_is_built_from_what_is_there(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    place.home.open()
    assert scorecard(place, "status").exit_code == 1
    place.drop_police("2023-03", MISSING_MARCH)
    waiting = scorecard(place, "status")
    assert waiting.exit_code == 1 and waiting.stdout.startswith("2023-03  not built  \n")
    place.refresh()
    ready = scorecard(place, "status", "--json")
    (line,) = json.loads(ready.stdout)["months"]
    assert ready.exit_code == 0 and line["is_up_to_date"] and line["month"] == "2023-03"
    place.drop("2023-03/mosaic/new.csv", b"x")
    changed = scorecard(place, "status")
    assert changed.exit_code == 1 and "something changed since" in changed.stdout
    place.refresh()
    refused = scorecard(place, "status")
    assert refused.exit_code == 1  # it is built, and somebody has to ask for the file again
    assert re.search(r"mosaic file [0-9a-f]{12} was refused\. Expected .+", refused.stdout)


ERRORS: dict[str, list[str]] = {
    "an unknown indicator": ["explain", "XX99", "--period", "2023-03"],
    "an unknown period": ["explain", "MH01", "--period", "1999-01"],
    "no month": ["refresh", "--month", "March"],
    "a month before the first": ["refresh", "--month", "2019-01"],
    "a month to come": ["refresh", "--month", "2099-01"],
    "no quarter": ["publish", "--quarter", "2023"],
    "a quarter not built": ["draft", "--quarter", "2021-22-Q1"],
    "a quarter to come": ["draft", "--quarter", "2098-99-Q1"],
    "a quarter without a draft": ["publish", "--quarter", "2021-22-Q1"],
    "a quarter that nobody published": ["withdraw", "--quarter", "2021-22-Q1", "--reason", "x", "--by", "y"],
    "parquet on the screen": ["values", "--format", "parquet"],
    "a month without a build": ["values", "--as-known", "2022-12"],
}


@pytest.mark.parametrize("command", ERRORS.values(), ids=ERRORS.keys())
def test_an_error_is_plain_words_on_the_error_stream_and_ends_with_2(
    built: Partnership, command: list[str]
) -> None:
    done = scorecard(built, *command)
    assert (done.exit_code, done.stdout) == (2, "")
    assert re.fullmatch(r"[Ee]xpected [^\n]+\n", done.stderr), done.stderr
    assert not re.search(r"Traceback|Error\b|\bat pipelines/", done.stderr)


def test_a_home_that_was_never_set_up_says_so(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    for command in (["refresh"], ["status"], ["publish", "--quarter", "2022-23-Q4"]):
        done = scorecard(place, *command)
        assert done.exit_code == 2 and "Run `scorecard init` once." in done.stderr


def test_an_empty_inbox_says_what_to_drop(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    place.home.open()
    done = scorecard(place, "refresh")
    assert done.exit_code == 2 and done.stderr.startswith("Expected folders such as 2023-03")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "Expected TOML"),
        ('name = "x"\n', "Expected 'authority'"),
        (None, "Expected a settings file"),
    ],
)
def test_settings_that_do_not_do_say_what_is_missing(tmp_path: Path, text: str | None, words: str) -> None:
    place = Partnership(tmp_path)
    if text is None:
        place.settings_file.unlink()
    else:
        place.settings_file.write_text(text)
    done = scorecard(place, "status")
    assert done.exit_code == 2 and words in done.stderr


@pytest.mark.slow
def test_settings_of_any_name_and_a_home_named_by_a_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Partnership(tmp_path)
    place.drop_police("2023-03", MISSING_MARCH)
    place.settings_file = place.settings_file.rename(place.settings_file.with_name("ours.toml"))
    monkeypatch.chdir(tmp_path)
    for command in ("init", "refresh"):
        done = CliRunner().invoke(
            app, [command, "--settings", "settings/ours.toml", "--inbox", "inbox", "--home", "home"]
        )
        assert done.exit_code == 0, done.output
    assert every_value(place.build())


@pytest.mark.slow
def test_a_late_file_of_an_earlier_month_makes_the_later_ones_stale_until_all_are_refreshed(
    tmp_path: Path,
) -> None:
    place = Partnership(tmp_path)
    place.home.open()
    place.drop_police("2023-02", MISSING_FEBRUARY)
    place.drop_police("2023-03", MISSING_MARCH)
    place.refresh(FEBRUARY)
    place.refresh(MARCH)

    def stale() -> list[str]:
        lines = json.loads(scorecard(place, "status", "--json").stdout)["months"]
        return [line["month"] for line in lines if not line["is_up_to_date"]]

    assert stale() == []
    place.drop_police("2023-02", MISSING_FEBRUARY[:2], "late.xlsx")
    assert stale() == ["2023-02", "2023-03"]
    done = scorecard(place, "refresh", "--month", "2023-02")
    assert done.exit_code == 0, done.output
    assert stale() == ["2023-03"]
    done = scorecard(place, "refresh", "--all")
    assert done.exit_code == 0, done.output
    assert stale() == []


def test_files_of_an_unknown_ending_are_told_by_place_and_number_and_never_by_name(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    place.home.open()
    place.drop_police("2023-03", MISSING_MARCH)
    place.drop("2023-03/police/ZZSENTINEL.pdf", b"x")
    place.drop("2023-03/police/notes.docx", b"x")
    for command in (["status"], ["refresh"]):
        done = scorecard(place, *command)
        assert "2 files were passed over in 2023-03/police" in done.stdout
        assert "ZZSENTINEL" not in done.output
    (line,) = json.loads(scorecard(place, "status", "--json").stdout)["months"]
    assert line["passed_over"] == [["police", 2]]
