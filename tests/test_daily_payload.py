"""The department's daily payload is read as the case system's reports; what it does not have is not supplied."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from pipelines.builds import Plan, Work
from pipelines.home import Home
from pipelines.intake.intake import Intake
from pipelines.intake.parsing import Refused, Tables, parsed
from pipelines.settings import EXAMPLE, ROOT, settings
from pipelines.tracing.forward import forward
from sources.daily.reading import is_payload
from sources.source import TAKEN_BACK
from tests.benchmark.nation import write_settings
from tests.made_up_inbox import MARCH, Partnership, csv_bytes, figure, query
from tests.test_annex_a_written import TABLES, whole

SAMPLE = (ROOT / "data" / "samples" / "national" / "children_social_care.json").read_bytes()


def typed(data: bytes, delivery_id: str = "daily") -> Tables:
    return parsed(
        data,
        agency="mosaic",
        month="2023-03",
        authority="370",
        delivery_id=delivery_id,
        key=b"0" * 32,
        names=("Barnsley",),
        overlay=EXAMPLE.parent,
    )


def counts(data: bytes) -> tuple[dict[str, int], dict[str, int]]:
    """The rows by table, and the records that are taken back."""
    told: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for part in typed(data).parts:
        assert part["set_aside"] == 0
        table = part["source"].partition(".")[2]
        told[part["form"].endswith(TAKEN_BACK)].update({table: part["accepted"]} if part["accepted"] else {})
    rows, taken_back = map(dict, told)
    return rows, taken_back


def test_every_node_is_a_row_and_what_is_taken_back_is_told() -> None:
    rows, taken_back = counts(SAMPLE)
    assert rows == {
        "person": 3,
        "disability": 2,
        "referral": 3,
        "assessment": 1,
        "assessment_factor": 1,
        "section_47": 2,
        "conference": 1,
        "cin_plan": 1,
        "cp_plan": 1,
        "involvement": 1,
        "looked_after_episode": 2,
    }
    # C4, E4 and P0; C2 and C3 tell that they have no disability, S2 that it has no conference
    assert taken_back == {"person": 1, "referral": 1, "cp_plan": 1, "disability": 2, "conference": 1}
    (told,) = typed(SAMPLE).findings.filter(code="PRE29")["message"]
    assert told == "Of the payload these are not read: 1 of health_and_wellbeing."


def test_layout_changes_no_row() -> None:
    records = json.loads(SAMPLE)
    one_line = json.dumps(records).encode()
    grouped = json.dumps([{"la_code": "370", "children": [each["Children"] for each in records]}]).encode()
    marked = b"\xef\xbb\xbf" + SAMPLE
    for other in (one_line, grouped, marked):
        assert counts(other) == counts(SAMPLE)
        assert (
            typed(other)
            .frames["mosaic.referral"]
            .drop("row_number")
            .equals(typed(SAMPLE).frames["mosaic.referral"].drop("row_number"))
        )


def test_a_row_stands_at_the_line_of_its_child() -> None:
    lines = [number for number, line in enumerate(SAMPLE.decode().split("\n"), 1) if '"la_child_id"' in line]
    assert typed(SAMPLE).frames["mosaic.person"]["row_number"].to_list() == lines


@pytest.mark.parametrize(
    "data", [SAMPLE[: len(SAMPLE) // 2], b'[{"la_code": "370", "Children": "x"}]', b"[" * 100_000]
)
def test_a_payload_that_is_damaged_is_refused_without_its_content(data: bytes) -> None:
    with pytest.raises(Refused) as told:
        typed(data)
    assert "370" not in str(told.value) and len(str(told.value)) < 300


def test_other_json_is_no_payload() -> None:
    assert not is_payload(b'{"children": 3}') and not is_payload(b"la_code,Children\n1,2\n")


def test_it_leads_to_figures_and_says_what_is_not_supplied(tmp_path: Path) -> None:
    made = Partnership(tmp_path)
    made.drop("2023-03/mosaic/daily.json", SAMPLE)
    build = made.refresh(MARCH)
    assert query(build, "select count(*), count(*) filter (where is_nfa) from core.referral") == [(3, 1)]
    assert query(build, "select count(*) from core.cin_episode where end_on is null") == [(1,)]
    assert query(build, "select working_days, is_transfer_in from core.conference") == [(9, False)]
    assert query(build, "select is_conference_not_required from core.section_47 order by start_on") == [
        (True,),
        (False,),
    ]
    assert query(build, "select is_primary, end_on from core.allocation") == [(True, None)]
    placed = "select strftime(start_on, '%m-%d'), strftime(ceased_on, '%m-%d') from core.looked_after_episode order by 1"
    assert query(build, placed) == [("08-01", "10-14"), ("10-14", None)]
    assert figure(build, "CN02", "month:2023-03")[0] == 1
    assert figure(build, "CP01", "month:2023-03")[0] == 1
    assert figure(build, "FD01", "month:2023-03")[3] == "not_supplied"  # there are no contacts in it
    assert figure(build, "CN05", "month:2023-03")[0] == 1
    # nor needs, nor categories of abuse
    told = "select distinct breakdown from scorecard.value where indicator in ('CN05', 'CP06') order by 1"
    assert query(build, told) == [("",), ("duration",)]
    file, lines = str(made.inbox / "2023-03" / "mosaic" / "daily.json"), typed(SAMPLE).frames["mosaic.person"]
    (back,) = forward(made.home, file, lines["row_number"].max())  # a line tells its sheets by itself
    assert back.fate.words == "It takes a record back." and back.fate.source == "mosaic.person"


def record(
    child: str, *episodes: dict[str, object], purge: bool = False, **details: object
) -> dict[str, object]:
    said = {
        "date_of_birth": "2015-05-04",
        "sex": "F",
        "ethnicity": "WBRI",
        "unique_pupil_number_unknown_reason": "UN2",
    }
    return {
        "la_code": "370",
        "Children": {
            "la_child_id": child, "purge": purge, "child_details": said | details, "social_care_episodes": list(episodes),
        },
    }  # fmt: skip


def episode(name: str, day: str, closed: str | None = None, **nodes: object) -> dict[str, object]:
    reason = "RC7" if closed else None
    return {
        "social_care_episode_id": name, "referral_date": day, "referral_source": "6",
        "referral_no_further_action_flag": False, "closure_date": closed, "closure_reason": reason, "purge": False, **nodes,
    }  # fmt: skip


def assessment(name: str, start: str, factors: list[str], purge: bool = False) -> dict[str, object]:
    return {
        "child_and_family_assessment_id": name, "start_date": start, "authorisation_date": "2023-02-20",
        "factors": factors, "purge": purge,
    }  # fmt: skip


FIRST = [
    record("C1", episode("E1", "2022-12-01", child_and_family_assessments=[
        assessment("A1", "2022-12-05", ["2B"]), assessment("A2", "2023-01-05", ["3A"])])),
    record("C2", episode("E2", "2023-01-10", closed="2023-02-01")),
    record("C3", episode("E3", "2023-01-15")),
    record("C4", episode("E4", "2023-01-20")),
]  # fmt: skip
SECOND = [
    # the day of birth corrected, an assessment taken back, another's factors changed
    record("C1", episode("E1", "2022-12-01", child_and_family_assessments=[
        assessment("A1", "2022-12-05", ["4B"]), assessment("A2", "2023-01-05", ["3A"], purge=True)]),
        date_of_birth="2015-05-06"),
    record("C2", episode("E2", "2023-01-10")),  # opened again: its end is blank now
    record("C3", purge=True),
]  # fmt: skip
THIRD = [
    record("C4", episode("E4", "2023-01-20", closed="2023-03-20")),
    record("C5", episode("E5", "2023-03-21")),
]


@pytest.mark.parametrize("months", [("2023-03", "2023-03", "2023-03"), ("2023-01", "2023-02", "2023-03")])
def test_payloads_add_up_and_a_childs_newest_record_stands(tmp_path: Path, months: tuple[str, ...]) -> None:
    made = Partnership(tmp_path)
    for place, (month, records) in enumerate(zip(months, (FIRST, SECOND, THIRD), strict=True)):
        made.drop(f"{month}/mosaic/daily-{place}.json", json.dumps(records).encode())
        made.look()  # one a day
    build = made.refresh(MARCH)
    referrals = query(
        build,
        "select strftime(referral_on, '%m-%d'), strftime(closed_on, '%m-%d') from core.referral order by 1",
    )
    assert referrals == [("01-10", None), ("01-20", "03-20"), ("03-21", None), ("12-01", None)]
    assert query(build, "select strftime(start_on, '%m-%d') from core.assessment") == [("12-05",)]
    assert query(build, "select factor_code from core.assessment_factor") == [("4B",)]
    assert query(build, "select count(*) from mosaic.person where birth_date = '2015-05-06'") == [(1,)]
    assert figure(build, "CN02", "month:2023-03")[0] == 3  # C3 is taken back, C4 is closed
    told = query(build, "select source, column_name from checks.files_of_a_history_differ order by all")
    assert told == [("mosaic.assessment_factor", "factor_codes"), ("mosaic.person", "birth_date")]


def test_what_a_payload_leaves_out_is_as_it_was(tmp_path: Path) -> None:
    """Changes alone, and whole records without blanks or without what is older than their window."""
    plan = {"child_protection_plan_id": "P1", "start_date": "2023-01-16", "purge": False}
    closed = {"closure_date": "2023-02-21", "closure_reason": "RC7"}
    of_c2 = {"social_care_episode_id": "E2", "referral_date": "2023-01-10"}
    told = [
        [record("C1", episode("E1", "2022-12-01", child_protection_plans=[plan])), record("C2", of_c2 | closed),
         record("C3", episode("E3", "2023-01-15", child_protection_plans=[plan | {"child_protection_plan_id": "P3"}]))],
        # the plan's end alone; the episode of C2 opened again, without a blank; of C3 something else
        [record("C1", {"social_care_episode_id": "E1", "child_protection_plans": [
            {"child_protection_plan_id": "P1", "end_date": "2023-02-20", "purge": False}]}),
         record("C2", of_c2), record("C3", sex="M")],
        # an end of a plan whose beginning never came
        [record("C3", {"social_care_episode_id": "E3", "child_protection_plans": [
            {"child_protection_plan_id": "P9", "end_date": "2023-03-20", "purge": False}]}, sex="M")],
    ]  # fmt: skip
    made = Partnership(tmp_path)
    for place, records in enumerate(told):
        made.drop(f"2023-03/mosaic/daily-{place}.json", json.dumps(records).encode())
        made.look()
    build = made.refresh(MARCH)
    assert query(build, "select strftime(end_on, '%m-%d') from core.cp_plan order by all") == [
        ("02-20",),
        (None,),
    ]
    assert query(build, "select count(*) from core.referral where closed_on is null") == [(3,)]
    assert figure(build, "CP01", "month:2023-03")[0] == 1
    listed = "select source, column_name from checks.files_of_a_history_differ order by all"
    assert query(build, listed) == [("mosaic.cp_plan", "plan_id"), ("mosaic.person", "sex")]


def test_a_piece_is_not_held_for_being_small(tmp_path: Path) -> None:
    made = Partnership(tmp_path)
    whole = [record(f"C{place}", episode(f"E{place}", "2023-02-06")) for place in range(200)]
    made.drop("2023-02/mosaic/daily.json", json.dumps(whole).encode())
    made.look()
    made.drop("2023-03/mosaic/daily.json", json.dumps(THIRD).encode())
    build = made.refresh(MARCH)
    assert query(build, "select count(*), max(referral_on)::varchar from core.referral") == [
        (200, "2023-03-21")
    ]


def test_in_a_region_each_authority_may_send_another_form(tmp_path: Path) -> None:
    file = write_settings(tmp_path / "settings", ["Z001", "Z002"])
    inbox = tmp_path / "inbox"
    for place, records in enumerate((FIRST, SECOND, THIRD)):
        path = inbox / "Z001" / "2023-03" / "mosaic" / f"daily-{place}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(records))
        os.utime(path, (place, place))
    for name, table in TABLES.items():
        path = inbox / "Z002" / "2023-03" / "mosaic" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(csv_bytes(whole(table)))
    home = Home(settings(file, inbox=inbox, home=tmp_path / "home"))
    home.open()
    with home.ledger.writing():
        Intake(home).take_agency("mosaic", MARCH)
        build = Work(Plan(home, MARCH)).finish()
    by_authority = "select authority, count(*) from core.referral group by all order by all"
    assert query(build, by_authority) == [("Z001", 4), ("Z002", len(TABLES["ssd_cin_episodes"]) - 1)]
    # needs stand in no payload: by them there is one authority, and the region says so
    told = "select distinct breakdown, state, counted from scorecard.region_value where indicator = 'CN05' order by all"
    assert query(build, told) == [("", "ok", "Z001 Z002"), ("primary_need", "partial", "Z002")]
