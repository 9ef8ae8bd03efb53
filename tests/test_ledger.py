"""The ledger only grows, its lines hold together, and two writers never cross."""

import json
import multiprocessing
import os
from pathlib import Path

import pytest

from pipelines.ledger import Ledger, LedgerBroken, LedgerBusy


def written(home: Path, *events: str) -> Path:
    ledger = Ledger(home)
    with ledger.writing():
        for number, event in enumerate(events):
            ledger.append(event, number=number)
    return home / "ledger.jsonl"


def test_every_record_holds_the_hash_of_the_one_before(tmp_path: Path) -> None:
    written(tmp_path, "opened", "delivered", "delivered")
    records = Ledger(tmp_path).records
    assert [record.number for record in records] == [1, 2, 3]
    assert [record.previous for record in records] == ["", records[0].hash, records[1].hash]
    assert [record.facts["number"] for record in Ledger(tmp_path).of("delivered")] == [1, 2]


def test_writing_only_ever_adds_to_the_end(tmp_path: Path) -> None:
    path = written(tmp_path, "opened")
    before = path.read_bytes()
    written(tmp_path, "delivered", "delivered")
    assert path.read_bytes().startswith(before)
    assert len(Ledger(tmp_path).records) == 3


def tampered(lines: list[str]) -> list[list[str]]:
    """The lines with each kind of change that a hand or a disk makes."""
    first, second, third = lines
    changed = json.loads(second)
    changed["facts"]["number"] = 99
    return [
        [first, third],
        [second, third],
        [first, third, second],
        [first, json.dumps(changed, sort_keys=True, separators=(",", ":")), third],
        [first, second, second, third],
        [first, second[:40], third],
        [first, "no record", third],
        [first, '{"number":2}', third],
        [first, "", third],
        [first, second.replace('"event"', '"happening"'), third],
    ]


@pytest.mark.keeps("SEC-29")
@pytest.mark.parametrize("kind", range(10))
def test_a_changed_missing_or_moved_line_shows(tmp_path: Path, kind: int) -> None:
    path = written(tmp_path, "opened", "delivered", "delivered")
    lines = tampered(path.read_text().splitlines())[kind]
    path.write_text("".join(f"{line}\n" for line in lines))
    with pytest.raises(LedgerBroken, match="Restore the ledger"):
        _ = Ledger(tmp_path).records


@pytest.mark.parametrize("kept", [1, 40, -1])
def test_a_last_line_that_a_kill_cut_short_never_counted(tmp_path: Path, kept: int) -> None:
    path = written(tmp_path, "opened", "delivered")
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines()[1][:kept])
    assert len(Ledger(tmp_path).records) == 2
    written(tmp_path, "approved")
    assert path.read_bytes().startswith(whole)
    assert [record.event for record in Ledger(tmp_path).records] == ["opened", "delivered", "approved"]


def test_a_kill_in_the_very_first_line_leaves_an_empty_ledger(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_bytes(b'{"number":1,')
    assert Ledger(tmp_path).records == []
    written(tmp_path, "opened")
    assert [record.number for record in Ledger(tmp_path).records] == [1]


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    with (
        Ledger(tmp_path).writing(),
        pytest.raises(LedgerBusy, match="still working"),
        Ledger(tmp_path).writing(0.1),
    ):
        pass


def test_a_writer_sees_what_another_wrote_before_it_got_the_lock(tmp_path: Path) -> None:
    mine, other = Ledger(tmp_path), Ledger(tmp_path)
    assert mine.records == []
    with other.writing():
        other.append("opened")
    with mine.writing():
        mine.append("delivered")
    assert [record.event for record in Ledger(tmp_path).records] == ["opened", "delivered"]


def test_a_reader_needs_no_lock(tmp_path: Path) -> None:
    written(tmp_path, "opened")
    with Ledger(tmp_path).writing():
        assert len(Ledger(tmp_path).records) == 1


def _append_ten(home: Path, name: str) -> None:
    for number in range(10):
        ledger = Ledger(home)
        with ledger.writing():
            ledger.append("delivered", writer=name, number=number)


def test_two_processes_write_one_chain(tmp_path: Path) -> None:
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=_append_ten, args=(tmp_path, name)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    facts = [record.facts for record in Ledger(tmp_path).records]
    assert len(facts) == 20
    for name in ("a", "b"):
        assert [fact["number"] for fact in facts if fact["writer"] == name] == list(range(10))


def _die_holding_the_lock(home: Path) -> None:
    ledger = Ledger(home)
    with ledger.writing():
        ledger.append("delivered")
        os._exit(9)


def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    killed = multiprocessing.get_context("fork").Process(target=_die_holding_the_lock, args=(tmp_path,))
    killed.start()
    killed.join()
    with Ledger(tmp_path).writing(0.5) as ledger:
        assert [record.event for record in ledger.records] == ["delivered"]


def test_a_writer_reads_again_only_what_another_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, reads = Ledger(tmp_path), []
    monkeypatch.setattr(Ledger, "lines", lambda self, lines=Ledger.lines: reads.append(1) or lines(self))
    with mine.writing():
        mine.append("opened")
        with mine.writing():
            mine.append("delivered")
    with mine.writing():
        assert [record.event for record in mine.of("opened", "delivered")] == ["opened", "delivered"]
    assert len(reads) == 1
    with Ledger(tmp_path).writing() as other:
        other.append("approved")
    with mine.writing():
        assert len(mine.records) == 3
    assert len(reads) == 3
