"""Files become deliveries: once each, in their order, and a bad one troubles nobody else."""

import os
import random
import re
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pipelines.home import HomeNotReady
from pipelines.intake import arrivals, intake
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.force import in_force
from pipelines.intake.inbox import KINDS, dropped, months
from pipelines.intake.intake import Intake
from pipelines.intake.staging import names_of
from scorecards.period import Month
from sources.catalogue import AGENCIES, sources
from tests.made_up_inbox import (
    CONTACTS,
    DOMESTIC_ABUSE,
    FEBRUARY,
    INTERVIEWS,
    MARCH,
    MISSING,
    MISSING_FEBRUARY,
    MISSING_MARCH,
    MOSAIC,
    PERSONS,
    Partnership,
    Rows,
    csv_bytes,
    every_value,
    figure,
    query,
    workbook_bytes,
)


def standing(place: Partnership, source: str, month: Month = MARCH) -> list[Delivery]:
    """The deliveries in force of a source."""
    known = deliveries(place.home).values()
    return [part.delivery for part in in_force(known, place.home.settings, month) if part.source == source]


def test_the_kinds_of_delivery_are_those_of_the_sources() -> None:
    assert {source.agency: source.delivery for agency in AGENCIES for source in sources(agency)} == KINDS


@pytest.mark.keeps("P4")
def test_every_agency_is_taken_in_and_nothing_is_lost(place: Partnership) -> None:
    place.drop_everything()
    look = place.take_all()
    assert {each.verdict for each in look.taken} <= {"accepted", "accepted with queries"}
    assert {each.agency for each in look.taken} == set(AGENCIES)
    for delivery in look.taken:
        for part in delivery.parts:
            assert part["records"] == part["accepted"] + part["set_aside"]


def test_the_same_bytes_twice_are_one_delivery(place: Partnership) -> None:
    first = place.drop_police("2023-03", MISSING_MARCH)
    assert len(place.take_all().taken) == 1
    place.drop("2023-03/police/again.xlsx", first.read_bytes())
    look = place.take_all()
    assert (len(look.taken), look.known) == (0, 2)
    assert len(place.home.ledger.of("delivered")) == 1


def test_the_newest_accepted_resubmission_counts_and_a_refused_one_does_not(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH[:2], "first.xlsx")
    place.drop_police("2023-03", MISSING_MARCH[:3], "second.xlsx")
    place.drop("2023-03/police/third.xlsx", b"PK\x03\x04 broken")
    look = place.take_all()
    assert [each.verdict for each in look.taken] == ["accepted", "accepted", "refused"]
    (found,) = standing(place, "police.missing_report")
    assert found.parts[0]["records"] == 2
    # sent again on another day, one that has fewer rows counts all the same
    place.drop_police("2023-03", MISSING_MARCH[:1], "fourth.xlsx")
    place.take_all()
    assert standing(place, "police.missing_report")[0].parts[0]["records"] == 0


def test_a_file_put_back_as_it_was_counts_again(place: Partnership) -> None:
    a = place.drop_police("2023-03", MISSING_MARCH[:3], "report.xlsx").read_bytes()
    place.take_all()
    b = place.drop_police("2023-03", MISSING_MARCH[:2], "report.xlsx").read_bytes()
    place.take_all()
    assert standing(place, "police.missing_report")[0].parts[0]["records"] == 1
    place.drop("2023-03/police/report.xlsx", a)
    assert not Intake(place.home).is_settled(MARCH)
    look = place.take_all()
    assert (look.taken, look.known) == ([], 1)
    assert standing(place, "police.missing_report")[0].parts[0]["records"] == 2
    # under another name, beside the one that stands, is newer too; a file that was only touched is not
    place.drop("2023-03/police/older.xlsx", b)
    place.take_all()
    assert standing(place, "police.missing_report")[0].parts[0]["records"] == 1
    os.utime(place.inbox / "2023-03" / "police" / "report.xlsx", (1_690_000_000, 1_690_000_000))
    place.take_all()
    assert standing(place, "police.missing_report")[0].parts[0]["records"] == 1
    # taken away and put back is delivered again
    (place.inbox / "2023-03" / "police" / "report.xlsx").unlink()
    place.take_all()
    place.drop("2023-03/police/report.xlsx", a)
    place.take_all()
    assert standing(place, "police.missing_report")[0].parts[0]["records"] == 2


def test_a_lost_memory_of_the_inbox_puts_no_file_before_another(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH[:3], "report.xlsx")
    place.take_all()
    place.drop_police("2023-03", MISSING_MARCH[:2], "corrected.xlsx")
    place.take_all()
    told = len(place.home.ledger.of("delivered", "delivered again"))
    (place.home.folder / "seen.json").unlink()
    place.take_all()
    assert standing(place, "police.missing_report")[0].parts[0]["records"] == 1
    assert len(place.home.ledger.of("delivered", "delivered again")) == told


def test_a_later_snapshot_replaces_the_earlier_one_and_a_refused_one_leaves_it(place: Partnership) -> None:
    place.drop_mosaic("2023-02", {"a": PERSONS[:2]})
    place.drop("2023-03/mosaic/a.csv", csv_bytes([PERSONS[0][3:], PERSONS[1][3:]]))
    place.take_all()
    assert [each.month for each in standing(place, "mosaic.person")] == ["2023-02"]
    place.drop_mosaic("2023-03", {"b": PERSONS})
    place.take_all()
    assert [each.month for each in standing(place, "mosaic.person")] == ["2023-03"]
    assert [each.month for each in standing(place, "mosaic.person", FEBRUARY)] == ["2023-02"]


def test_resending_one_report_leaves_the_others_of_the_workbook_in_force(place: Partnership) -> None:
    both = {"Missing": MISSING_MARCH, "Domestic Abuse": DOMESTIC_ABUSE}
    place.drop("2023-03/police/all.xlsx", workbook_bytes(both))
    place.drop("2023-03/police/one.xlsx", workbook_bytes({"Missing": MISSING_MARCH[:2]}))
    place.take_all()
    assert standing(place, "police.missing_report")[0].parts[0]["records"] == 1
    assert standing(place, "police.domestic_abuse_incident")[0].parts[1]["records"] == 2


def test_an_unknown_layout_is_refused_with_the_closest_report_and_what_is_missing(place: Partnership) -> None:
    lacking = [[cell for cell in row if cell != row[1]] for row in MISSING_MARCH[:1]] + [["x"] * 10]
    lacking[0][3] = "Sexes"
    place.drop("2023-03/police/changed.xlsx", workbook_bytes({"Missing": lacking}))
    (found,) = place.take_all().taken
    assert found.verdict == "refused"
    assert "police.missing_report" in found.reason
    assert "Nominal Ref" in found.reason and "Gender" in found.reason
    assert "Sexes" not in found.reason


def test_headings_of_two_reports_in_one_sheet_are_refused_by_name(place: Partnership) -> None:
    place.drop("2023-03/mosaic/both.csv", csv_bytes([[*PERSONS[0], *CONTACTS[0]], [""] * 25]))
    (found,) = place.take_all().taken
    assert found.verdict == "refused"
    assert "mosaic.contact" in found.reason and "mosaic.person" in found.reason


BAD_FILES: dict[str, bytes] = {
    "empty.csv": b"",
    "noise.csv": bytes(range(256)) * 8,
    "noise.xlsx": b"PK\x03\x04" + bytes(range(256)) * 8,
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "letter.csv": b"Dear colleague,\r\nplease find nothing attached.\r\n",
    "open.csv": b'cont_contact_id,cont_person_id\n"1,2\n',
    "utf16.csv": b"\xff\xfe\x00\xd8",
    "page.xml": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
    "headings.csv": csv_bytes(PERSONS[:1])[:40],
}


@pytest.mark.keeps("P7")
def test_one_bad_file_never_stops_the_others(place: Partnership) -> None:
    for name, data in BAD_FILES.items():
        place.drop(f"2023-03/mosaic/{name}", data)
    place.drop_mosaic("2023-03")
    look = place.take_all()
    accepted = [each.parts[0]["source"] for each in look.taken if each.verdict == "accepted"]
    assert sorted(accepted) == ["mosaic.contact", "mosaic.person", "mosaic.referral", "mosaic.team"]
    refused = [each for each in look.taken if each.verdict == "refused"]
    assert len(refused) == len(BAD_FILES)
    assert all(re.match(r"Expected .+\. .+\.$", each.reason) for each in refused)


def test_a_file_that_trips_the_reader_is_refused_without_its_words(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipelines.intake import parsing

    typed = parsing.tables_of

    def trip(files: Any, **more: Any) -> Any:
        if any(grid.rows() == [["trip"]] for file in files for grid in file.grids):
            raise ZeroDivisionError("ZZSENTINEL")
        return typed(files, **more)

    monkeypatch.setattr(parsing, "tables_of", trip)
    place.drop("2023-03/mosaic/a.csv", b"trip")
    place.drop_mosaic("2023-03", {"b": PERSONS})
    bad, good = place.take_all().taken
    assert (bad.verdict, good.verdict) == ("refused", "accepted")
    assert "ZeroDivisionError" in bad.reason and "ZZSENTINEL" not in bad.reason


def test_what_is_no_file_of_an_agency_is_left_alone(place: Partnership) -> None:
    place.drop("2023-03/police/~$open.xlsx", b"x")
    place.drop("2023-03/police/.hidden.csv", b"x")
    place.drop("2023-03/police/notes.pdf", b"x")
    place.drop("2023-03/elsewhere/a.csv", b"x")
    place.drop(".snapshot/2023-03/police/a.csv", b"x")
    place.drop("read me.txt", b"x")
    secret = place.folder / "secret.csv"
    secret.write_text("x")
    (place.inbox / "2023-03" / "police" / "link.csv").symlink_to(secret)
    os.mkfifo(place.inbox / "2023-03" / "police" / "pipe.csv")
    assert dropped(place.inbox, authority="370") == []


def counted(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """The names of files under `folder` whose bytes are copied or read from now on."""
    read: list[str] = []
    original, copied = Path.read_bytes, arrivals.staged

    def read_bytes(path: Path) -> bytes:
        if path.is_relative_to(folder):
            read.append(path.name)
        return original(path)

    def staged(path: Path, *more: Any) -> Any:
        read.append(path.name)
        return copied(path, *more)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    monkeypatch.setattr(arrivals, "staged", staged)
    return read


def test_when_nothing_is_new_no_file_is_read_again(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.drop_everything()
    again = place.drop("2023-03/police/copy.xlsx", (place.inbox / "2023-03/police/police.xlsx").read_bytes())
    place.drop("2023-03/police/bad.xlsx", b"PK\x03\x04 broken")
    place.look()
    os.utime(again, (1_690_000_000, 1_690_000_000))
    place.look()
    read = counted(monkeypatch, place.folder)
    look = place.look()
    assert (look.taken, look.left) == ([], 0)
    assert [name for name in read if name.endswith((".csv", ".xlsx", ".parquet"))] == []
    assert not any(re.fullmatch("[0-9a-f]{64}", name) for name in read)


def test_each_new_file_is_read_once(place: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    place.drop_everything()
    read = counted(monkeypatch, place.inbox)
    look = place.take_all()
    assert len(read) == len(look.taken)


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_look(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.drop_police("2023-03", MISSING_MARCH)
    place.drop_mosaic("2023-03", {"a": PERSONS})
    original = arrivals.staged

    def growing(file: Path, *more: Any) -> Any:
        copy = original(file, *more)
        if file == path:
            with file.open("ab") as grown:
                grown.write(b"more")
        return copy

    with monkeypatch.context() as patch:
        patch.setattr(arrivals, "staged", growing)
        look = place.take_all()
    assert look.left == 1
    assert [each.agency for each in look.taken] == ["mosaic"]
    assert list(place.home.staging.glob("*")) == []
    assert len(place.take_all().taken) == 1


def test_a_file_that_is_still_being_written_is_left(place: Partnership) -> None:
    path = place.drop("2023-03/mosaic/slow.csv", csv_bytes(PERSONS[:2]))
    stop = threading.Event()

    def keep_writing() -> None:
        while not stop.is_set():
            with path.open("ab") as file:
                file.write(csv_bytes(PERSONS[2:3]))
            time.sleep(0.05)

    writer = threading.Thread(target=keep_writing)
    writer.start()
    time.sleep(0.1)
    try:
        assert place.take_all().left == 1
    finally:
        stop.set()
        writer.join()
    assert [each.verdict for each in place.take_all().taken] == ["accepted with queries"]


def test_a_file_that_nobody_may_open_does_not_stop_the_others(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place.drop_police("2023-03", MISSING_MARCH)
    place.drop_mosaic("2023-03", {"a": PERSONS})
    original = os.open

    def refuse(file: Any, *more: Any, **named: Any) -> int:
        if file == path:
            raise PermissionError
        return original(file, *more, **named)

    monkeypatch.setattr(os, "open", refuse)
    look = place.take_all()
    assert (look.left, [each.agency for each in look.taken]) == (1, ["mosaic"])


def test_one_workbook_or_several_makes_no_difference(tmp_path: Path) -> None:
    one, several = Partnership(tmp_path / "one"), Partnership(tmp_path / "several")
    one.drop("2023-03/police/all.xlsx", workbook_bytes({"A": MISSING_MARCH, "B": DOMESTIC_ABUSE}, titles=3))
    several.drop("2023-03/police/a.xlsx", workbook_bytes({"Missing": MISSING_MARCH}))
    several.drop("2023-03/police/b.csv", csv_bytes(DOMESTIC_ABUSE))
    assert every_value(one.refresh()) == every_value(several.refresh())


def test_a_region_names_the_authority_by_the_folder(place: Partnership) -> None:
    place.drop("2023-03/police/a.xlsx", workbook_bytes({"A": MISSING_MARCH}))
    place.drop("Z001/2023-03/police/a.xlsx", workbook_bytes({"A": MISSING_MARCH}))
    place.drop("Z001/2023-02/police/a.xlsx", workbook_bytes({"A": MISSING_FEBRUARY}))
    assert months(place.inbox, authority="370") == [FEBRUARY, MARCH]
    found = place.refresh()
    counts = query(
        found,
        "select authority, count(*), count(distinct child_id) from police.missing_report group by all order by all",
    )
    # Z001 delivered M1 to M4, of which M2 twice; the same ids in two authorities are two children
    assert counts == [("370", 3, 1), ("Z001", 4, 1)]
    assert query(found, "select count(distinct child_id) from police.missing_report") == [(2,)]


def test_an_authority_lacking_a_report_falls_back_on_its_own_older_one(place: Partnership) -> None:
    place.drop("Z001/2023-03/mosaic/person.csv", csv_bytes(PERSONS))
    place.drop("Z002/2023-02/mosaic/person.csv", csv_bytes(PERSONS))
    for table in ("ssd_contacts", "ssd_cin_episodes", "ssd_department"):
        place.drop(f"Z001/2023-03/mosaic/{table}.csv", csv_bytes(MOSAIC[table]))
    place.look(agencies=["mosaic"])
    assert [each.authority for each in standing(place, "mosaic.person")] == ["Z001", "Z002"]


@pytest.mark.keeps("SEC-10")
def test_without_the_right_key_nothing_is_taken(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH)
    with pytest.raises(HomeNotReady, match="scorecard init"):
        Intake(place.home)
    place.home.open()
    key = place.home.settings.key
    right = key.read_bytes()
    key.unlink()
    with pytest.raises(HomeNotReady, match="Bring back the key"):
        Intake(place.home)
    with pytest.raises(HomeNotReady):
        place.home.open()
    key.write_bytes(bytes(32))
    with pytest.raises(HomeNotReady, match="found another"):
        Intake(place.home)
    key.write_bytes(right)
    assert Intake(place.home).deliveries == {}


@pytest.mark.keeps("SEC-10")
def test_a_key_too_short_to_keep_a_secret_is_refused(place: Partnership) -> None:
    place.home.settings.key.write_bytes(b"")
    with pytest.raises(HomeNotReady, match="32"):
        place.home.open()


def test_setting_up_twice_changes_nothing(place: Partnership) -> None:
    assert place.home.open() is True
    before = (place.home.folder / "ledger.jsonl").read_bytes(), place.home.settings.key.read_bytes()
    assert place.home.open() is False
    assert ((place.home.folder / "ledger.jsonl").read_bytes(), place.home.settings.key.read_bytes()) == before


@pytest.mark.keeps("SEC-26")
def test_the_inbox_is_never_changed(place: Partnership) -> None:
    def seen() -> dict[Path, tuple[int, bytes]]:
        return {
            path: (path.stat().st_mtime_ns, path.read_bytes())
            for path in place.inbox.rglob("*")
            if path.is_file()
        }

    place.drop_everything()
    before = seen()
    place.look()
    assert seen() == before


def test_rows_that_have_gone_are_made_again_from_the_store(place: Partnership) -> None:
    place.drop_everything()
    values = every_value(place.refresh())
    shutil.rmtree(place.home.rows)
    shutil.rmtree(place.home.builds)
    shutil.rmtree(place.inbox)
    place.inbox.mkdir()
    look = place.look()
    assert look.left == 0 and len(look.taken) > 0
    assert every_value(place.build()) == values


def test_a_new_reading_reads_the_stored_bytes_again_and_keeps_the_order(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.drop_police("2023-03", MISSING_MARCH[:2], "first.xlsx")
    place.drop_police("2023-03", MISSING_MARCH[:3], "second.xlsx")
    place.look()
    monkeypatch.setattr(intake, "reading_fingerprint", lambda home: "another0")
    look = place.look()
    assert [each.reading for each in look.taken] == ["another0", "another0"]
    (found,) = standing(place, "police.missing_report")
    assert found.parts[0]["records"] == 2
    assert len(place.home.ledger.of("delivered")) == 4


@pytest.mark.keeps("SEC-06")
def test_the_ledger_and_what_was_seen_hold_no_name_of_a_file(place: Partnership) -> None:
    place.drop_police("2023-03", MISSING_MARCH, "ZZSENTINEL child.xlsx")
    place.look()
    for name in ("ledger.jsonl", "seen.json"):
        assert "ZZSENTINEL" not in (place.home.folder / name).read_text()
    (names,) = place.home.store.glob("*.json")
    assert names_of(place.home.store, names.stem) == ["ZZSENTINEL child.xlsx"]


def shuffled(table: Rows, chance: random.Random) -> Rows:
    """The table with its rows and its columns in another order."""
    order = list(range(len(table[0])))
    chance.shuffle(order)
    records = table[1:]
    chance.shuffle(records)
    return [[row[place] for place in order] for row in (table[0], *records)]


@pytest.mark.keeps("P5")
def test_the_order_of_rows_columns_and_files_changes_no_value(tmp_path: Path) -> None:
    straight, mixed = Partnership(tmp_path / "straight"), Partnership(tmp_path / "mixed")
    straight.drop_everything()
    chance = random.Random(7)
    files = [
        (f"{month}/mosaic/{name}.csv", csv_bytes(shuffled(table, chance)))
        for month in ("2023-02", "2023-03")
        for name, table in MOSAIC.items()
    ]
    for month, missing in (("2023-02", MISSING_FEBRUARY), ("2023-03", MISSING_MARCH)):
        police = {"x": DOMESTIC_ABUSE[:1], "y": shuffled(missing, chance)}
        files.append((f"{month}/police/p.xlsx", workbook_bytes(police)))
        files.append((f"{month}/eisi/e.xlsx", workbook_bytes({"z": shuffled(INTERVIEWS, chance)})))
    for path in straight.inbox.rglob("*.xlsx"):
        if path.parent.name not in ("police", "eisi"):
            files.append((str(path.relative_to(straight.inbox)), path.read_bytes()))
    chance.shuffle(files)
    for name, data in files:
        mixed.drop(name, data)
    expected = every_value(straight.refresh())
    assert every_value(mixed.refresh()) == expected
    assert figure(straight.build(), "MH01", "month:2023-03")[0] == 2  # M3 and M4; M2 was made in February


@pytest.mark.slow
def test_months_are_taken_in_any_order(tmp_path: Path) -> None:
    early, late = Partnership(tmp_path / "early"), Partnership(tmp_path / "late")
    early.drop_everything()
    early.refresh(FEBRUARY)
    late.drop_police("2023-03", MISSING_MARCH)
    late.look()
    late.drop_everything()
    assert every_value(early.refresh()) == every_value(late.refresh())
    assert MISSING[0] == MISSING_MARCH[0]
