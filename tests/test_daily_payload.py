"""The department's daily payload is read as the case system's reports; what it does not have is not supplied."""

import json
from pathlib import Path

import pytest

from pipelines.parsing import Refused, Tables, parsed
from pipelines.settings import EXAMPLE, ROOT
from sources.daily.reading import is_payload
from tests.made_up_inbox import MARCH, Partnership, figure, query

SAMPLE = (ROOT / "data" / "samples" / "national" / "children_social_care.json").read_bytes()


def typed(data: bytes) -> Tables:
    return parsed(
        data,
        agency="mosaic",
        month="2023-03",
        authority="370",
        delivery_id="daily",
        key=b"0" * 32,
        names=("Barnsley",),
        overlay=EXAMPLE.parent,
    )


def counts(data: bytes) -> dict[str, int]:
    found = typed(data)
    assert all(part["set_aside"] == 0 for part in found.parts)
    return {name.partition(".")[2]: frame.height for name, frame in found.frames.items()}


def test_every_node_is_a_row_and_what_is_taken_back_is_not() -> None:
    assert counts(SAMPLE) == {
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
    }
    (told,) = typed(SAMPLE).findings.filter(code="PRE29")["message"]
    assert told == (
        "Of the payload these are not read: 3 nodes that are taken back (purge), "
        "1 of child_looked_after_placements, 1 of health_and_wellbeing."
    )


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
    assert typed(SAMPLE).frames["mosaic.person"]["row_number"].to_list() == lines[:3]


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
    assert figure(build, "CN02", "month:2023-03")[0] == 1
    assert figure(build, "CP01", "month:2023-03")[0] == 1
    assert figure(build, "FD01", "month:2023-03")[3] == "not_supplied"  # there are no contacts in it
