"""Homes that earlier releases made are brought to the present form, and everything goes on from there."""

import csv
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.home import FORM, Home, HomeNotReady, form_of
from pipelines.keeping.upgrades import STEPS, upgrade
from pipelines.settings import settings
from tests.made_up_inbox import MARCH, MISSING_MARCH, Partnership, figure

RELEASES = ("0.1.0", "0.2.0")


def unpacked(release: str, folder: Path) -> list[str]:
    """The options of a home as that release left it."""
    mask = os.umask(0o077)
    with tarfile.open(Path(__file__).parent / "homes" / f"{release}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    os.umask(mask)
    return [
        "--settings", str(folder / "settings" / "partnership.toml"), "--inbox", str(folder / "inbox"),
        "--home", str(folder / "home"),
    ]  # fmt: skip


def home(folder: Path) -> Home:
    return Home(
        settings(folder / "settings" / "partnership.toml", inbox=folder / "inbox", home=folder / "home")
    )


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    yield


def test_the_last_step_makes_the_present_form() -> None:
    assert [step.form for step in STEPS] == list(range(2, FORM + 1))


@pytest.mark.parametrize("release", RELEASES)
def test_a_home_of_an_earlier_release_is_brought_up_once_and_found_sound(
    release: str, tmp_path: Path
) -> None:
    options = unpacked(release, tmp_path)
    assert form_of(home(tmp_path).ledger) == 1
    lines = len(home(tmp_path).ledger.records)
    done = CliRunner().invoke(app, ["upgrade", *options])
    assert done.exit_code == 0, done.output
    assert (
        "tell what they hold" in done.stdout
        and "2022-23-Q4 went out before editions were kept" in done.stdout
    )
    assert form_of(home(tmp_path).ledger) == FORM
    # What it said before it still says, and one line more for each step.
    assert len(home(tmp_path).ledger.records) == lines + len(STEPS)
    assert upgrade(home(tmp_path)) == []
    looked = CliRunner().invoke(app, ["verify", *options])
    assert looked.exit_code == 0, looked.output


def test_a_step_that_was_cut_short_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked("0.2.0", tmp_path)
    with monkeypatch.context() as killed:
        killed.setattr(
            "pipelines.keeping.upgrades._name_unfrozen", lambda home: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            upgrade(home(tmp_path))
    assert form_of(home(tmp_path).ledger) == 1
    assert upgrade(home(tmp_path))
    assert form_of(home(tmp_path).ledger) == FORM


def test_a_home_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    place.home.open()
    assert form_of(place.home.ledger) == FORM
    with place.home.ledger.writing() as ledger:
        ledger.append("upgraded", form=FORM + 1)
    with pytest.raises(HomeNotReady, match="newer release"):
        upgrade(place.home)
    assert CliRunner().invoke(app, ["refresh", *place.options]).exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize("release", RELEASES)
def test_work_goes_on_in_a_home_of_an_earlier_release_without_asking(release: str, tmp_path: Path) -> None:
    options = unpacked(release, tmp_path)
    before = next((tmp_path / "home" / "builds" / "2023-03").glob("[!.]*.duckdb"))
    reports = figure(before, "MH01", f"month:{MARCH}")
    done = CliRunner().invoke(app, ["refresh", *options])
    assert done.exit_code == 0, done.output
    assert form_of(home(tmp_path).ledger) == FORM
    from pipelines.builds import build_path

    assert figure(build_path(home(tmp_path)), "MH01", f"month:{MARCH}") == reports
    for words in (["draft"], ["approve", "--by", "A Person"], ["publish"]):
        done = CliRunner().invoke(app, [*words, "--quarter", "2022-23-Q4", *options])
        assert done.exit_code == 0, done.output
    looked = CliRunner().invoke(app, ["verify", *options])
    assert looked.exit_code == 0, looked.output


@pytest.mark.slow
def test_what_an_earlier_build_published_is_held_against_what_today_knows(tmp_path: Path) -> None:
    """The edition stands, its build is opened as it is, and a row that is gone since is told with what it does."""
    options = unpacked("2026-11-22", tmp_path)
    assert form_of(home(tmp_path).ledger) == 2
    looked = CliRunner().invoke(app, ["verify", *options])
    assert looked.exit_code == 0 and "earlier release" in looked.output, looked.output
    published = {path: path.read_bytes() for path in (tmp_path / "home" / "published").glob("*/**/*.*")}
    assert published
    place = Partnership(tmp_path / "other")
    sent = place.drop_police("2023-03", [row for row in MISSING_MARCH if row[0] != "M3"])
    target = tmp_path / "inbox" / "2023-03" / "police" / "police.xlsx"
    target.write_bytes(sent.read_bytes())
    os.utime(target, (1_700_000_000, 1_700_000_000))
    done = CliRunner().invoke(app, ["refresh", *options])
    assert done.exit_code == 0, done.output
    assert {path: path.read_bytes() for path in published} == published
    (row,) = [
        each
        for each in csv.DictReader(
            (tmp_path / "home" / "review" / "2023-03" / "restated-figures.csv").open(encoding="utf-8")
        )
        if (each["Ref"], each["Period"], each["Of"]) == ("MH01", "March 2023", "Total")
    ]
    assert (int(row["As published"]) - int(row["Now"]), "Deletion" in row["Why"]) == (1, True)
    looked = CliRunner().invoke(app, ["verify", *options])
    assert looked.exit_code == 0, looked.output
