"""How everything stands: in words, as facts for a monitor, as a page, and as an exit code."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines import alone
from pipelines.cli import app
from pipelines.status.status import status
from pipelines.status.tasks import ATTENTION, BLOCKED, FINE
from pipelines.status.telling import lines, write_status
from tests.made_up_inbox import MARCH, MISSING_FEBRUARY, MISSING_MARCH, Partnership

DUE = '[due]\npolice = 8\nuntil = "2023-03"\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """March's files are there and built; police is all that is expected, and January never came."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCORECARD_EXPECTATIONS", "off")
        place = Partnership(tmp_path_factory.mktemp("status"), more_settings=DUE)
        place.home.open()
        for month in ("2023-01", "2023-02"):
            place.drop_police(month, MISSING_FEBRUARY)
        place.drop_police("2023-03", MISSING_MARCH)
        place.refresh(MARCH)
    return place


def asked(place: Partnership, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["status", *arguments, *place.options])
    return done.exit_code, done.stdout


def test_nobody_has_to_act_where_everything_came_and_is_built(built: Partnership) -> None:
    code, told = asked(built)
    assert code == FINE and "Everything stands as it should." in told
    facts = json.loads(asked(built, "--json")[1])
    assert facts["code"] == 0 and [line["month"] for line in facts["months"]] == [
        "2023-01",
        "2023-02",
        "2023-03",
    ]
    # the newest month of the one agency that is expected; it came in time for all that anybody knows
    assert [(each["agency"], each["month"], each["state"]) for each in facts["expected"]] == [
        ("police", "2023-03", "came")
    ]


@pytest.mark.keeps("P12")
def test_what_is_late_has_a_name_a_day_and_a_code_of_its_own(built: Partnership) -> None:
    late = Partnership.__new__(Partnership)
    late.__dict__.update(built.__dict__)
    text = built.settings_file.read_text(encoding="utf-8")
    late.settings_file = built.settings_file.with_name("late.toml")
    late.settings_file.write_text(text.replace('until = "2023-03"', 'until = "2023-04"'), encoding="utf-8")
    assert (
        asked(late, "--on", "2023-05-12")[0] == FINE
    )  # the eighth working day after April, of which two are holidays
    code, told = asked(late, "--on", "2023-05-15")
    assert code == ATTENTION
    # due 12 May 2023: 1 and 8 May are bank holidays, so 2-5 and 9-12 May are the eight working days
    assert "Send the files of April 2023, which were due on 12 May 2023: 3 days late." in told
    assert "late by 3 days: nothing came" in told


def test_of_a_region_only_authorities_that_want_something_are_told_by_agency(built: Partnership) -> None:
    now = status(built.home)
    came = now.recent[0]
    late = replace(came, state="came", days=2)
    of_two = [replace(came, authority="Z1"), replace(came, authority="Z1", agency="mosaic")]
    of_two += [replace(each, authority="Z2") for each in (late, *of_two[1:])]
    told = [line.split("  ") for line in lines(replace(now, expected=of_two)) if line.startswith("  Z")]
    assert [next(cell.strip() for cell in line if cell) for line in told] == [
        "Z1, 2 agencies",
        "Z2 Police",
        "Z2 Mosaic",
    ]


@pytest.mark.keeps("P12")
def test_a_month_that_nobody_built_needs_somebody(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    place.home.open()
    assert asked(place)[0] == ATTENTION
    place.drop_police("2023-02", MISSING_FEBRUARY)
    code, told = asked(place)
    assert code == ATTENTION and "Refresh 2023-02" in told and "start its daemon" in told


@pytest.mark.keeps("P12")
def test_a_run_that_failed_or_was_killed_blocks_until_it_is_made_good(built: Partnership) -> None:
    home = built.home
    alone.note(home, "draft", "2023-01", "failed", "Expected this; found that. Do so.")
    code, told = asked(built)
    assert code == BLOCKED and "Expected this; found that." in told and "Nothing goes on" in told
    refused = "Expected this; found 2.\nMH03 can be worked out.\nMH05 can be worked out."
    alone.note(home, "draft", "2023-01", "failed", refused)
    told = asked(built)[1].splitlines()
    column = next(line for line in told if "found 2." in line).index("The draft")
    assert [line[column:] for line in told if "worked out" in line] == [*refused.splitlines()[1:]]
    alone.note(home, "draft", "2023-01", "")
    alone.note(home, "refresh", "2023-01", "working")
    code, told = asked(built)
    assert code == BLOCKED and "Its process has gone" in told  # nobody holds the home's lock
    alone.note(home, "refresh", "2023-01", "")
    alone.note(home, "refresh", "2023-03", "failed", "Expected this; found that. Do so.")
    assert asked(built)[0] == FINE  # March is built from what is there: it was made good
    alone.note(home, "refresh", "2023-03", "")
    alone.note(home, "__ASSET_JOB", "2023-03", "failed", "Expected this; found that. Do so.")
    assert asked(built)[0] == FINE  # one step, asked for in Dagster's pages, before the month was built
    alone.note(home, "__ASSET_JOB", "2023-03", "")


@pytest.mark.keeps("P12")
def test_status_is_told_while_a_draft_is_made_and_after_that_was_killed(built: Partnership) -> None:
    beside = built.home.drafts / ".a1b2c3"
    beside.mkdir(parents=True)
    assert asked(built)[0] == FINE
    beside.rmdir()


def test_the_page_is_whole_names_no_file_and_runs_no_script(built: Partnership) -> None:
    path = write_status(built.home)
    html = path.read_text(encoding="utf-8")
    assert 'lang="en-GB"' in html and "<script" not in html and "default-src 'none'" in html
    assert html.count("<h1") == 1 and "<caption>" in html and 'scope="col"' in html
    assert ".xlsx" not in html and "Everything stands as it should." in html
    assert path.stat().st_mode & 0o077 == 0


def test_status_counts_what_is_held_for_the_one_who_decides(built: Partnership) -> None:
    from pipelines.intake import deciding
    from pipelines.intake.delivery import deliveries

    newest = max(deliveries(built.home).values(), key=lambda each: each.order)
    deciding.hold(built.home, newest.delivery_id, by="A Manager", reason="Asked the police")
    try:
        held = [task for task in status(built.home).tasks if task.kind == "held"]
        assert [task.who for task in held] == ["The performance officer"]
        assert newest.delivery_id[:12] in held[0].words
    finally:
        deciding.release(built.home, newest.delivery_id, by="A Manager", reason="It is right")
