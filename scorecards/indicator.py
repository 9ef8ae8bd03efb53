"""An indicator: what a number means, who it is for and the query that counts it, all from its one file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from scorecards.query import columns_returned
from scorecards.sql_definition import SqlDefinition
from scorecards.sql_file import SqlFile, sql_file

UNITS = ("count", "%", "per 10,000", "children per FTE", "mean", "hours", "days")
BETTER = ("higher", "lower", "neither", "band")
KINDS = ("flow", "snapshot", "cohort")
ANY_TIME, MEAN = "any time", "mean"
STATISTICS = (*KINDS, ANY_TIME, MEAN)
RESULT_COLUMNS = ("authority", "period_id", "numerator", "denominator")

_REQUIRED: dict[str, type] = dict.fromkeys(("ref", "title", "definition", "unit", "better", "kind"), str)
_OPTIONAL: dict[str, type] = {
    "why": str,
    "basis": str,
    "audiences": list,
    "questions": list,
    "owner": str,
    "reviewed": date,
    "comparator": str,
    "min_denominator": int,
    "look_back": int,
    "counts_people": bool,
    "additive": bool,
    "statistic": str,
    "mean_of": str,
    "summed": bool,
    "of_one": bool,
    "beside": list,
    "differs": str,
}


@dataclass(frozen=True, kw_only=True)
class Indicator(SqlDefinition):
    """One indicator; `sql` answers every window of `reference.period` at once."""

    ref: str
    title: str
    definition: str
    unit: str
    better: str
    kind: str
    additive: bool
    audiences: tuple[str, ...]
    questions: tuple[str, ...]
    owner: str | None
    reviewed: date | None
    why: str | None
    basis: str | None
    comparator: str | None
    min_denominator: int | None
    beside: tuple[str, ...] = ()
    """The refs of the indicators without which it may reassure falsely: they are printed beside it, with their basis."""
    differs: str | None = None
    """How the published figure that it is compared with is counted otherwise."""
    counts_people: bool = True
    """Whether a small count of it could show somebody. Counts of files show nobody and are never withheld."""
    of_one: bool = False
    """Whether each figure of it is of one person, such as a highest caseload: a tier says who may see such a one."""
    look_back: int = 0
    """Months of deliveries that it needs before its window (of a snapshot: before its last month), else it is not supplied."""
    statistic: str
    """What the number is of: `flow`, `snapshot`, `cohort`, `any time` or `mean`. Only like is set beside like."""
    mean_of: str | None
    """The ref of the snapshot whose month ends this one averages."""
    summed: bool = True
    """Whether its numerators and denominators of several authorities can be added: not those of the highest of anything."""

    @property
    def section(self) -> str:
        """The name of its folder."""
        return self.file.path.parent.name

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns without which there is no figure, such as `core.contact.decided_at`.

        One that only names a breakdown is not needed: where it is missing, its categories are, and the figure stands.
        """
        return frozenset(name for name in self.columns_read if name.rpartition(".")[2] not in self.breakdowns)

    @cached_property
    def breakdowns(self) -> tuple[str, ...]:
        """The columns of its result by which it can be broken down."""
        return tuple(name for name in columns_returned(self.sql) if name not in RESULT_COLUMNS)

    @property
    def has_denominator(self) -> bool:
        return "denominator" in columns_returned(self.sql)

    @property
    def is_summed(self) -> bool:
        """Whether a region's figure is the sum of its authorities': a median of theirs is no median of the region."""
        return self.summed and (self.has_denominator or self.unit not in ("hours", "days"))


def indicator(path: Path) -> Indicator:
    """The indicator that the file at `path` describes."""
    file = sql_file(path)
    header = file.checked(_REQUIRED, _OPTIONAL)
    return Indicator(
        file=file,
        ref=header["ref"],
        title=header["title"],
        definition=header["definition"],
        unit=file.one_of("unit", UNITS),
        better=file.one_of("better", BETTER),
        kind=file.one_of("kind", KINDS),
        additive=header.get("additive", False),
        audiences=tuple(header.get("audiences", ())),
        questions=tuple(header.get("questions", ())),
        owner=header.get("owner"),
        reviewed=header.get("reviewed"),
        why=header.get("why"),
        basis=header.get("basis"),
        comparator=header.get("comparator"),
        min_denominator=header.get("min_denominator"),
        beside=tuple(header.get("beside", ())),
        differs=header.get("differs"),
        counts_people=header.get("counts_people", True),
        of_one=header.get("of_one", False),
        look_back=header.get("look_back", 0),
        statistic=_statistic(file, header),
        mean_of=header.get("mean_of"),
        summed=header.get("summed", True),
    )


def _statistic(file: SqlFile, header: dict[str, Any]) -> str:
    """As the header says, else an average where the unit is one, else the kind."""
    if "statistic" in header:
        return file.one_of("statistic", STATISTICS)
    return MEAN if header["unit"] == MEAN else str(header["kind"])


def indicators(*folders: Path) -> list[Indicator]:
    """Every indicator under `<folder>/indicators`, by section and ref; a later folder's wins over an equal ref.

    The first folder is the product's `sql`; a partnership's overlay follows it.
    """
    found: dict[str, Indicator] = {}
    for folder in folders:
        found.update(_of_one_folder(folder))
    return sorted(found.values(), key=lambda each: (each.section, each.ref))


def _of_one_folder(folder: Path) -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for each in _read(sorted((folder / "indicators").glob("*/*.sql"))):
        twin = found.setdefault(each.ref, each)
        if twin is not each:
            each.file.refuse(
                "a ref that no other file has",
                f"{each.ref}, also in {twin.section}/{twin.id}.sql",
                "give it one of its own",
                at="ref",
            )
    return found


def _read(paths: Iterable[Path]) -> Iterator[Indicator]:
    return (indicator(path) for path in paths)
