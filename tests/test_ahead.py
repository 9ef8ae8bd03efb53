"""What is read ahead is taken in as if it had not been, and nothing is left of what nobody asks for."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from pipelines.intake import ahead, arrivals
from pipelines.intake.ahead import reading_ahead
from pipelines.intake.intake import Look, awaited
from pipelines.intake.staging import staged
from tests.made_up_inbox import (
    INTERVIEWS,
    MARCH,
    MISSING,
    MISSING_FEBRUARY,
    MISSING_MARCH,
    PERSONS,
    Partnership,
    csv_bytes,
    workbook_bytes,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Files without a name are Linux's.")


@pytest.fixture
def place(tmp_path: Path) -> Partnership:
    made = Partnership(tmp_path)
    made.home.open()
    return made


def taken_ahead(place: Partnership) -> Look:
    """A look at March, with what it awaits read ahead."""
    with reading_ahead(place.home, awaited(place.home, MARCH)):
        finish()
        return place.look()


def finish() -> None:
    """Wait until everything is copied and read."""
    for going in list(ahead._going.values()):
        if (found := going.result()) is not None:
            found[1].exception()


def facts(look: Look) -> list[dict[str, Any]]:
    """What the ledger was told, without what tells two homes' keys apart."""
    return [
        {
            "month": each.month,
            "sha256": each.sha256,
            "parts": each.parts,
            "verdict": each.verdict,
            "reason": each.reason,
        }
        for each in look.taken
    ]


def copies() -> list[str]:
    """Files that are open in this process and have no name."""
    held = (f"/proc/self/fd/{each}" for each in os.listdir("/proc/self/fd"))
    return [line for each in held if os.path.lexists(each) and "/staging/" in (line := os.readlink(each))]


def test_what_is_read_ahead_is_taken_in_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [Partnership(tmp_path / name) for name in ("one", "other")]
    files = {
        "2023-02/police/police.xlsx": workbook_bytes({"Missing": MISSING_FEBRUARY}),
        "2023-03/police/police.xlsx": workbook_bytes({"Missing": MISSING_MARCH}, total=True),
        "2023-03/police/broken.xlsx": b"PK\x03\x04 broken",
        "2023-02/eisi/log.xlsx": workbook_bytes({"Sheet1": INTERVIEWS[:2]}),
        "2023-03/eisi/log.xlsx": workbook_bytes({"Sheet1": INTERVIEWS}, titles=2),
        "2023-03/mosaic/a.csv": csv_bytes(PERSONS),
    }
    for each in places:
        for name, data in files.items():
            each.drop(name, data)
    plainly = places[0].look()
    places[1].home.open()
    awaiting = awaited(places[1].home, MARCH)
    assert {file.agency for file in awaiting} == {each.agency for each in plainly.taken}
    again: list[Path] = []

    def copied_now(file: Path, *more: Any) -> Any:
        again.append(file)
        return staged(file, *more)

    with monkeypatch.context() as patch:
        patch.setattr(arrivals, "staged", copied_now)
        found = taken_ahead(places[1])
    assert facts(found) == facts(plainly)
    assert {file.path for file in awaiting}.isdisjoint(again)
    assert copies() == []
    for one in found.taken:
        kept = places[1].home.store / one.sha256
        assert kept.read_bytes() == (places[0].home.store / one.sha256).read_bytes()
        assert kept.stat().st_mode & 0o777 == 0o600
    assert awaited(places[1].home, MARCH) == []


def test_a_file_that_changed_since_is_read_as_it_is_now(place: Partnership) -> None:
    path = place.drop_police("2023-03", MISSING_MARCH)
    with reading_ahead(place.home, awaited(place.home, MARCH)):
        finish()
        place.drop_police("2023-03", MISSING[:1], path.name)
        look = place.look()
    assert [each.parts[0]["records"] for each in look.taken] == [0]
    assert copies() == []


def test_a_file_that_changes_under_its_time_is_left(place: Partnership) -> None:
    path = place.drop("2023-03/mosaic/a.csv", b"a,b\n1,2\n")
    with reading_ahead(place.home, awaited(place.home, MARCH)):
        finish()
        before = path.stat()
        path.write_bytes(b"a,b\n3,4\n")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        look = place.look()
    assert (len(look.taken), look.left) == (0, 1)
    assert copies() == []


def test_what_nobody_asks_for_is_gone(place: Partnership) -> None:
    place.drop_mosaic("2023-03", {"a": PERSONS})
    with pytest.raises(KeyError), reading_ahead(place.home, awaited(place.home, MARCH)):
        finish()
        assert len(copies()) == 1
        assert list(place.home.staging.iterdir()) == []
        raise KeyError
    assert copies() == []
    assert len(place.look().taken) == 1


def test_where_no_file_can_be_without_a_name_nothing_is_read_ahead(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.drop_mosaic("2023-03", {"a": PERSONS})
    monkeypatch.delattr(os, "O_TMPFILE")
    assert taken_ahead(place).taken
