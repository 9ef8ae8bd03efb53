"""A check over joined tables: a query that returns what is wrong, with the words that explain it."""

from dataclasses import dataclass
from pathlib import Path

from scorecards.sql_definition import SqlDefinition
from scorecards.sql_file import sql_file

SEVERITIES = ("reject", "query", "note")
MARKS = ("impossible",)

_REQUIRED: dict[str, type] = dict.fromkeys(("code", "title", "severity", "message", "remedy"), str)
_OPTIONAL: dict[str, type] = {"why": str, "indicators": list, "marks": str}


@dataclass(frozen=True, kw_only=True)
class Check(SqlDefinition):
    """One check; `sql` returns the wrong rows, or with `marks` the indicator and period of the wrong figures."""

    code: str
    title: str
    severity: str
    message: str
    why: str
    remedy: str
    indicators: tuple[str, ...]
    marks: str | None


def check(path: Path) -> Check:
    """The check that the file at `path` describes."""
    file = sql_file(path)
    header = file.checked(_REQUIRED, _OPTIONAL)
    return Check(
        file=file,
        code=header["code"],
        title=header["title"],
        severity=file.one_of("severity", SEVERITIES),
        message=header["message"],
        why=header.get("why", ""),
        remedy=header["remedy"],
        indicators=tuple(header.get("indicators", ())),
        marks=file.one_of("marks", MARKS) if "marks" in header else None,
    )


def checks(*folders: Path) -> list[Check]:
    """Every check under `<folder>/checks`, by code; a later folder's wins over an equal code."""
    found: dict[str, Check] = {}
    for folder in folders:
        ours: dict[str, Check] = {}
        for path in sorted((folder / "checks").glob("*.sql")):
            each = check(path)
            if each.code in ours:
                twin = f"{each.code}, also in {ours[each.code].id}.sql"
                each.file.refuse("a code that no other file has", twin, "give it one of its own", at="code")
            ours[each.code] = each
        found.update(ours)
    return sorted(found.values(), key=lambda each: each.code)
