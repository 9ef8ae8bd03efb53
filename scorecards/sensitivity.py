"""How many records sit on a definition's limit, so that another reading of it would change the figure.

Each file of `sql/sensitivity/` names the indicators whose limit it looks at and, where the limit is one of the
partnership's settings, the setting. Its query answers with one row an authority: the records on the limit and all of them,
over everything that is reported.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorecards.core_table import CoreTable
from scorecards.indicator import Indicator
from scorecards.lineage.touched import settings_deciding
from scorecards.sql_definition import SqlDefinition
from scorecards.sql_file import SqlFile, sql_file

_REQUIRED: dict[str, type] = {"setting": str, "indicators": list, "says": str}
SMALL, NEAREST = 5, 5
_OURS = Path(__file__).parents[1] / "sql" / "indicators"


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


def settings_of(indicator: Indicator, core: dict[str, CoreTable]) -> set[str]:
    """The settings that decide an indicator, looked up by its query or by what it reads of core tables: a setting behind a
    column that it does not read is none. Of a partnership's own the queries are asked, of ours the list of what they told.
    """
    if _OURS in indicator.path.parents:
        return settings_deciding(indicator.ref)
    # only whoever has indicators of their own waits for it
    from scorecards.lineage.tracing import SETTING, touched

    names = touched(core.values(), [indicator])
    return {name.removeprefix(f"{SETTING}.") for name in names if name.startswith(f"{SETTING}.")}
