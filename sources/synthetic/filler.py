"""What stands in the columns that the scorecard never stores: obviously made-up names, and outcomes as JSON flags."""

import json
from collections.abc import Callable

from sources.synthetic.entry import Row

GENDER_CODES = {"M": "01", "F": "02"}


def filled(name: str, row: Row) -> str:
    """The text of the filler column `name` beside a row."""
    return _FILLERS[name](row)


def _outcome(flags: dict[str, bool]) -> str:
    return json.dumps({f"{name}_FLAG": "Y" if is_set else "N" for name, is_set in flags.items()})


def _contact_outcome(row: Row) -> str:
    if row.get("decided_at") is None:
        return ""
    is_referral = row.get("referral_id") is not None
    is_early_help = bool(row.get("is_early_help_request"))
    return _outcome(
        {"NEW_REFERRAL": is_referral, "NFA": not is_referral, "ADVICE": is_early_help and not is_referral}
    )


def _referral_outcome(row: Row) -> str:
    is_nfa = bool(row.get("is_nfa"))
    return _outcome({"SINGLE_ASSESSMENT": not is_nfa, "NFA": is_nfa})


def _assessment_outcome(row: Row) -> str:
    if row.get("authorised_date") is None:
        return ""
    is_nfa = bool(row.get("is_nfa"))
    return _outcome({"NFA": is_nfa, "PROV_OF_SERVICES": not is_nfa})


def _enquiry_outcome(row: Row) -> str:
    if row.get("end_date") is None:
        return ""
    is_nfa = bool(row.get("is_nfa"))
    return _outcome({"NFA": is_nfa, "CP_CONFERENCE": not is_nfa})


def _conference_outcome(row: Row) -> str:
    is_plan = bool(row.get("is_plan_outcome"))
    return _outcome({"CP": is_plan, "PROV_OF_SERVICES": not is_plan})


_FILLERS: dict[str, Callable[[Row], str]] = {
    "=blank": lambda row: "",
    "=yes": lambda row: "Y",
    "=no": lambda row: "N",
    "=forename": lambda row: "Child",
    "=surname": lambda row: f"{row['child_id']:0>6}",
    "=gender": lambda row: GENDER_CODES.get(row.get("sex") or "", "00"),
    "=worker_name": lambda row: f"Worker {row['worker_id']}",
    "=registration": lambda row: f"SW {row['worker_id']}",
    "=participation": lambda row: "PN1",
    "=interviewer": lambda row: "Support worker" if row.get("completed_at") else "",
    "=contact_outcome": _contact_outcome,
    "=referral_outcome": _referral_outcome,
    "=assessment_outcome": _assessment_outcome,
    "=enquiry_outcome": _enquiry_outcome,
    "=conference_outcome": _conference_outcome,
}
