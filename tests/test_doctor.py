"""What `scorecard doctor` finds: a place that can be trusted, and each thing that makes it none."""

import json
import os
import socket
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.doctor import disk, engine, examining
from pipelines.doctor.examining import examined
from pipelines.home import FORM, HomeNotReady
from tests.made_up_inbox import Partnership
from tests.mail_server import PASSWORD, USER, mail_server
from tests.servers import postgres, postgres_programs


@pytest.fixture
def place(tmp_path: Path) -> Partnership:
    mask = os.umask(0o077)
    made = Partnership(tmp_path)
    made.home.open()
    os.umask(mask)
    return made


def bad(place: Partnership) -> set[str]:
    """The subjects that are not good, aside from what this machine and the made-up settings have not."""
    aside = {"Space", "Encryption", "Alerts", "Due"}
    return {each.subject for each in examined(place.home) if each.state != "good"} - aside


def found(place: Partnership, subject: str) -> tuple[str, str]:
    """The state and words of one subject."""
    (one,) = [each for each in examined(place.home) if each.subject == subject]
    assert one.state == "good" or one.remedy
    return one.state, one.words


@pytest.fixture(autouse=True)
def _no_reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test starts a process that reads; it takes seconds."""
    if "reads_a_file" not in request.node.name:
        monkeypatch.setattr(examining, "reading", lambda home: iter(()))


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


@pytest.mark.keeps("SEC-27")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks as Linux is asked")
@pytest.mark.parametrize(
    ("mount", "kinds", "state", "words"),
    [
        ("/dev/mapper/home ext4", "crypt\npart\ndisk\n", "good", "LUKS"),
        ("/dev/sda1 ext4", "part\ndisk\n", "warning", "does not stand on LUKS"),
        ("server:/share nfs4", "", "warning", "cannot be told"),
        ("", "", "warning", "cannot be told"),
    ],
)
def test_encryption_is_told_where_it_can_be_and_never_claimed(
    place: Partnership, monkeypatch: pytest.MonkeyPatch, mount: str, kinds: str, state: str, words: str
) -> None:
    answers = {"findmnt": mount + "\n", "lsblk": kinds}
    monkeypatch.setattr(disk, "_said", lambda *command: answers[command[0]])
    told = found(place, "Encryption")
    assert told[0] == state and words in told[1]


@pytest.mark.parametrize(("code", "state"), [(0, "good"), (1, "warning"), (None, "warning")])
def test_bitlocker_is_asked_by_its_exit_code_whatever_language_it_speaks(
    place: Partnership, monkeypatch: pytest.MonkeyPatch, code: int | None, state: str
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(disk, "_code", lambda *command: code)
    assert found(place, "Encryption")[0] == state


def test_a_home_of_another_form_is_told(place: Partnership) -> None:
    assert found(place, "Form")[0] == "good"
    with place.home.ledger.writing() as ledger:
        ledger.append("upgraded", form=1)
    assert found(place, "Form") == ("warning", f"The home has form 1; this release works with form {FORM}.")
    with place.home.ledger.writing() as ledger:
        ledger.append("upgraded", form=99)
    assert found(place, "Form")[0] == "bad"
    with pytest.raises(HomeNotReady, match="newer release"):
        place.home.key()


def test_who_is_never_missed_is_told(tmp_path: Path) -> None:
    nobody = Partnership(tmp_path / "nobody")
    assert found(nobody, "Due") == (
        "warning",
        "The settings name no agency under [due]: one that never delivers is never missed.",
    )
    named = Partnership(tmp_path / "named", more_settings='[due]\npolice = 8\nuntil = "2023-03"\n')
    assert found(named, "Due")[0] == "good"  # made-up records end somewhere
    text = named.settings_file.read_text(encoding="utf-8").replace("made_up = true", "made_up = false")
    named.settings_file.write_text(text, encoding="utf-8")
    assert found(named, "Due")[0] == "warning"


def test_dagsters_own_settings_and_a_daemon_that_is_silent_are_found(
    place: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "dagster"))
    assert found(place, "Dagster's settings")[0] == "good"
    assert found(place, "Schedule") == (
        "warning",
        "The daemon has not been heard of ever: nothing runs by itself.",
    )
    (tmp_path / "dagster" / "dagster.yaml").write_text("telemetry: {enabled: true}\n", encoding="utf-8")
    state, words = found(place, "Dagster's settings")
    assert state == "bad" and "compute logs are kept, telemetry is on, several runs may work at once" in words


def test_the_mail_server_is_asked_and_sent_nothing(tmp_path: Path) -> None:
    with mail_server(tmp_path) as box:
        mail = (
            f'[alerts.mail]\nhost = "localhost"\nport = {box.port}\nfrom = "a@example.org"\nto = ["b@example.org"]\n'
            f'user = "{USER}"\npassword = "pw"\nca = "{box.ca}"\n'
        )
        place = Partnership(tmp_path / "p", more_settings=mail)
        password = place.settings_file.parent / "pw"
        password.write_text(PASSWORD, encoding="utf-8")
        password.chmod(0o600)
        assert found(place, "Mail") == ("good", "The mail server let us in.")
        password.write_text("another", encoding="utf-8")
        assert found(place, "Mail")[0] == "bad"
        assert box.letters == []


def test_a_setting_that_nobody_knows_stops_the_doctor_in_words(place: Partnership) -> None:
    with place.settings_file.open("a", encoding="utf-8") as file:
        file.write("[schedul]\nday = 3\n")
    done = CliRunner().invoke(app, ["doctor", *place.options])
    assert done.exit_code == 2 and "schedul" in done.output


def with_engine(tmp_path: Path, lines: str) -> Partnership:
    chosen = Partnership(tmp_path, more_settings=f"\n[engine]\n{lines}\n")
    chosen.home.open()
    return chosen


def test_the_builds_own_engine_needs_nothing(place: Partnership) -> None:
    assert "Engine" not in {each.subject for each in examined(place.home)}


def test_a_postgres_that_does_not_answer_is_told_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = with_engine(tmp_path, 'name = "postgres"')
    monkeypatch.delenv("SCORECARD_POSTGRES", raising=False)
    assert found(chosen, "Engine") == ("bad", "The settings choose PostgreSQL; no connection is named.")
    monkeypatch.setenv("SCORECARD_POSTGRES", f"host=127.0.0.1 port=1 user=u password={PASSWORD} dbname=d")
    state, words = found(chosen, "Engine")
    assert state == "bad" and "does not let us in" in words and PASSWORD not in words


@pytest.mark.skipif(postgres_programs() is None, reason="NOT TESTED: PostgreSQL is not installed")
def test_a_postgres_that_answers_is_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres() as server:
        monkeypatch.setenv("SCORECARD_POSTGRES", server)
        state, words = found(with_engine(tmp_path, 'name = "postgres"'), "Engine")
    assert state == "good" and words.startswith("PostgreSQL")


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ('openjdk version "17.0.15" 2025-04-15', "good"),
        ('openjdk version "21" 2023-09-19', "good"),
        ('java version "1.8.0_401"', "bad"),
        ('openjdk version "11.0.2"', "bad"),
        ("", "bad"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="a program that is a script")
def test_spark_needs_a_java_that_it_runs_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, state: str
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho '{told}' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(engine, "find_spec", lambda name: name)
    assert found(with_engine(tmp_path, 'name = "spark"'), "Engine")[0] == state


def test_a_spark_elsewhere_needs_no_java_but_somebody_who_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "nowhere"))
    monkeypatch.setattr(engine, "find_spec", lambda name: name)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"sc://127.0.0.1:{server.getsockname()[1]}/;token=x"
        chosen = with_engine(tmp_path, f'name = "spark"\naddress = "{address}"')
        assert found(chosen, "Engine")[0] == "good"
    state, words = found(chosen, "Engine")
    assert (state, words) == ("bad", "Nobody answers at the address of Spark.")


def test_a_missing_part_of_spark_and_an_exchange_that_cannot_be_made_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = with_engine(tmp_path, 'name = "spark"\naddress = "platform"\nexchange = "file/exchange"')
    there = chosen.settings_file.parent / "file"
    there.touch()
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    assert "PySpark" in found(chosen, "Engine")[1]
    monkeypatch.setattr(engine, "find_spec", lambda name: name)
    assert "exchange" in found(chosen, "Engine")[1]
    there.unlink()
    assert found(chosen, "Engine")[0] == "good"
