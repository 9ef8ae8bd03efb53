"""What `scorecard doctor` finds: a place that can be trusted, and each thing that makes it none."""

import json
import os
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines import doctor
from pipelines.cli import app
from pipelines.doctor import examined
from tests.made_up_inbox import Partnership


@pytest.fixture
def place(tmp_path: Path) -> Partnership:
    mask = os.umask(0o077)
    made = Partnership(tmp_path)
    made.home.open()
    os.umask(mask)
    return made


def bad(place: Partnership) -> set[str]:
    """The subjects that are not good, space aside."""
    return {each.subject for each in examined(place.home) if each.state != "good" and each.subject != "Space"}


@pytest.fixture(autouse=True)
def _no_reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test starts a process that reads; it takes seconds."""
    if "reads_a_file" not in request.node.name:
        monkeypatch.setattr(doctor, "_reading", lambda home: iter(()))


def test_a_good_place_reads_a_file_and_is_good(place: Partnership) -> None:
    done = CliRunner().invoke(app, ["doctor", *place.options])
    assert done.exit_code == 0, done.output
    assert "A process of its own read a file" in done.output
    assert "Not claimed" in done.output


@pytest.mark.skipif(sys.platform == "win32", reason="modes as POSIX has them")
def test_what_others_can_read_is_found(place: Partnership) -> None:
    assert bad(place) == set()
    (place.home.folder / "ledger.jsonl").chmod(0o644)
    assert bad(place) == {"Home"}
    (place.home.folder / "ledger.jsonl").chmod(0o600)
    place.home.settings.key.chmod(0o640)
    assert bad(place) == {"Key"}


def test_another_key_a_lost_inbox_and_a_home_that_was_never_made_are_found(
    place: Partnership, tmp_path: Path
) -> None:
    place.home.settings.key.write_bytes(bytes(32))
    place.inbox.rmdir()
    assert bad(place) == {"Key", "Inbox"}
    other = Partnership(tmp_path / "other")
    assert bad(other) == {"Home", "Key"}


def test_rules_switched_off_and_passwords_out_of_place_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "police.password"
    made = Partnership(tmp_path, more_settings='[passwords]\npolice = "../police.password"\n')
    mask = os.umask(0o077)
    made.home.open()
    os.umask(mask)
    assert bad(made) == {"Passwords"}
    file.write_text("ZZSENTINEL\n", encoding="utf-8")
    file.chmod(0o644)
    assert bad(made) == {"Passwords"}
    file.chmod(0o600)
    assert bad(made) == set()
    monkeypatch.setenv("PANDERA_VALIDATION_ENABLED", "False")
    assert bad(made) == {"Rules"}
    done = CliRunner().invoke(app, ["doctor", "--json", *made.options])
    assert done.exit_code == 1 and "ZZSENTINEL" not in done.output
    assert {each["subject"] for each in json.loads(done.output) if each["state"] == "bad"} == {"Rules"}


def test_what_a_system_cannot_do_is_said_and_not_claimed(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "O_NOFOLLOW", raising=False)
    assert bad(place) == {"Guarantee: memory", "Guarantee: links"}
