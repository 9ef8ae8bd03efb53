"""Roles: what a person may see is what they may read."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import roles
from pipelines.audit import AuditLog
from pipelines.home import Home
from pipelines.leftovers import finish_alone
from pipelines.settings import settings


def _home(folder: Path) -> Home:
    return Home(settings(home=folder / "home", inbox=folder / "inbox"))


def test_nobody_holds_a_role_whose_folders_are_not_there(tmp_path: Path) -> None:
    assert not roles.holds(_home(tmp_path), roles.RESTRICTED)


def test_who_can_read_the_delivered_bytes_may_see_references(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = _home(tmp_path)
    home.store.mkdir(parents=True)
    assert roles.holds(home, roles.RESTRICTED)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != home.store)
    assert not roles.holds(home, roles.RESTRICTED)
    with pytest.raises(roles.NotYourRole, match="restricted folders"):
        roles.refuse_unless(home, roles.RESTRICTED, "real references")


def test_the_settings_may_name_other_folders(tmp_path: Path) -> None:
    home = _home(tmp_path)
    other = Home(replace(home.settings, roles={"operational": ("desk",)}))
    assert roles.folders(other, roles.OPERATIONAL) == (other.folder / "desk",)
    lax = Home(replace(home.settings, roles={"restricted": ("published",)}))
    assert roles.folders(lax, roles.RESTRICTED) == (lax.store, lax.published)


@pytest.mark.keeps("SEC-20")
def test_what_holds_references_is_for_its_owner_alone(tmp_path: Path) -> None:
    folder = roles.restricted_folder(_home(tmp_path), "found", "one")
    assert [each.stat().st_mode & 0o777 for each in (folder, folder.parent, folder.parent.parent)] == [
        0o700
    ] * 3


@pytest.mark.keeps("SEC-20")
def test_what_was_written_for_one_question_is_gone_when_it_is_old(tmp_path: Path) -> None:
    home = _home(tmp_path)
    home.open()
    old, new, vault = (
        home.folder / "restricted" / name for name in ("found/old.xlsx", "found/new.xlsx", "vault/old.duckdb")
    )
    listed = home.folder / "lists" / "team" / "old.xlsx"
    for path in (old, new, vault, listed):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"made up")
        days = 30.9 if path is new else 31.1
        os.utime(path, (time.time() - days * 86_400,) * 2)
    finish_alone(home)
    assert [path.exists() for path in (old, new, vault, listed)] == [False, True, True, False]
    assert [line.facts["facts"]["files"] for line in AuditLog(home.folder).of("expired")] == [2]
