"""A child who is erased is nowhere in the home afterwards, everybody else is as before, and nothing brings them back."""

import csv
import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl
import pytest
from openpyxl import load_workbook

from pipelines.audit import lines as audit_lines
from pipelines.boundary import Stopped
from pipelines.builds import Plan, Work, build_path
from pipelines.chain import Chain, Record
from pipelines.contents import contents
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.intake.intake import Intake
from pipelines.keeping.gone import Gone
from pipelines.review.writing import write_review
from pipelines.subject.erasing import forget
from pipelines.subject.finding import NEVER, UNKNOWN, find
from pipelines.verifying.verified import verified
from sources.pseudonym import Pseudonyms
from tests.made_up_inbox import (
    AUTHORITY,
    INTERVIEWS,
    MARCH,
    MISSING_MARCH,
    MOSAIC,
    Partnership,
    csv_bytes,
    every_value,
    query,
    workbook_bytes,
)

CHILD = "ZQ0012"
"""A reference that stands nowhere else."""
NAMES = ("Zsentinel", "Zfamilyname")
DOMAINS = {"person": CHILD, "nominal": "ZQN1", "eisi": "ZQE1"}


def planted(table: list[list[object]]) -> list[list[object]]:
    """The table with the child's references and names made unmistakable."""
    words = {"0012": CHILD, "N1": "ZQN1", "E1": "ZQE1", "Ada": NAMES[0], "9990000018": "9990000018"}
    rows = [[words.get(str(cell), cell) for cell in row] for row in table]
    for row in rows:
        if NAMES[0] in row:
            row[row.index("Example")] = NAMES[1]
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    place = Partnership(tmp_path_factory.mktemp("made"))
    place.drop_police("2023-03", planted(MISSING_MARCH))
    place.drop_mosaic("2023-03", {name: planted(table) for name, table in MOSAIC.items()})
    place.drop("2023-03/eisi/log.xlsx", workbook_bytes({"Sheet1": planted(INTERVIEWS)}, titles=2))
    place.look()
    home = place.home
    with home.ledger.writing():
        Work(Plan(home, MARCH)).finish()
        write_review(home, MARCH)
    return place


@pytest.fixture
def place(made: Partnership, tmp_path: Path) -> Partnership:
    shutil.copytree(made.folder, tmp_path / "copy")
    copy = object.__new__(Partnership)
    copy.__dict__.update({**made.__dict__, "folder": tmp_path / "copy", "inbox": tmp_path / "copy" / "inbox"})
    copy.settings_file = tmp_path / "copy" / "settings" / "partnership.toml"
    return copy


def erased(place: Partnership, **said: object) -> object:
    return forget(place.home, CHILD, by="A. Person", reason="asked for by the family", **said)  # type: ignore[arg-type]


def found_in(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    """Every file of a folder that holds one of the words, looked for in all the ways in which a file can hide one."""
    hits = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for word in words:
            if any(word.encode(code) in part for part in parts(path) for code in ("utf-8", "utf-16-le")):
                hits.append((path.relative_to(folder).as_posix(), word))
    return hits


def parts(path: Path) -> list[bytes]:
    data = path.read_bytes()
    held = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held += [archive.read(name) for name in archive.namelist()]
    if path.suffix == ".parquet":
        held.append(str(pl.read_parquet(path).to_dicts()).encode())
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as base:
            tables = base.sql("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
            held += [str(base.sql(f"from {name}").fetchall()).encode() for (name,) in tables]
    return held


def sentinels(home: Home) -> list[str]:
    """The child's references and names, and the pseudonyms that stand for them."""
    pseudonyms = Pseudonyms(key=home.key(), authority=AUTHORITY)
    stood = [pseudonyms.of(domain, pl.Series([word])).item() for domain, word in DOMAINS.items()]
    return [*DOMAINS.values(), *NAMES, "9990000018", *stood]


@pytest.mark.keeps("SEC-22")
def test_the_child_is_nowhere_afterwards_and_everybody_else_is_as_before(place: Partnership) -> None:
    home = place.home
    words = sentinels(home)
    assert {word for _, word in found_in(home.folder, words)} == set(words)
    lines = home.ledger.path.read_bytes()
    before = query(
        build_path(home, MARCH), "select * exclude (family_id) from mosaic.person order by child_id"
    )
    done = erased(place)
    assert done.is_done and done.sources == {  # type: ignore[attr-defined]
        "eisi.return_interview": 1,
        "mosaic.contact": 1,
        "mosaic.person": 1,
        "mosaic.referral": 1,
        "police.missing_report": 1,
    }
    home = place.home
    assert found_in(home.folder, words) == []
    after = query(
        build_path(home, MARCH), "select * exclude (family_id) from mosaic.person order by child_id"
    )
    child = Pseudonyms(key=home.key(), authority=AUTHORITY).of("person", pl.Series([CHILD])).item()
    gone = [row for row in before if child in row]
    # deliveries have new rows of the same file and number; everybody else's stand unchanged
    assert len(gone) == 1 and after == [row for row in before if child not in row]
    assert home.ledger.path.read_bytes().startswith(lines)
    assert verified(home).faults == []
    assert done.changed.height > 0  # type: ignore[attr-defined]


@pytest.mark.slow
def test_looking_changes_nothing(place: Partnership) -> None:
    before = {path: path.read_bytes() for path in place.home.folder.rglob("*") if path.is_file()}
    done = erased(place, only_look=True)
    assert not done.is_done and done.rows == 5 and done.files == 5  # type: ignore[attr-defined]
    assert {path: path.read_bytes() for path in place.home.folder.rglob("*") if path.is_file()} == before


@pytest.mark.keeps("SEC-22")
@pytest.mark.slow
def test_the_same_bytes_do_not_bring_the_child_back_wherever_they_are_put(place: Partnership) -> None:
    words = sentinels(place.home)
    erased(place)
    known = set(deliveries(place.home))
    for name in ("ssd_person", "ssd_contacts"):
        place.drop(f"2023-03/mosaic/again_{name}.csv", csv_bytes(planted(MOSAIC[name])))
        place.drop(f"2023-02/mosaic/{name}.csv", csv_bytes(planted(MOSAIC[name])))
    place.drop("2023-03/police/again.xlsx", (place.inbox / "2023-03/police/police.xlsx").read_bytes())
    place.take_all()
    place.refresh()
    assert found_in(place.home.folder, words) == []
    assert (
        len(set(deliveries(place.home)) - known) == 2
    )  # those of February, of which the redacted copies were read
    assert verified(place.home).faults == []


@pytest.mark.slow
def test_a_new_file_with_the_child_is_held_until_the_agency_or_a_person_acts(place: Partnership) -> None:
    erased(place)
    place.drop_mosaic("2023-03", {"ssd_person": [*planted(MOSAIC["ssd_person"]), ["ZQ77"] + [""] * 11]})
    place.refresh()
    (held,) = [each for each in deliveries(place.home).values() if each.verdict == "held"]
    assert held.reason.startswith("Expected no row of a child who was erased; found 2.")  # by two references
    words = sentinels(place.home)
    assert [name for name, _ in found_in(place.home.builds, words)] == []


@pytest.mark.slow
def test_a_reading_by_another_program_reads_the_redacted_copy(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = sentinels(place.home)
    erased(place)
    monkeypatch.setattr(Intake, "reading", "another0")
    place.look()
    assert found_in(place.home.folder, words) == []
    assert {each.reading for each in deliveries(place.home).values()} == {"another0"}


@pytest.mark.slow
def test_a_kill_between_the_ledger_and_the_removal_is_finished_by_a_refresh(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = sentinels(place.home)

    def killed(home: Home) -> None:
        if home.ledger.of("erased"):
            raise KeyboardInterrupt

    monkeypatch.setattr("pipelines.subject.erasing.finish", killed)
    with pytest.raises(KeyboardInterrupt):
        erased(place)
    monkeypatch.undo()
    assert found_in(place.home.folder, words)
    assert not verified(place.home).is_sound
    place.refresh()
    assert found_in(place.home.folder, words) == []
    assert verified(place.home).faults == []


@pytest.mark.slow
def test_a_kill_between_the_new_rows_and_their_line_of_the_ledger_is_finished_by_a_refresh(
    place: Partnership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(home: Home) -> dict[str, tuple[str, dict[str, str]]]:
        lines = home.ledger.of("delivered")
        return {line.facts["delivery_id"]: (line.facts["sha256"], line.facts["files"]) for line in lines}

    undisturbed = Home(replace(place.home.settings, home=tmp_path / "undisturbed"))
    shutil.copytree(place.home.folder, undisturbed.folder)
    forget(undisturbed, CHILD, by="A. Person", reason="asked for by the family")
    append, told_of = Chain.append, []

    def killed(chain: Chain, event: str, **facts: object) -> Record:
        if event == "delivered":
            told_of.append(event)
            if len(told_of) == 2:
                raise KeyboardInterrupt
        return append(chain, event, **facts)

    monkeypatch.setattr(Chain, "append", killed)
    with pytest.raises(KeyboardInterrupt):
        erased(place)
    monkeypatch.undo()
    assert not verified(place.home).is_sound
    assert not Intake(place.home).is_settled(MARCH)
    place.refresh()
    assert verified(place.home).faults == []
    assert Intake(place.home).is_settled(MARCH)
    assert told(place.home) == told(Home(undisturbed.settings))
    assert contents(build_path(place.home, MARCH)) == contents(build_path(undisturbed, MARCH))


@pytest.mark.slow
def test_the_ledger_has_a_keyed_hash_and_says_which_bytes_were_replaced(place: Partnership) -> None:
    erased(place)
    (record,) = place.home.ledger.of("erased")
    assert len(record.facts["children"]) == 4  # person, NHS number, police and EISI
    assert all(len(name) == 24 for name in record.facts["children"])
    gone = Gone(place.home)
    assert all((place.home.store / new).exists() for new in record.facts["files"].values())
    assert not any((place.home.store / old).exists() for old in record.facts["files"])
    assert all("erased" in gone.words(name) for pair in record.facts["files"].items() for name in pair)


@pytest.mark.slow
def test_a_reference_that_is_nobodys_or_two_peoples_erases_nothing(place: Partnership) -> None:
    with pytest.raises(Stopped, match="found none such") as nobody:
        forget(place.home, "ZQ9999", by="A", reason="B")
    assert "ZQ9999" not in str(nobody.value)
    shared = [list(row) for row in planted(MOSAIC["ssd_person"])]
    shared[2][6] = shared[1][6]  # the same NHS number for two children
    place.drop("2023-03/mosaic/ssd_person.csv", csv_bytes(shared))
    place.look()
    with pytest.raises(Stopped, match="found references that lead to several"):
        erased(place)
    assert not place.home.ledger.of("erased")


@pytest.mark.keeps("SEC-22")
@pytest.mark.slow
def test_the_figures_are_those_of_an_inbox_that_never_had_the_child(
    place: Partnership, tmp_path: Path
) -> None:
    erased(place)
    never = Partnership(tmp_path / "never")
    without = lambda table: [row for row in planted(table) if not {CHILD, "ZQN1", "ZQE1"} & set(row)]  # noqa: E731
    never.drop_police("2023-03", without(MISSING_MARCH))
    never.drop_mosaic("2023-03", {name: without(table) for name, table in MOSAIC.items()})
    never.drop("2023-03/eisi/log.xlsx", workbook_bytes({"Sheet1": without(INTERVIEWS)}, titles=2))
    told = build_path(place.home, MARCH)
    assert every_value(never.refresh()) == every_value(told)


@pytest.mark.slow
def test_csv_keeps_every_other_byte(place: Partnership) -> None:
    before = csv_bytes(planted(MOSAIC["ssd_person"]))
    erased(place)
    kept = [path.read_bytes() for path in place.home.store.iterdir() if path.suffix == ""]
    (after,) = [data for data in kept if data.startswith(b"pers_person_id")]
    lines = before.splitlines(keepends=True)
    width = len(next(csv.reader(io.StringIO(before.decode()))))
    assert after.splitlines(keepends=True) == [lines[0], b"," * (width - 1) + b"\r\n", *lines[2:]]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["census.xml", "payload.json", "old.xls"])
def test_other_forms_are_redacted_and_read_again(tmp_path: Path, form: str) -> None:
    from pipelines.settings import ROOT
    from tests.bad_input.old_workbooks import old_workbook
    from tests.test_census_intake import CENSUS

    payload = ROOT / "data" / "samples" / "national" / "children_social_care.json"
    data = {
        "census.xml": CENSUS.encode(),
        "payload.json": payload.read_bytes(),
        "old.xls": old_workbook(
            {"Persons": [[each.replace("0012", "C1") for each in row] for row in MOSAIC["ssd_person"]]}
        ),
    }[form]
    place = Partnership(tmp_path)
    place.drop(f"2023-03/mosaic/{form}", data)
    place.look()
    done = forget(place.home, "C1", by="A", reason="B", domain="person")
    assert done.sources["mosaic.person"] == 1
    home = place.home
    stood = Pseudonyms(key=home.key(), authority=AUTHORITY).of("person", pl.Series(["C1"])).item()
    assert found_in(home.folder, [stood, ">C1<", 'id": "C1"']) == []
    (delivery,) = deliveries(home).values()
    persons = [part for part in delivery.parts if part["source"] == "mosaic.person"]
    # of the payload's C1 to C4 one is erased, and C4, who was taken back, still takes back what was told of them
    assert (
        sum(part["accepted"] for part in persons) == {"census.xml": 1, "payload.json": 3, "old.xls": 2}[form]
    )
    assert verified(home).faults == []


def listed(path: Path) -> dict[str, list[list[object]]]:
    """The sheets of a workbook of what was found, by name."""
    book = load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_what_was_never_taken_in_is_searched_too_and_what_cannot_be_read_is_named(place: Partnership) -> None:
    """A newer file that nobody refreshed since, a refused one, one of a kind that is never read, a damaged one, a link."""
    strange = [["Case notes"], ["who", "what"], [CHILD, "seen"]]
    place.drop("2023-03/police/strange.xlsx", workbook_bytes({"Notes": strange}))
    place.look()  # it has no headings that we know: refused, and kept
    late = planted(MISSING_MARCH)
    place.drop_police("2023-04", [late[0], *late[1:]], name="late.xlsx")
    place.drop("2023-03/police/letter.pdf", b"%PDF-1.7\n\x00\xff\xfe\x01")
    place.drop("2023-03/health/damaged.xlsx", workbook_bytes({"A": strange})[:300])
    place.drop("loose.csv", csv_bytes([["reference"], ["ZQONLY1"]]))
    (place.inbox / "2023-03" / "police" / "link.xlsx").symlink_to(place.settings_file)
    found = find(place.home, CHILD)
    sheets = listed(found.path)
    where = [row for row in sheets["Where"] if row and row[0] in ("police", "mosaic", "eisi")]
    by_file = {str(row[3]): str(row[7]) for row in where}
    assert by_file["late.xlsx"] == NEVER and by_file["strange.xlsx"] == UNKNOWN
    assert found.untaken == 1 and found.unread == 3
    named = {str(row[3]) for row in sheets["Open by hand"] if len(row) > 3 and row[3]}
    assert named >= {"letter.pdf", "damaged.xlsx", "link.xlsx"} and "loose.csv" not in named
    assert find(place.home, "ZQONLY1").untaken == 1, "a reference that stands in no table at all"
    with pytest.raises(Stopped, match="found none such"):
        forget(place.home, "ZQONLY1", by="A. Person", reason="asked for")
    assert list(place.home.staging.iterdir()) == []
    logged = json.dumps([line.facts for line in audit_lines(place.home) if line.event == "find"])
    assert CHILD not in logged and "late.xlsx" not in logged


@pytest.mark.keeps("SEC-22")
@pytest.mark.slow
def test_another_authoritys_child_is_found_and_erased_by_its_own_reference(place: Partnership) -> None:
    """Both authorities write ZQN1, and mean two children."""
    rows = planted(MISSING_MARCH)
    place.drop("Z002/2023-03/police/police.xlsx", workbook_bytes({"Sheet1": rows}))
    place.look()
    home = place.home
    with pytest.raises(Stopped, match="--authority"):
        find(home, "ZQN1", authority="Z009")
    ours, theirs = find(home, "ZQN1"), find(home, "ZQN1", authority="Z002")
    assert theirs.sources == {"police.missing_report": 1} and ours.sources["mosaic.person"] == 1
    done = forget(home, "ZQN1", by="A. Person", reason="asked for", authority="Z002")
    assert done.is_done and done.sources == {"police.missing_report": 1}
    assert find(place.home, "ZQN1").sources == ours.sources, "the other child stands"
    with pytest.raises(Stopped, match="found none such"):
        find(place.home, "ZQN1", authority="Z002")
