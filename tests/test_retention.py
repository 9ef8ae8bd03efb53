"""What is past its time is gone from every file; the ledger says since when, and nothing else breaks."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.builds import Plan, Work, build_path, current
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.keeping.gone import PAST_RETENTION, remove_build
from pipelines.keeping.retention import past, purge
from pipelines.sealed import sealed
from pipelines.settings import SettingsNotUnderstood, settings
from pipelines.tracing.cell import Asked
from pipelines.tracing.telling import told
from pipelines.tracing.trace import trace
from pipelines.verifying.verified import verified
from sources.pseudonym import Pseudonyms
from tests.made_up_inbox import (
    AUTHORITY,
    FEBRUARY,
    MARCH,
    MISSING_FEBRUARY,
    MISSING_MARCH,
    MOSAIC,
    Partnership,
    query,
)
from tests.test_forget import found_in

TODAY = date(2023, 4, 15)
RULE = '\n[retention]\npolice = "1 month"\n'
SENTINEL = "ZQM1"


@pytest.fixture
def place(tmp_path: Path) -> Partnership:
    made = Partnership(tmp_path, more_settings=RULE)
    rows = [[SENTINEL if cell == "M1" else cell for cell in row] for row in MISSING_FEBRUARY]
    made.drop_police("2023-02", rows)
    made.drop_police("2023-03", MISSING_MARCH)
    made.drop_mosaic("2023-02", {"ssd_person": MOSAIC["ssd_person"]})
    made.look()
    home = made.home
    with home.ledger.writing():
        for month in (FEBRUARY, MARCH):
            Work(Plan(home, month)).finish()
    return made


def sentinels(home: Home) -> list[str]:
    pseudonyms = Pseudonyms(key=home.key(), authority=AUTHORITY)
    return [SENTINEL, pseudonyms.of("police_report", pl.Series([SENTINEL])).item()]


@pytest.mark.keeps("SEC-21")
@pytest.mark.slow
def test_what_is_past_its_time_is_gone_from_every_file_and_the_rest_stands(place: Partnership) -> None:
    home = place.home
    words = sentinels(home)
    assert {word for _, word in found_in(home.folder, words)} == set(words)
    assert [each.month for each in past(home, TODAY).deliveries] == ["2023-02"]
    assert home.ledger.of("purged") == []
    done = purge(place.home, TODAY)
    assert len(done.deliveries) == 1 and {month for month, _ in done.builds} == {"2023-02", "2023-03"}
    assert done.remade == ("2023-02", "2023-03")
    home = place.home
    assert found_in(home.folder, words) == []
    assert verified(home).faults == []
    assert verified(home).counts["deliveries past retention"] == 1
    traced = "\n".join(told(trace(home, Asked(ref="MH01", period="2023-02")), 0, with_query=False))
    assert "Past retention: what came for 2023-02 was removed." in traced
    (gone,) = [each for each in deliveries(home).values() if each.is_gone]
    assert gone.verdict == PAST_RETENTION and gone.reason.startswith("Past retention since 2023-04-15")
    assert query(build_path(home, MARCH), "select count(*) from police.missing_report") == [(3,)]
    assert purge(place.home, TODAY).is_empty
    place.refresh()  # the file still stands in the inbox
    assert found_in(place.home.folder, words) == []
    assert current(place.home, MARCH) == current(home, MARCH)


@pytest.mark.slow
def test_a_kill_after_the_ledger_is_finished_by_a_refresh(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = sentinels(place.home)

    def killed(home: Home) -> None:
        if home.ledger.of("purged"):
            raise KeyboardInterrupt

    monkeypatch.setattr("pipelines.keeping.retention.finish", killed)
    with pytest.raises(KeyboardInterrupt):
        purge(place.home, TODAY)
    monkeypatch.undo()
    assert not verified(place.home).is_sound
    place.refresh()
    assert found_in(place.home.folder, words) == []
    assert verified(place.home).faults == []


def test_rows_go_though_the_same_bytes_are_kept_for_another_month_and_nothing_was_built(
    tmp_path: Path,
) -> None:
    place = Partnership(tmp_path, more_settings=RULE)
    same = place.drop_police("2023-02", MISSING_FEBRUARY).read_bytes()
    place.drop("2023-03/police/police.xlsx", same)
    place.take_all()
    (old, kept) = sorted(deliveries(place.home).values(), key=lambda each: each.month)
    assert old.sha256 == kept.sha256 and len(list(place.home.rows.iterdir())) == 2
    purge(place.home, TODAY)
    assert [path.name for path in place.home.rows.iterdir()] == [kept.folder_name]
    assert (place.home.store / kept.sha256).exists()
    assert verified(place.home).faults == []


@pytest.mark.parametrize("killed_in", ["review", "returns", "builds"])
def test_a_build_that_is_half_removed_is_no_build_or_whole_and_goes_with_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_in: str
) -> None:
    """No file of a build is read, so any bytes stand for them."""
    home = Partnership(tmp_path).home
    folder, build = home.builds / "2023-03", "0123456789ab"
    kept = folder / "fedcba987654.duckdb"
    made = [folder / f"{build}.duckdb", folder / f"{build}.csv", folder / "expectations.json"]
    made += [home.folder / name / "2023-03" / each for name in ("review", "returns") for each in ("a", "b")]
    for path in (*made, kept):
        write_whole(path, b"made")
    write_whole(folder / "current.json", sealed({"build": build, "contents": ""}))
    unlink, rmtree = Path.unlink, shutil.rmtree

    def killed_unlink(path: Path, missing_ok: bool = False) -> None:
        if killed_in == "builds" and path.name.startswith(build):
            raise KeyboardInterrupt
        unlink(path, missing_ok=missing_ok)

    def killed_rmtree(path: Path, **said: object) -> None:
        if path.parent.name == killed_in:
            unlink(next(iter(sorted(path.iterdir()))))
            raise PermissionError
        rmtree(path)

    monkeypatch.setattr(Path, "unlink", killed_unlink)
    monkeypatch.setattr(shutil, "rmtree", killed_rmtree)
    with pytest.raises((KeyboardInterrupt, PermissionError)):
        remove_build(home, folder, build)
    monkeypatch.undo()
    for name in ("review", "returns"):  # whole or gone
        held = home.folder / name / "2023-03"
        assert not held.exists() or len(list(held.iterdir())) == 2
    pointer = current(home, MARCH)
    assert pointer is None or (folder / f"{pointer['build']}.duckdb").exists()
    remove_build(home, folder, build)
    left = [path for path in home.folder.rglob("*") if path.is_file()]
    assert left == [kept]


@pytest.mark.slow
def test_rows_of_earlier_readings_and_builds_of_before_go_too(place: Partnership) -> None:
    home = place.home
    old = next(path for path in sorted(home.rows.iterdir()))
    shutil.copytree(old, old.with_name(f"{old.stem}.0ldr0ws0"))
    build = build_path(home, MARCH)
    shutil.copy(build, build.with_name("0123456789ab.duckdb"))
    settings_without = place.settings_file.read_text().replace(RULE, "")
    place.settings_file.write_text(settings_without)
    done = purge(place.home, TODAY)
    assert not done.deliveries and not done.builds
    assert done.old_rows == (f"{old.stem}.0ldr0ws0",) and done.old_builds == (("2023-03", "0123456789ab"),)
    assert verified(place.home).faults == []


@pytest.mark.parametrize(
    "line", ['mosaic = "six years"', "mosaic = 6", 'nobody = "6 years"', 'mosaic = "0 years"']
)
def test_a_period_that_is_none_is_refused(tmp_path: Path, line: str) -> None:
    made = Partnership(tmp_path, more_settings=f"\n[retention]\n{line}\n")
    with pytest.raises(SettingsNotUnderstood, match="Expected under"):
        settings(made.settings_file)
