"""A figure of a tiny inbox written by hand is walked back to the very rows of its files, and a row forward again."""

import json
import os
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

from pipelines.audit import lines
from pipelines.builds import build_path
from pipelines.cli import app
from pipelines.files import write_whole
from pipelines.intake.delivery import deliveries
from pipelines.publication.editions import FIGURE_COLUMNS, PUBLISHED, folder
from pipelines.tracing.cell import Asked
from pipelines.tracing.forward import forward
from pipelines.tracing.trace import Trace, trace
from tests.made_up_inbox import MISSING_FEBRUARY, MISSING_MARCH, Partnership

TITLES = 3
"""Rows above the headings of the police's sheets, the second of their workbook."""
AUDIENCES = """[return_interview_team]
title = "Return interview team"
members = "For the return interview team."
tier = "operational"
refs = ["MH01", "MH05", "MH07"]
"""
REAL = ("0012", "N1", "N3", "M3", "M4", "9990000018", "Ada", "Leeds")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """Both months of every agency, built for March, with an operational audience of its own."""
    made = Partnership(tmp_path_factory.mktemp("trace"))
    (made.settings_file.parent / "audiences.toml").write_text(AUDIENCES, encoding="utf-8")
    made.drop_everything()
    made.take_all()
    made.refresh()
    return made


def traced(place: Partnership, ref: str, period: str, **more: Any) -> Trace:
    breakdown = more.pop("breakdown", None)
    return trace(place.home, Asked.of(ref, period, more.pop("window", None), breakdown), **more)


def own_rows(found: Trace, side: str = "numerator") -> set[tuple[str, str, int, int]]:
    """Table, month, sheet and row of what a side's rows were made of."""
    counted = found.lines.filter(found.lines["side"] == side)["row"]
    own = found.places.filter(found.places["is_own"] & found.places["row"].is_in(counted.implode()))
    return {
        (line["table"], found.deliveries[line["delivery_id"]].month, line["sheet_number"], line["row_number"])
        for line in own.iter_rows(named=True)
    }


def row_of(table: list[list[Any]], reference: str) -> int:
    """The row of a police report in its file."""
    return TITLES + 1 + [row[0] for row in table].index(reference)


def run(place: Partnership, *words: str) -> Any:
    return CliRunner().invoke(app, [*words, *place.options])


@pytest.mark.keeps("P3")
def test_a_figure_is_walked_back_to_the_rows_of_the_files(place: Partnership) -> None:
    found = traced(place, "MH01", "2023-03")
    rows = {("police.missing_report", "2023-03", 2, row_of(MISSING_MARCH, report)) for report in ("M3", "M4")}
    assert own_rows(found) == rows
    assert (found.value.numerator, found.counted.total("numerator")) == (2, 2)
    assert found.agrees("numerator") and found.is_sound
    assert all(each.bytes == "sound" for each in found.files)


def test_a_category_has_its_own_rows(place: Partnership) -> None:
    found = traced(place, "MH01", "2023-03", breakdown="placed_by=Other authority")
    assert own_rows(found) == {("police.missing_report", "2023-03", 2, row_of(MISSING_MARCH, "M4"))}


def test_a_record_told_by_two_agencies_has_rows_of_both_behind_it(place: Partnership) -> None:
    found = traced(place, "MH07", "2023-02")
    tables = set(found.places.filter(found.places["is_own"].not_())["table"])
    assert "eisi.return_interview" in tables
    assert ("police.missing_report", "2023-02", 2, row_of(MISSING_FEBRUARY, "M1")) in own_rows(found)
    assert own_rows(found) == own_rows(found, "denominator")


def test_longer_windows_have_the_rows_of_their_months(place: Partnership) -> None:
    months = [own_rows(traced(place, "MH01", period)) for period in ("2023-01", "2023-02", "2023-03")]
    quarter = own_rows(traced(place, "MH01", "2022-23-Q4"))
    assert quarter == set.union(*months) and len(quarter) >= 3
    assert traced(place, "MH01", "2022-23-Q4", window="quarter").value.period_id == "quarter:2022-23-Q4"


def test_what_is_no_count_of_rows_is_told(place: Partnership) -> None:
    found = traced(place, "RF02", "2023-03")
    assert found.counted.total("denominator") is None and found.agrees("denominator")
    assert "reference.population" in found.read_beside
    assert own_rows(found) == {("mosaic.referral", "2023-03", 1, 3)}


def test_what_a_figure_lacks_is_told(place: Partnership) -> None:
    found = traced(place, "PO01", "2023-01")
    assert found.value.state == "not_supplied"
    assert ("police.domestic_abuse_incident", "2023-01") in found.lacking


@pytest.mark.keeps("P3")
def test_bytes_that_were_changed_are_told(place: Partnership) -> None:
    sound = traced(place, "MH01", "2023-03", is_read_again=True)
    assert {each.again for each in sound.files} == {"same"}
    police = next(each.delivery for each in sound.files if each.delivery.agency == "police")
    stored = place.home.store / police.sha256
    data = stored.read_bytes()
    try:
        stored.write_bytes(data + b"\0")
        assert not traced(place, "MH01", "2023-03").is_sound
        stored.unlink()
        assert not traced(place, "MH01", "2023-03").is_sound
        assert run(place, "trace", "MH01", "--period", "2023-03").exit_code == 1
    finally:
        stored.write_bytes(data)
    assert traced(place, "MH01", "2023-03").is_sound


@pytest.mark.keeps("SEC-20")
def test_the_words_hold_no_reference_unless_the_restricted_role_asks(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    def texts(*more: str) -> list[str]:
        answer = run(place, "trace", "MH01", "--period", "2023-03", *more)
        assert answer.exit_code == 0, answer.output
        return answer.output.replace("MH01", "").split()

    for more in ((), ("--json",)):
        assert not [word for word in texts(*more) if word.strip('";,') in REAL]
    assert "M3;" in texts("--references") or "M3" in texts("--references")
    before = os.access
    store = place.home.store
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != store and before(path, mode))
    refused = run(place, "trace", "MH01", "--period", "2023-03", "--references")
    assert refused.exit_code == 2 and "restricted" in refused.output


def test_json_has_every_row(place: Partnership) -> None:
    facts = json.loads(run(place, "trace", "MH01", "--period", "2023-03", "--json").output)
    assert [facts["sides"]["numerator"][name] for name in ("stored", "again", "agrees")] == [2, 2, True]
    assert len(facts["rows"]) == 2 and all(row["behind"] for row in facts["rows"])
    assert {each["bytes"] for each in facts["files"]} == {"sound"}


def test_what_does_not_exist_is_told(place: Partnership) -> None:
    for words in (
        ("XX99", "--period", "2023-03"),
        ("MH01", "--period", "1999-01"),
        ("MH01", "--period", "2023-03", "--breakdown", "ward=Nowhere"),
        ("MH01", "--period", "2023-03", "--breakdown", "ward"),
        ("MH01",),
    ):
        answer = run(place, "trace", *words)
        assert answer.exit_code == 2 and answer.output.startswith("Expected")


def test_a_row_is_walked_forward(place: Partnership) -> None:
    file = str(place.inbox / "2023-03" / "police" / "police.xlsx")
    (found,) = forward(place.home, file, row_of(MISSING_MARCH, "M3"), sheet=2)
    assert found.fate.words == "In force." and found.fate.source == "police.missing_report"
    assert [table for table, _ in found.made] == ["core.missing_episode"]
    counted = {
        (line["ref"], line["period_id"]) for line in found.counted.to_dicts() if line["breakdown"] == ""
    }
    assert {("MH01", "month:2023-03"), ("MH02", "month:2023-03"), ("MH02", "quarter:2022-23-Q4")} <= counted
    assert ("MH01", "month:2023-02") not in counted
    assert found.left_out["MH07"] == "counted in the denominator, but not in the numerator"


def test_every_row_that_a_figure_counts_says_so_when_it_is_walked_forward(place: Partnership) -> None:
    for ref in ("MH01", "RF01"):
        back = traced(place, ref, "2023-03")
        for table, month, sheet, row in own_rows(back):
            delivery = next(
                each.delivery_id
                for each in back.deliveries.values()
                if each.month == month and any(part["source"] == table for part in each.parts)
            )
            found = forward(place.home, delivery, row, sheet=sheet, ref=ref)
            cells = {line["period_id"] for each in found for line in each.counted.to_dicts()}
            assert "month:2023-03" in cells, (ref, table, row)


def test_a_row_that_is_not_counted_says_why(place: Partnership) -> None:
    february = str(place.inbox / "2023-02" / "police" / "police.xlsx")
    (superseded,) = forward(place.home, february, row_of(MISSING_FEBRUARY, "M2"), sheet=2)
    assert "newer row of the same record" in superseded.fate.words
    (heading,) = forward(place.home, february, TITLES + 1, sheet=2)
    assert heading.fate.words.startswith("No record stands there")
    (march,) = forward(
        place.home,
        str(place.inbox / "2023-03" / "police" / "police.xlsx"),
        row_of(MISSING_MARCH, "M4"),
        sheet=2,
        ref="MH05",
    )
    assert "missing_episode.rhi_due" in march.left_out["MH05"]  # never found


def test_a_row_of_a_replaced_or_refused_file_says_so(place: Partnership) -> None:
    snapshots = [
        each for each in deliveries(place.home).values() if (each.agency, each.month) == ("mosaic", "2023-02")
    ]
    (old,) = forward(place.home, snapshots[0].delivery_id, 2)
    assert old.fate.words.startswith(("Superseded by a newer delivery", "In force"))
    answer = run(place, "trace-file", str(place.settings_file), "2")
    assert answer.exit_code == 2 and "never was" in answer.output
    assert run(place, "trace-file", snapshots[0].delivery_id, "2").exit_code == 0


@pytest.mark.keeps("SEC-29")
def test_tracing_is_in_the_audit_log(place: Partnership) -> None:
    traced(place, "MH01", "2023-03")
    facts = [line.facts["facts"] for line in lines(place.home) if line.event == "trace"][-1]
    assert (facts["ref"], facts["period"], facts["rows"]) == ("MH01", "2023-03", 2)


@pytest.fixture
def listed(place: Partnership) -> Iterator[Path]:
    answer = run(place, "list", "MH01", "--period", "2023-03", "--for", "return_interview_team", "--json")
    assert answer.exit_code == 0, answer.output
    yield Path(json.loads(answer.output)["file"])


def test_a_list_has_as_many_records_as_the_figure(place: Partnership, listed: Path) -> None:
    value = traced(place, "MH01", "2023-03").value
    book = openpyxl.load_workbook(listed)
    ((_, area),) = book["Numerator"].tables.items()
    first, last = (int("".join(filter(str.isdigit, corner))) for corner in area.split(":"))
    assert last - first == value.numerator == 2
    words = [
        cell for row in book["Numerator"].iter_rows(values_only=True, max_row=12) for cell in row if cell
    ]
    assert any("Return interview team" in str(word) for word in words)
    assert "OFFICIAL-SENSITIVE" in words
    everything = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert not everything & set(REAL)


def test_a_list_is_for_its_owner_alone_and_logged(place: Partnership, listed: Path) -> None:
    assert listed.stat().st_mode & 0o777 == 0o600
    assert listed.parent.stat().st_mode & 0o777 == 0o700
    facts = [line.facts["facts"] for line in lines(place.home) if line.event == "list"][-1]
    assert (facts["ref"], facts["audience"]) == ("MH01", "return_interview_team")


def test_a_list_with_references_names_the_records(place: Partnership) -> None:
    answer = run(
        place,
        "list",
        "MH01",
        "--period",
        "2023-03",
        "--for",
        "return_interview_team",
        "--references",
        "--json",
    )
    path = Path(json.loads(answer.output)["file"])
    assert path.is_relative_to(place.home.folder / "restricted")
    cells = {
        cell for row in openpyxl.load_workbook(path)["Numerator"].iter_rows(values_only=True) for cell in row
    }
    assert {"M3", "M4", "0012"} <= cells


def test_lists_are_for_operational_audiences_only(place: Partnership, tmp_path: Path) -> None:
    for words in (
        ("MH05", "--for", "executive"),
        ("RF01", "--for", "return_interview_team"),
        ("MH05", "--for", "return_interview_team", "--out", str(tmp_path / "list.csv")),
    ):
        answer = run(place, "list", words[0], "--period", "2023-03", *words[1:])
        assert answer.exit_code == 2 and answer.output.startswith("Expected")
    tmp_path.chmod(0o755)
    out = ("--out", str(tmp_path / "list.xlsx"))
    answer = run(place, "list", "MH01", "--period", "2023-03", "--for", "return_interview_team", *out)
    assert answer.exit_code == 2 and "you alone" in answer.output


def test_everything_of_a_child_is_found(place: Partnership) -> None:
    answer = run(place, "find", "0012", "--json")
    assert answer.exit_code == 0, answer.output
    facts = json.loads(answer.output)
    # February and March: two persons' files, two of contacts, two of referrals, two logs; M1 in February, M3 in March
    assert facts["rows"] == {
        "eisi.return_interview": 2, "mosaic.contact": 2, "mosaic.person": 2, "mosaic.referral": 2,
        "police.missing_report": 2,
    }  # fmt: skip
    book = openpyxl.load_workbook(facts["workbook"])
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"Ada", "0012", "M1", "M3", "9990000018"} <= cells
    assert not {"0013", "M2", "Ben"} & cells
    assert Path(facts["workbook"]).stat().st_mode & 0o777 == 0o600
    logged = json.dumps([line.facts for line in lines(place.home) if line.event == "find"][-1])
    assert "0012" not in logged and '"rows": 10' in logged


def test_a_child_is_found_by_another_agencys_reference_and_nobody_by_none(place: Partnership) -> None:
    by_nominal = json.loads(run(place, "find", "N1", "--json").output)
    assert by_nominal["rows"] == json.loads(run(place, "find", "0012", "--json").output)["rows"]
    answer = run(place, "find", "777777")
    assert answer.exit_code == 2 and "777777" not in answer.output
    asked = CliRunner().invoke(app, ["find", *place.options], input="0012\n")
    assert asked.exit_code == 0 and "0012" not in asked.output


def test_nobody_else_finds_a_child(place: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    before, store = os.access, place.home.store
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != store and before(path, mode))
    answer = run(place, "find", "0012")
    assert answer.exit_code == 2 and "restricted" in answer.output


@pytest.fixture(scope="module")
def mailed(place: Partnership, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that was published to the executive: MH01 of February shown, of March withheld."""
    path = tmp_path_factory.mktemp("mailed") / "workbook.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "MH01"
    for row in (["MH01 is so"], ["Month", "Count"], [date(2023, 2, 1), 2], [date(2023, 3, 1), "[c]"]):
        sheet.append(row)
    book.save(path)
    figures = pl.DataFrame(
        [
            {
                "audiences": "executive", "authority": "370", "indicator": "MH01", "period_id": f"month:2023-0{month}",
                "window_name": "month", "period_start": f"2023-0{month}-01", "period_end": f"2023-0{month}-28",
                "breakdown": "", "category": "", "numerator": number, "denominator": None, "value": number,
                "unit": "count", "state": state, "definition": "v1", "marks": "",
            }
            for month, number, state in ((2, "2", "ok"), (3, None, "withheld"))
        ],
        schema_overrides={"numerator": pl.String, "value": pl.String, "denominator": pl.String},
    ).select(FIGURE_COLUMNS).write_csv().encode()  # fmt: skip
    files = {"executive/workbook.xlsx": sha256(path.read_bytes()).hexdigest()}
    manifest = json.dumps({"files": files}).encode()
    names = {"figures": sha256(figures).hexdigest(), "manifest": sha256(manifest).hexdigest()}
    write_whole(folder(place.home) / f"{names['figures']}.figures.csv", figures)
    write_whole(folder(place.home) / f"{names['manifest']}.manifest.json", manifest)
    with place.home.ledger.writing() as ledger:
        ledger.append(
            PUBLISHED, quarter="2022-23-Q4", edition=1, month="2023-03", build=build_path(place.home).stem, draft="",
            release="", by="A", approved_by="A", approved_on="2023-05-01", caveats=[], on="2023-05-01",
            first="2023-05-01", reason="", told=[], **names,
        )  # fmt: skip
    return path


def test_a_cell_of_a_published_workbook_is_traced(place: Partnership, mailed: Path) -> None:
    answer = run(place, "trace", "--workbook", str(mailed), "--cell", "MH01!B3", "--json")
    assert answer.exit_code == 0, answer.output
    facts = json.loads(answer.output)
    assert (facts["ref"], facts["period_start"], facts["sides"]["numerator"]["again"]) == (
        "MH01",
        "2023-02-01",
        2,
    )
    assert facts["as_published"]["audiences"] == ["executive"] and facts["as_published"]["value"] == 2
    for cell in ("MH01!A3", "MH01!Z9", "Elsewhere!B3", "B3"):
        assert run(place, "trace", "--workbook", str(mailed), "--cell", cell).exit_code == 2
    asked = ("MH01", "--period", "2023-02", "--as-published", "2022-23-Q4", "--audience")
    assert run(place, "trace", *asked, "executive").exit_code == 0
    assert run(place, "trace", *asked, "front_door").exit_code == 2


def test_a_withheld_figure_is_for_the_restricted_role(
    place: Partnership, mailed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = ("--workbook", str(mailed), "--cell", "MH01!B4")
    words = ("MH01", "--period", "2023-03", "--audience", "executive")
    for asked in (cell, words):
        assert run(place, "trace", *asked).exit_code == 0
    before, store = os.access, place.home.store
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != store and before(path, mode))
    for asked in (cell, words):
        refused = run(place, "trace", *asked)
        assert refused.exit_code == 2 and "withheld" in refused.output
