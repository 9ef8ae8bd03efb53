"""How many records sit on a limit: what another reading of a definition would change.

Each file of `sql/sensitivity/` names the indicators whose limit it looks at and, where the limit is one of the
partnership's settings, the setting. Its query answers with one row an authority: the records on the limit and all of them,
over everything that is reported.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorecards.core_table import CoreTable
from scorecards.indicator import Indicator
from scorecards.sql_definition import SqlDefinition
from scorecards.sql_file import SqlFile, sql_file

_REQUIRED: dict[str, type] = {"setting": str, "indicators": list, "says": str}
SMALL, NEAREST = 5, 5
_SETTING = re.compile(r"name\s*=\s*'(\w+)'")


@dataclass(frozen=True, kw_only=True, eq=False)  # one is itself alone: it is looked up by what it is
class Sensitivity(SqlDefinition):
    """One limit; `setting` is empty where it is none that a partnership may set.

    One that names no indicators is a convention of very many: it is told wherever its setting decides, if it matters there.
    """

    setting: str
    indicators: tuple[str, ...]
    says: str

    @property
    def is_convention(self) -> bool:
        """Whether it is of no indicators in particular."""
        return not self.indicators

    def words(self, on_limit: int, records: int) -> str:
        """`On the limit: about 15 of about 3,130 referrals …`: never a small number, never an exact one."""
        return f"On the limit: {_about(on_limit)} of {_about(records)} {self.says}."


def sensitivities(folder: Path) -> list[Sensitivity]:
    """Every file of the folder `sensitivity`, by name."""
    return [_sensitivity(sql_file(path)) for path in sorted((folder / "sensitivity").glob("*.sql"))]


def _sensitivity(file: SqlFile) -> Sensitivity:
    header: dict[str, Any] = file.checked(_REQUIRED, {})
    return Sensitivity(
        file=file, setting=header["setting"], indicators=tuple(header["indicators"]), says=header["says"]
    )


def _about(count: int) -> str:
    if count == 0:
        return "none"
    if count <= SMALL:
        return f"{SMALL} or fewer"
    return f"about {NEAREST * round(count / NEAREST):,}"


def settings_named(queries: Iterable[str]) -> set[str]:
    """The settings that queries look up, by the one way in which they do."""
    return {name for query in queries if "reference.setting" in query for name in _SETTING.findall(query)}


def settings_of(indicator: Indicator, core: dict[str, CoreTable]) -> set[str]:
    """The settings that decide an indicator: those that its query names, or a core table behind it."""
    queries, waiting, seen = [indicator.sql], [name for name in indicator.tables if name in core], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            queries.append(core[name].sql)
            waiting += [other for other in core[name].tables if other in core]
    return settings_named(queries)
