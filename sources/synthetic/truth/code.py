"""What the codes of the case system mean."""

import csv
from functools import lru_cache
from pathlib import Path

from sources.synthetic.truth.child import NOT_RECORDED

NO_FACTOR = "21"
REFERENCE = Path(__file__).parents[3] / "data" / "reference"


def source_group(code: str | None) -> str:
    """The group of agencies that a source of contacts and referrals belongs to."""
    if not code:
        return NOT_RECORDED
    groups = {"1": "Family/Friend", "2": "Schools/Education", "3": "Health", "5": "Local Authority"}
    if code[-1].isalpha():  # code 10, an unknown source, is no individual
        return groups[code[0]]
    return {"4": "Local Authority", "6": "Police", "7": "Legal agency"}.get(code, "Other")


def is_health(code: str | None) -> bool:
    """Whether a referral with this source came from a health service."""
    return code in ("3A", "3B", "3C", "3D", "3E", "3F")


def source_label(code: str | None) -> str:
    """The name of a source of referrals."""
    return _label("source_groups", "source_code", "source_label", code)


def primary_need(code: str | None) -> str:
    """The name of a primary need."""
    return _label("primary_needs", "primary_need_code", "primary_need", code)


def abuse_category(code: str | None) -> str:
    """The name of a category of abuse."""
    return _label("abuse_categories", "category_code", "category", code)


def close_reason(code: str | None) -> str:
    """The name of a reason for closing an episode of need."""
    return _label("close_reasons", "close_reason_code", "close_reason", code)


def ethnicity_group(code: str | None) -> str:
    """The group of an ethnicity."""
    return _label("ethnicities", "ethnicity_code", "ethnicity_group", code)


def factors(codes: str) -> set[str]:
    """The names of the factors in a list of codes that an assessment found; codes that are none are left out."""
    names = _labels("assessment_factors", "factor_code", "factor")
    written = codes.translate(str.maketrans("", "", '[]" ')).split(",")
    return {names[code] for code in written if code in names and code != NO_FACTOR}


def _label(table: str, code_column: str, label_column: str, code: str | None) -> str:
    return _labels(table, code_column, label_column)[code] if code else NOT_RECORDED


@lru_cache
def _labels(table: str, code_column: str, label_column: str) -> dict[str, str]:
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[code_column]: row[label_column] for row in csv.DictReader(file)}
