"""Roles: what a person may see is what they may read."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import roles
from pipelines.home import Home
from pipelines.settings import settings


def _home(folder: Path) -> Home:
    return Home(settings(home=folder / "home", inbox=folder / "inbox"))


def test_nobody_holds_a_role_whose_folders_are_not_there(tmp_path: Path) -> None:
    assert not roles.may_see_references(_home(tmp_path))


def test_who_can_read_the_delivered_bytes_may_see_references(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = _home(tmp_path)
    home.store.mkdir(parents=True)
    assert roles.may_see_references(home)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != home.store)
    assert not roles.may_see_references(home)
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
