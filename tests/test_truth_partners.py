"""The made-up partnership's answers about missing children, caseloads, early help, police and escalations."""

from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from sources.synthetic.entry import Row
from sources.synthetic.truth.answers import answers
from tests.test_truth import counted as counted_of

MARCH = "month:2023-03"
MARCH_END = date(2023, 3, 31)

counted = partial(counted_of, first="2023-03", month="2023-03")


def report(report_id: str, nominal: str, reported: datetime, found: datetime | None, **more: Any) -> Row:
    row = {"report_id": report_id, "nominal_id": nominal, "reported_at": reported, "found_at": found}
    return {**row, "risk_grade": "Medium", "missing_from": "Home", "birth_date": date(2010, 1, 1), **more}


def interview(report_id: str, completed: datetime | None = None, **more: Any) -> Row:
    row = {"interview_id": f"I{report_id}", "report_id": report_id, "completed_at": completed}
    return {**row, "is_required": True, "is_offered": True, "is_accepted": completed is not None, **more}


def post(staff_id: str | None, fte: str | None, **more: Any) -> Row:
    row: Row = {
        "post_id": f"P{staff_id}{more.get('team_name')}",
        "staff_id": staff_id,
        "team_name": "Assessment",
    }
    row |= {
        "role": "Experienced social worker",
        "fte": None if fte is None else Decimal(fte),
        "is_agency": False,
    }
    row |= {"is_vacant": False, "is_case_holding": True, "extract_month_end": MARCH_END}
    return {**row, **more}


def allocated(staff_id: str, children: range, **more: Any) -> list[Row]:
    row: Row = {"worker_id": f"W{staff_id}", "start_date": date(2022, 1, 1), "is_primary": True}
    return [{**row, "child_id": f"{more.get('of', staff_id)}{number}", **more} for number in children]


def professionals(*staff: str) -> list[Row]:
    return [{"worker_id": f"W{staff_id}", "staff_id": staff_id} for staff_id in staff]


def test_a_second_report_before_the_child_is_found_belongs_to_the_first() -> None:
    reports = [
        report("1", "N", datetime(2023, 3, 1, 20), datetime(2023, 3, 2, 8)),
        report("2", "N", datetime(2023, 3, 1, 21), datetime(2023, 3, 2, 8)),
        report("3", "N", datetime(2023, 3, 2, 8), None),  # made as the child was found: another episode
        report("4", "M", datetime(2023, 3, 5, 8), datetime(2023, 3, 5, 9), child_id="C"),
        report("5", "O", datetime(2023, 3, 6, 8), datetime(2023, 3, 6, 9), child_id="C"),  # the same child
        report("6", "Q", datetime(2023, 3, 7, 8), None, birth_date=date(2005, 3, 7)),  # 18 that day
        report("7", "R", datetime(2023, 3, 7, 8), None, risk_grade=None),
    ]
    figure = counted({"police.missing_report": reports})
    assert figure("MH01", MARCH) == (5, None)  # 1, 3, 4, 5 and 7
    assert figure("MH01", MARCH, "risk_grade", "Not recorded") == (1, None)
    assert figure("MH01", MARCH, "missing_from", "Home") == (5, None)
    assert figure("MH02", MARCH) == (3, None)  # N, C and R
    assert figure("MH04", MARCH) == (4, 5)


def test_an_interview_is_due_to_own_children_who_returned_unless_marked_otherwise() -> None:
    gone, back = datetime(2023, 3, 1, 20), datetime(2023, 3, 2, 8)
    reports = [
        report("1", "A", gone, back),
        report("2", "B", gone, back),  # no row in the log: due and not offered
        report("3", "C", gone, back),
        report("4", "D", gone, back, placing_authority="Eastmoor"),
        report("5", "E", gone, back, placing_authority="Barnsley"),
        report("6", "F", gone, None),  # the log knows the return
        report("7", "G", gone, None),  # still missing
        report("8", "H", gone, datetime(2023, 4, 1, 8)),  # returned after the month
    ]
    log = [
        interview("1", datetime(2023, 3, 5, 8)),  # 72 hours
        interview("3", is_required=False),
        interview("4", datetime(2023, 3, 2, 9)),
        interview("5", datetime(2023, 3, 5, 8, 1)),
        interview("6", datetime(2023, 3, 3, 9), returned_at=back, is_accepted=False),
        interview("elsewhere", datetime(2023, 3, 3, 9)),
    ]
    figure = counted({"police.missing_report": reports, "eisi.return_interview": log})
    assert figure("MH05", MARCH) == (3, 4)  # due: 1, 2, 5 and 6
    assert figure("MH06", MARCH) == (2, 3)
    assert figure("MH07", MARCH) == (2, 4)
    assert figure("MH07B", MARCH) == (2, 2)
    assert figure("MH07C", MARCH) == (2, 3)


def test_72_hours_end_an_hour_later_on_the_clock_when_the_clocks_go_forward() -> None:
    back = datetime(2023, 3, 24, 20)
    reports = [report(name, name, datetime(2023, 3, 24, 8), back) for name in ("1", "2", "3")]
    log = [
        interview("1", datetime(2023, 3, 27, 21)),
        interview("2", datetime(2023, 3, 27, 21, 1)),
        interview("3", datetime(2023, 3, 24, 19)),  # before the return
    ]
    assert counted({"police.missing_report": reports, "eisi.return_interview": log})("MH07", MARCH) == (1, 3)


def test_the_hour_that_comes_twice_is_its_first_pass() -> None:
    # 01:30 on 30 October 2022 is first 00:30 UTC: 72 hours end at 00:30 on 2 November.
    back = datetime(2022, 10, 30, 1, 30)
    reports = [report(name, name, datetime(2022, 10, 29, 8), back) for name in ("1", "2")]
    log = [interview("1", datetime(2022, 11, 2, 0, 30)), interview("2", datetime(2022, 11, 2, 0, 31))]
    figure = counted(
        {"police.missing_report": reports, "eisi.return_interview": log}, first="2022-10", month="2022-11"
    )
    assert figure("MH07", "month:2022-10") == (1, 2)


def test_caseloads_are_children_over_the_fte_of_case_holders() -> None:
    tables = {
        "workforce.post": [
            post("A", "0.60"),
            post("A", "0.40", team_name="Disability"),
            post("B", "1.00"),
            post("C", "0.10"),  # below the smallest FTE for the highest caseload
            post("D", "1.00", is_case_holding=False),
            post("E", "1.00", leaving_date=MARCH_END),  # has left
            post("F", "1.00", is_vacant=True),
            post("G", None),  # no FTE: set aside
            post("H", None, is_agency=True, role="Newly qualified social worker"),  # no FTE: 1.0
            post("B", "1.00", extract_month_end=date(2023, 2, 28)),
        ],
        "mosaic.professional": professionals(*"ABCDEFGH"),
        "mosaic.involvement": [
            *allocated("A", range(12)),
            *allocated("B", range(20)),
            *allocated("B", range(2), of="A"),  # two of A's children as well
            *allocated("B", range(20, 30), is_primary=False),
            *allocated("B", range(20, 30), end_date=MARCH_END),
            *allocated("C", range(1)),
            *allocated("D", range(9)),
            *allocated("E", range(9)),
            *allocated("H", range(15), is_primary=None, role="Allocated Case Worker"),
            *allocated("H", range(15, 30), is_primary=None, role="Family support"),
        ],
    }
    figure = counted(tables, team_groups={"Disability": "Specialist"})
    fte = Decimal("0.60") + Decimal("0.40") + 1 + Decimal("0.10") + 1
    assert figure("WF01", MARCH) == (12 + 20 + 1 + 15, fte)
    assert figure("WF01", MARCH, "team_name", "Disability") == (12, Decimal("0.40"))
    assert figure("WF01", MARCH, "team_name", "Assessment") == (12 + 20 + 1 + 15, fte - Decimal("0.40"))
    assert figure("WF01", MARCH, "team_group", "Specialist") == (12, Decimal("0.40"))
    assert figure("WF02", MARCH) == (22, 1)
    assert figure("WF02", MARCH, "team_name", "Disability") == (12, Decimal("0.40"))
    # B has more than 20, H more than a newly qualified worker's 14; C has 1 for 0.1, which is 10.
    assert figure("WF03", MARCH) == (2, 4)
    # D is an experienced social worker too, though not a case holder.
    assert figure("WF04", MARCH) == (1, fte + 1)


def test_there_are_no_role_maxima_before_november_2022() -> None:
    figure = counted(
        {"workforce.post": [post("A", "1", extract_month_end=date(2022, 11, 30))]},
        first="2022-10",
        month="2022-11",
    )
    assert figure("WF03", "month:2022-10") is None
    assert figure("WF03", "month:2022-11") == (0, 1)


def test_exactly_the_maximum_is_not_over_it() -> None:
    tables = {
        "workforce.post": [post("A", "0.60"), post("B", "1", role="Other")],
        "mosaic.professional": professionals("A", "B"),
        "mosaic.involvement": [*allocated("A", range(12)), *allocated("B", range(40))],
    }
    assert counted(tables)("WF03", MARCH) == (
        0,
        1,
    )  # 12 children for 0.6 is 20; the other role has no maximum


def test_early_help_begins_with_a_plan_or_an_assessment_not_with_a_request() -> None:
    def episode(eisi_id: str, **more: Any) -> Row:
        return {"eisi_id": eisi_id, "request_date": date(2023, 3, 1), "lead_agency": "School", **more}

    tables = {
        "mosaic.person": [{"child_id": "M2", "nhs_id": "9990000018"}],
        "eisi.early_help_episode": [
            episode("A"),
            episode("B", assessment_date=date(2023, 3, 31)),
            episode("C", plan_start_date=date(2023, 3, 1), plan_end_date=MARCH_END),
            episode("D", plan_start_date=date(2023, 3, 1), child_id="M1"),
            episode(
                "E", plan_start_date=date(2023, 3, 2), child_id="M1", lead_agency="Other"
            ),  # the same child
            episode("F", plan_start_date=date(2023, 3, 2), nhs_id="9990000018"),
            episode("G", plan_start_date=date(2023, 3, 2), child_id="M2"),  # the same child
            episode(
                "H", plan_start_date=date(2023, 3, 2), birth_date=date(2005, 3, 31)
            ),  # 18 on the last day
        ],
    }
    figure = counted(tables)
    assert figure("EH01", MARCH) == (3, None)  # B, M1 and M2
    assert figure("EH01", MARCH, "lead_agency", "School") == (3, None)
    assert figure("EH01", MARCH, "lead_agency", "Other") == (1, None)


def test_police_counts_leave_out_what_is_not_known_and_who_is_an_adult() -> None:
    day = date(2023, 3, 15)
    presence = [True, True, False, None]
    incidents = [
        {"incident_id": str(number), "incident_date": day, "is_child_in_household": is_present}
        for number, is_present in enumerate(presence)
    ]
    flags = [
        {
            "incident_id": "1",
            "incident_date": day,
            "flag_type": "Modern slavery",
            "victim_id": "A",
            "victim_age": 17,
        },
        {
            "incident_id": "1",
            "incident_date": day,
            "flag_type": "Modern slavery",
            "victim_id": "B",
            "victim_age": 16,
        },
        {"incident_id": "1", "incident_date": day, "flag_type": "Child exploitation", "victim_id": "A"},
        {
            "incident_id": "2",
            "incident_date": day,
            "flag_type": "Modern slavery",
            "victim_id": "C",
            "victim_age": 18,
        },
    ]
    hate = [
        {"incident_id": "1", "incident_date": day, "strand": "Disability"},
        {"incident_id": "1", "incident_date": day, "strand": "Race or religion"},
    ]
    figure = counted(
        {
            "police.domestic_abuse_incident": incidents,
            "police.vulnerability_flag": flags,
            "police.hate_crime": hate,
            "police.online_crime": [{"crime_id": "1", "crime_date": day, "victim_age": 12}],
        }
    )
    assert figure("PO01", MARCH) == (2, 3)
    assert figure("PO01N", MARCH) == (4, None)
    assert figure("PO02", MARCH) is None
    assert figure("PO02", MARCH, "flag_type", "Modern slavery") == (1, None)
    assert figure("PO02", MARCH, "flag_type", "Child exploitation") == (1, None)
    assert figure("PO03", MARCH) == (1, None)
    assert figure("PO04", MARCH) == (1, None)
    assert figure("PO04", MARCH, "strand", "Disability") == (1, None)


def test_escalations_are_counted_when_raised_and_shared_when_resolved() -> None:
    rows = [
        {
            "escalation_id": "1",
            "raised_date": date(2023, 2, 1),
            "resolved_date": date(2023, 3, 1),
            "resolved_stage": 1,
        },
        {
            "escalation_id": "2",
            "raised_date": date(2023, 3, 1),
            "resolved_date": date(2023, 3, 9),
            "resolved_stage": 2,
        },
        {
            "escalation_id": "3",
            "raised_date": date(2023, 3, 1),
            "resolved_date": None,
            "resolved_stage": None,
        },
    ]
    figure = counted({"partnership.escalation": rows})
    assert figure("PA01N", MARCH) == (2, None)
    assert figure("PA01", MARCH) == (1, 2)


def test_nothing_to_divide_by_is_no_value() -> None:
    found = answers({}, authority="370", first="2023-03", month="2023-03")
    values = {answer.indicator: answer.value for answer in found}
    assert values["MH05"] is None
    assert values["CP01"] == 0.0
