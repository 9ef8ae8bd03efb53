"""The review of a month from real files: lives of issues, effects, changes, decisions, and nothing of a record in it."""

import html
import json
import re
from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.review.changes import changes
from pipelines.review.decisions import DecisionRefused
from pipelines.review.effect import bounds
from pipelines.review.issues import issues
from pipelines.review.making import review
from pipelines.review.waiving import listed, waive
from pipelines.review.writing import folder_of, is_reviewed, reviewed_issues, write_review
from schemas.issue import ISSUES
from scorecards.accessibility.check import essential
from scorecards.accessibility.opened import opened
from scorecards.period import Month
from scorecards.review.page import json_in_page, review_page
from scorecards.review.workbook import review_workbook
from tests.made_up_inbox import (
    CONTACTS,
    FEBRUARY,
    INTERVIEWS,
    MARCH,
    MISSING_FEBRUARY,
    MISSING_MARCH,
    MOSAIC,
    Partnership,
    Rows,
    workbook_bytes,
)

SENTINEL = "Zebedee"
RECEIVED = 2
"""The place of `cont_contact_date` in a contact."""


def with_cell(table: Rows, row: int, column: int, cell: str) -> Rows:
    changed = deepcopy(table)
    changed[row][column] = cell
    return changed


def contacts(table: Rows) -> Mapping[str, Rows]:
    return {**MOSAIC, "ssd_contacts": table}


WRONG = with_cell(CONTACTS, 2, RECEIVED, SENTINEL)


def refresh(place: Partnership, *months: Month) -> None:
    for month in months:
        place.refresh(month)


def take(place: Partnership, *months: Month) -> None:
    """Take the files in and build nothing: what intake finds needs no build."""
    for month in months:
        place.look(month)


def found(place: Partnership, month: Month = MARCH, rule: str = "GEN01") -> list[tuple[str, str, str]]:
    """State, first month and place of the issues of a rule."""
    known = issues(place.home, month).filter(pl.col("rule") == rule)
    return known.select("state", "first_seen", "place").sort("place", "state").rows()


def test_new_then_still_open_then_fixed_then_reopened_with_its_first_month(tmp_path: Path) -> None:
    place = Partnership(tmp_path, more_settings="")
    at = "line 3, column 3 (cont_contact_date)"
    moved = [WRONG[0], WRONG[3], WRONG[1], WRONG[2]]
    story = [
        ("2023-01", WRONG, ("new", "2023-01", at)),
        ("2023-02", moved, ("still_open", "2023-01", "line 4, column 3 (cont_contact_date)")),
        ("2023-03", CONTACTS, ("fixed", "2023-01", "line 4, column 3 (cont_contact_date)")),
        ("2023-04", WRONG, ("reopened", "2023-01", at)),
        ("2023-05", WRONG, ("still_open", "2023-01", at)),
    ]
    keys = set()
    for month, table, told in story:
        place.drop_mosaic(month, contacts(table))
        place.look(Month.parse(month))
        assert found(place, Month.parse(month)) == [told]
        keys |= set(issues(place.home, Month.parse(month)).filter(pl.col("rule") == "GEN01")["issue"])
    assert len(keys) == 1
    assert found(place, Month.parse("2023-02")) == [story[1][2]], "an earlier month is told as it was"


def test_the_same_file_again_is_nothing_new(place: Partnership) -> None:
    place.drop_mosaic("2023-03", contacts(WRONG))
    take(place, MARCH)
    before = issues(place.home, MARCH)
    place.drop("2023-03/mosaic/again.csv", (place.inbox / "2023-03/mosaic/ssd_contacts.csv").read_bytes())
    take(place, MARCH)
    assert issues(place.home, MARCH).equals(before)


@pytest.mark.slow
def test_a_rebuild_from_ledger_and_store_tells_the_same(place: Partnership) -> None:
    place.drop_mosaic("2023-02", contacts(WRONG))
    place.drop_mosaic("2023-03", contacts(WRONG))
    refresh(place, FEBRUARY, MARCH)
    before = issues(place.home, MARCH)
    for path in [*place.home.rows.glob("*/*"), *place.home.builds.glob("*/*")]:
        path.unlink()
    for path in place.home.rows.glob("*"):
        path.rmdir()
    refresh(place, FEBRUARY, MARCH)
    assert issues(place.home, MARCH).equals(before)


def test_an_issue_has_its_place_its_words_and_its_age(place: Partnership) -> None:
    place.drop_police("2023-02", with_cell(MISSING_FEBRUARY, 1, 6, SENTINEL))
    place.drop_police("2023-03", MISSING_MARCH)
    take(place, FEBRUARY, MARCH)
    (row,) = issues(place.home, MARCH).filter(pl.col("rule") == "GEN01").rows(named=True)
    assert (row["place"], row["cell"], row["sheet"], row["row_number"]) == ("Missing!G5", "G5", "Missing", 5)
    assert row["state"] == "still_open", "February's file stands beside March's, and M1 did not come again"
    assert row["age"] == 23, "March 2023 has 23 working days"
    assert row["indicators"] and row["mends"] == "Police" and row["severity"] == "reject"
    assert list(issues(place.home, MARCH).schema.items()) == list(pl.Schema(ISSUES).items())


def test_a_check_that_cannot_be_run_is_never_no_issues(place: Partnership, tmp_path: Path) -> None:
    broken = tmp_path / "settings" / "checks" / "broken.sql"
    broken.parent.mkdir()
    broken.write_text(
        """/*
code = "XMP01"
title = "A check that breaks"
severity = "query"
message = "Expected nothing; found something."
remedy = "None."
indicators = ["MH01"]
*/
select missing_report.authority, cast(missing_report.report_id as integer) as wrong
from police.missing_report as missing_report
"""
    )
    place.drop_everything()
    refresh(place, MARCH)
    content = review(place.home, MARCH)
    assert content.answer == "No"
    assert any("XMP01" in words and "could not be run" in words for words in content.blocks)


def test_what_is_wrong_with_a_figure_is_an_issue_too(place: Partnership, tmp_path: Path) -> None:
    marking = tmp_path / "settings" / "checks" / "marked.sql"
    marking.parent.mkdir()
    marking.write_text(
        """/*
code = "XMP02"
title = "March is marked"
severity = "query"
marks = "impossible"
message = "Expected nothing; found March."
remedy = "None."
indicators = ["MH01", "MH02"]
*/
select distinct missing_report.authority, 'month:2023-03' as period_id
from police.missing_report as missing_report
"""
    )
    place.drop_everything()
    refresh(place, MARCH)
    assert found(place, rule="XMP02") == [("new", "2023-03", "MH01, MH02, March 2023")]
    assert any(words.startswith("MH01, MH02, March 2023") for words in review(place.home, MARCH).warnings)


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 4), st.booleans(), st.booleans())
def test_bounds_hold_every_way_in_which_the_rows_can_fall(
    part: int, rest: int, doubted: int, is_share: bool, is_in_whole: bool
) -> None:
    """Every doubted row is out, in the whole, or in whole and part: tried one by one."""
    whole = part + rest
    ways = {(0, 0), (1, 0), (1, 1)} if is_share and is_in_whole else {(0, 0), (0, 1)}
    values = []
    for falls in product(ways, repeat=doubted):
        numerator = part + sum(way[1] for way in falls)
        denominator = (whole + sum(way[0] for way in falls)) if is_share else 1
        if denominator and (not is_share or numerator <= denominator):
            values.append(numerator / denominator)
    rest_of_it = (Decimal(part), Decimal(whole) if is_share else None)
    low, high = bounds(rest_of_it, doubted, is_share=is_share, is_in_whole=is_in_whole)
    if values:
        assert low == pytest.approx(min(values)) and high == pytest.approx(max(values))


def test_the_effect_of_a_row_set_aside_and_of_one_that_is_asked_about(place: Partnership) -> None:
    """Of March's reports M3 and M4 are counted; a further one is set aside, and M3 is of a
    child born after it. Without the months before February there is no year so far and no quarter."""
    more = [*MISSING_MARCH[3][:5], SENTINEL, *MISSING_MARCH[3][6:]]
    more[0] = "M9"
    asked = with_cell(MISSING_MARCH, 2, 3, "05/03/2023")
    place.drop_police("2023-02", MISSING_FEBRUARY)
    place.drop_police("2023-03", [*asked, more])
    take(place, FEBRUARY)
    refresh(place, MARCH)
    rules = {(line.rule, line.source): line for line in review(place.home, MARCH).rules}
    aside = rules["GEN01", "police.missing_report"].effects
    assert next(words for words in aside if "MH01 " in words) == (
        "Depending on the row, MH01 (Missing episodes reported, the month) lies between 2 and 3; now 2."
    )
    kept = rules["MIS05", "police.missing_report"].effects
    assert next(words for words in kept if "MH01 " in words) == (
        "If the row is wrong, MH01 (Missing episodes reported, the month) lies between 1 and 2; now 2."
    )


def test_rows_that_vanished_and_values_that_changed_since_the_last_extract(place: Partnership) -> None:
    place.drop_mosaic("2023-02")
    changed = with_cell(CONTACTS, 1, 3, "3A")
    filled = with_cell(changed, 3, 6, "2023-03-31T09:00:00")
    place.drop_mosaic("2023-03", contacts([filled[0], filled[1], filled[3]]))
    take(place, FEBRUARY)
    refresh(place, MARCH)
    from pipelines.intake.delivery import deliveries

    tally, places = changes(place.home, deliveries(place.home).values(), MARCH)
    assert tally.filter(pl.col("source") == "mosaic.contact").rows() == [
        ("mosaic.contact", "2023-02", 3, 1, 1)
    ]
    told = places.select("what", "columns", "month", "row_number").rows()
    assert told == [("vanished", "", "2023-02", 3), ("changed", "cont_contact_source_code", "2023-03", 2)]
    content = review(place.home, MARCH)
    assert [line.example for line in content.changes] == ["line 3"]


def test_a_waiver_hides_nothing_else_and_lapses_by_itself(place: Partnership) -> None:
    twice = with_cell(WRONG, 1, RECEIVED, SENTINEL)
    place.drop_mosaic("2023-02", contacts(twice))
    refresh(place, FEBRUARY)
    keys = issues(place.home, FEBRUARY).filter(pl.col("rule") == "GEN01")["issue"].to_list()
    waive(place.home, keys[0], reason="Seen.", until="2023-03-31", by="A N Officer", scope="rule")
    thrice = with_cell(twice, 3, RECEIVED, SENTINEL)
    place.drop_mosaic("2023-03", contacts(thrice))
    place.drop_mosaic("2023-04", contacts(thrice))
    take(place, MARCH)
    refresh(place, Month.parse("2023-04"))
    states = [state for state, *_ in found(place, MARCH)]
    assert sorted(states) == ["new", "waived", "waived"], "a later record of the rule is open"
    assert [state for state, *_ in found(place, Month.parse("2023-04"))] == ["still_open"] * 3
    (line,) = listed(place.home)
    assert (line.state, line.issues, line.covers, line.by) == ("lapsed", 2, 2, "A N Officer")


def test_a_waiver_names_one_issue(reviewed: Partnership) -> None:
    for key in ("", "abc", "zzzzzzzzzzzz"):
        with pytest.raises(DecisionRefused, match="one issue of March 2023"):
            waive(reviewed.home, key, reason="Seen.", until="2023-06-30", by="A N Officer")


def test_answers_of_a_supplier_become_decisions_once(place: Partnership) -> None:
    place.drop_mosaic("2023-03", contacts(with_cell(WRONG, 1, RECEIVED, SENTINEL)))
    refresh(place, MARCH)
    first, second = issues(place.home, MARCH).filter(pl.col("rule") == "GEN01")["issue"].to_list()
    headings = ["Issue", "Decision", "Reason", "Until", "Decided by"]
    rows = [
        headings,
        [first, "Correct as it is", "It was so.", "30/06/2023", "A Supplier"],
        [second, "will fix", "", "30/04/2023", "A Supplier"],
    ]
    place.drop("2023-03/decisions/issues.xlsx", workbook_bytes({"Issues": rows}))
    assert not is_reviewed(place.home, MARCH)
    for _ in range(2):
        home = place.home
        with home.ledger.writing():
            assert not write_review(home, MARCH).refused
    assert len(place.home.ledger.of("answered")) == 1
    states = dict(issues(place.home, MARCH).select("issue", "state").iter_rows())
    assert (states[first], states[second]) == ("waived", "returned")
    assert is_reviewed(place.home, MARCH)


def test_answers_that_ended_already_are_not_taken_and_it_says_so(place: Partnership) -> None:
    place.drop_mosaic("2023-03", contacts(WRONG))
    refresh(place, MARCH)
    (key,) = issues(place.home, MARCH).filter(pl.col("rule") == "GEN01")["issue"].to_list()
    rows = [
        ["Issue", "Decision", "Reason", "Until", "Decided by"],
        [key, "correct as it is", "So.", "31/03/2023", "A Supplier"],
    ]
    place.drop("2023-03/decisions/issues.xlsx", workbook_bytes({"Issues": rows}))
    home = place.home
    with home.ledger.writing():
        (words,) = write_review(home, MARCH).refused
    assert "after 2023-03-31" in words
    assert [state for state, *_ in found(place)] == ["new"]
    assert any("were not taken" in words for words in review(place.home, MARCH).warnings)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """Two months with something wrong everywhere, reviewed."""
    place = Partnership(tmp_path_factory.mktemp("reviewed"))
    place.drop_everything()
    place.drop_mosaic("2023-03", contacts(with_cell(WRONG, 1, 3, f"<b>{SENTINEL}</b>")))
    place.drop("2023-03/police/hostile <b> name.xlsx", b"PK\x03\x04 torn")
    place.drop(
        "2023-03/eisi/log 2.xlsx", workbook_bytes({"RHI <script>": with_cell(INTERVIEWS, 1, 6, SENTINEL)})
    )
    refresh(place, FEBRUARY, MARCH)
    home = place.home
    with home.ledger.writing():
        write_review(home, MARCH)
    return place


def test_no_value_of_a_record_is_in_the_review(reviewed: Partnership) -> None:
    folder = folder_of(reviewed.home, MARCH)
    workbook = load_workbook(folder / "review-2023-03.xlsx")
    cells = {str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row}
    page = (folder / "review-2023-03.html").read_text(encoding="utf-8")
    frame = reviewed_issues(reviewed.home, MARCH).drop("sheet", "place").write_ndjson()
    for text in (page, "\n".join(cells), frame):
        for value in (f"<b>{SENTINEL}</b>", "9990000018", "Ann Example", "hostile", "Dearne North"):
            assert value not in text


def test_a_suppliers_words_cannot_leave_their_place_in_the_page(reviewed: Partnership) -> None:
    page = (folder_of(reviewed.home, MARCH) / "review-2023-03.html").read_text(encoding="utf-8")
    assert "RHI <script>" not in page and "RHI \\u003cscript\\u003e" in page
    assert page.count("<script") == 4 and not re.search(r'(?:src|href)="(?!#)', page)
    assert "default-src 'none'" in page


@given(st.text())
def test_json_in_a_page_is_the_same_data_and_no_markup(words: str) -> None:
    written = str(json_in_page({"words": words}))
    assert json.loads(written) == {"words": words}
    assert not set(written) & set("<>&")


def test_the_workbook_holds_the_pages_lists_and_keeps_the_checklist(reviewed: Partnership) -> None:
    content = review(reviewed.home, MARCH)
    data = review_workbook(content)
    book = load_workbook(BytesIO(data))
    sheet = book["Issues"]
    table = sheet.tables["issues"]
    rows = sheet[table.ref]
    assert [row[0].value for row in rows[1:]] == content.issues["issue"].to_list()
    page = review_page(content, most_places=10)
    held = json.loads(re.search(r'id="data-issues">(.*?)</script>', page)[1])  # type: ignore[index]
    assert held["rows"] == content.issues.height
    assert essential(opened(data, "review-2023-03.xlsx")) == ()


def test_the_commands_waive_list_and_review(reviewed: Partnership) -> None:
    def scorecard(*command: str) -> str:
        done = CliRunner().invoke(app, [*command, *reviewed.options])
        assert done.exit_code == 0, done.output
        return done.output

    key = issues(reviewed.home, MARCH).filter(pl.col("state") != "fixed")["issue"][0]
    until = ("--until", "2023-06-30", "--by", "A N Officer")
    assert "Waived until 30 June 2023" in scorecard("waive", key[:8], "--reason", "It is right.", *until)
    (line,) = json.loads(scorecard("waivers", "--json"))
    assert (line["state"], line["reason"], line["issues"], line["until"]) == (
        "active",
        "It is right.",
        1,
        "2023-06-30",
    )
    assert "A N Officer: It is right." in scorecard("waivers")
    told = json.loads(scorecard("review", "--month", "2023-03", "--json"))
    assert told["issues"]["waived"] == 1 and Path(told["page"]).exists() and Path(told["workbook"]).exists()
    refused = CliRunner().invoke(
        app, ["waive", key, "--reason", "So.", "--until", "soon", "--by", "A", *reviewed.options]
    )
    assert refused.exit_code == 2 and "Expected a last day such as 2023-09-30" in refused.output


def test_the_same_content_gives_the_same_bytes(reviewed: Partnership) -> None:
    folder = folder_of(reviewed.home, MARCH)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.unlink()
    home = reviewed.home
    with home.ledger.writing():
        write_review(home, MARCH)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_what_was_refused_is_told_by_its_hash_and_not_by_its_name(reviewed: Partnership) -> None:
    words = " ".join(review(reviewed.home, MARCH).warnings)
    assert "Police: a file (" in words and "was refused" in words
    assert "hostile" not in html.unescape(words)
