"""A rule of the children in need census: a query that returns the records that break it, under its national code.

A query's columns are named after modules; the one that is not null is the record's number. A row without any is a
finding on the return as a whole.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from scorecards.query import columns_returned
from scorecards.sql_file import SqlFile, sql_file

_EXPECTED = re.compile(r"^Expected (.*?);")
SEVERITIES = ("error", "query")

_REQUIRED: dict[str, type] = dict.fromkeys(("code", "severity", "message", "remedy"), str) | {"fields": list}
_OPTIONAL: dict[str, type] = {"reading": str}


@dataclass(frozen=True, kw_only=True)
class CensusRule:
    """One rule. `fields` are the census elements it is about; `reading` says how an ambiguous wording was taken."""

    file: SqlFile
    code: str
    severity: str
    fields: tuple[str, ...]
    message: str
    remedy: str
    reading: str | None

    @property
    def sql(self) -> str:
        return self.file.sql

    @cached_property
    def modules(self) -> tuple[str, ...]:
        """The modules whose records it may name."""
        return tuple(columns_returned(self.sql))

    @property
    def title(self) -> str:
        """What it expects, in a few words."""
        return title_of(self.message)

    @property
    def why(self) -> str:
        """Why it is asked: how its wording was taken, where that could be taken in two ways."""
        return self.reading or "The national collection asks for it."

    @property
    def examples(self) -> tuple[dict[str, Any], ...]:
        """Worked examples as written: `given` tables by name, and in `expect` the numbers of the wrong records."""
        return self.file.examples


def title_of(message: str) -> str:
    """What a message expects, in a few words."""
    told = _EXPECTED.match(message)
    words = told[1] if told else message
    return f"{words[:1].upper()}{words[1:]}"


def census_rules(folder: Path) -> list[CensusRule]:
    """Every rule in `<folder>/census`, by code."""
    return [_rule(path) for path in sorted((folder / "census").glob("*.sql"))]


def _rule(path: Path) -> CensusRule:
    file = sql_file(path)
    header = file.checked(_REQUIRED, _OPTIONAL)
    if header["code"] != path.stem:
        file.refuse("the code as the name of the file", header["code"], "rename one of them", at="code")
    return CensusRule(
        file=file,
        code=header["code"],
        severity=file.one_of("severity", SEVERITIES),
        fields=tuple(header["fields"]),
        message=header["message"],
        remedy=header["remedy"],
        reading=header.get("reading"),
    )
