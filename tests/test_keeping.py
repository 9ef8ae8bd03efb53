"""A published quarter through all of it: verified, erased from, rebuilt, given a new key; by the command line."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import pipelines.definitions  # noqa: F401  (found from the shipped settings, before a test names others)
from pipelines.cli import app
from pipelines.publication.drafts import audiences_of
from pipelines.publication.editions import standing
from pipelines.publication.publication import Publication
from pipelines.publication.signing import publish
from pipelines.restating.report import restatements
from pipelines.verifying.verified import verified
from scorecards.period import Quarter
from tests.made_up_inbox import MARCH, Partnership, refreshed

pytestmark = pytest.mark.slow
QUARTER = Quarter.parse("2022-23-Q4")


def run(place: Partnership, *command: str) -> Result:
    return CliRunner().invoke(app, [*command, *place.options])


def assert_sound(place: Partnership) -> None:
    done = run(place, "verify")
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """A quarter published to two audiences."""
    place = refreshed(tmp_path_factory.mktemp("out"))
    Publication(place.home, QUARTER).draft(("executive", "front_door"))
    publish(place.home, QUARTER, by="A. Person")
    return place


@pytest.fixture
def place(out: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Partnership:
    monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    copy = Partnership(tmp_path / "copy")
    shutil.copytree(out.folder, copy.folder, dirs_exist_ok=True)
    return copy


def test_every_published_and_frozen_file_is_verified(place: Partnership) -> None:
    assert_sound(place)
    home = place.home
    assert len(standing(home)) == 1
    published = [path for path in (home.published / str(QUARTER)).rglob("*") if path.is_file()]
    frozen = [path for path in (home.folder / "releases").iterdir() if path.is_file()]
    drafted = [path for path in home.drafts.rglob("*") if path.is_file() and path.name != "report.json"]
    assert len(published) > 4 and len(frozen) == 4
    silent = []
    for path in (*published, *frozen, *drafted):
        before = path.read_bytes()
        path.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
        if verified(place.home).is_sound:
            silent.append(path.name)
        path.write_bytes(before)
    assert silent == []
    frozen[0].unlink()
    told = run(place, "verify", "--json")
    assert told.exit_code == 1
    assert next(iter(json.loads(told.stdout)["faults"]))["place"].startswith("releases/")


def test_what_was_published_stands_after_an_erasure_and_the_report_says_why_figures_changed(
    place: Partnership,
) -> None:
    home = place.home
    files = {path: path.read_bytes() for path in home.published.rglob("*") if path.is_file()}
    looked = run(place, "forget", "0012", "--domain", "person", "--reason", "asked", "--by", "A", "--dry-run")
    assert looked.exit_code == 0 and looked.stdout.startswith("Would erase"), looked.output
    done = run(place, "forget", "0012", "--domain", "person", "--reason", "asked", "--by", "A")
    assert done.exit_code == 0, done.output
    assert "figures changed: " in done.stdout and "0012" not in done.output
    assert {path: path.read_bytes() for path in home.published.rglob("*") if path.is_file()} == files
    assert_sound(place)
    report = restatements(place.home, MARCH, audiences_of(place.home))
    assert report.figures and all("erasure" in each.why for each in report.figures)
    told = json.loads(run(place, "audit", "--json").stdout)
    assert [(line["action"], line["facts"]["done"]) for line in told if line["action"] == "forget"] == [
        ("forget", False),
        ("forget", True),
    ]


def test_rebuilding_reaches_the_release_that_was_published(place: Partnership) -> None:
    shutil.rmtree(place.home.rows)
    shutil.rmtree(place.home.builds)
    done = run(place, "rebuild", "--swap")
    assert done.exit_code == 0, done.output
    assert (
        "The same: 1 publications" in done.stdout and "Lost, and the same as the ledger says" in done.stdout
    )
    assert_sound(place)


def test_copies_and_a_new_key_by_the_command_line(place: Partnership, tmp_path: Path) -> None:
    made = run(place, "backup", "--to", str(tmp_path / "b.tar"))
    assert made.exit_code == 0 and "The key is not in it" in made.stdout
    done = run(place, "rotate-key", "--reason", "somebody left", "--by", "A")
    assert done.exit_code == 0, done.output
    assert_sound(place)
    back = Partnership(tmp_path / "back")
    brought = run(back, "restore", "--from", str(tmp_path / "b.tar"))
    assert brought.exit_code == 1 and "NOT SOUND  key" in brought.stdout
    (old,) = place.home.settings.key.parent.glob("home.key.*.old")
    shutil.copy(old, back.home.settings.key)
    assert_sound(back)
    purged = run(place, "purge", "--dry-run")
    assert purged.exit_code == 0 and "No retention is set" in purged.stdout
