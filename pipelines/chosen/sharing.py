"""Under what agencies share their data, for how long it is kept, and who may see it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.chosen.plain import NotChosenWell, by_agency, texts

LINKAGE_RUNGS = ("exact", "near", "probable")


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Under what an agency shares its data, and the lawful basis; both are printed with what is published."""

    shared_under: str
    lawful_basis: str


@dataclass(frozen=True, kw_only=True)
class Linkage(Agreement):
    """Under what people may be linked between agencies, and up to which rung of `LINKAGE_RUNGS`."""

    up_to: str = LINKAGE_RUNGS[0]


def agreements(table: Any) -> dict[str, Agreement]:
    """The `[agreements]` of the settings, by agency."""
    return {
        agency: Agreement(shared_under=str(line["shared_under"]), lawful_basis=str(line["lawful_basis"]))
        for agency, line in by_agency(table, "agreements")
    }


def linkage(table: Any) -> Linkage:
    """The `[linkage]` of the settings."""
    basis, agreement = (str(table.get(name, "")).strip() for name in ("lawful_basis", "agreement"))
    if not basis or not agreement:
        raise NotChosenWell(
            "Expected lawful_basis and agreement under [linkage]; found one of them empty. Without the table nobody is "
            "linked."
        )
    up_to = str(table.get("up_to", Linkage.up_to))
    if up_to not in LINKAGE_RUNGS:
        raise NotChosenWell(
            f"Expected up_to under [linkage] as one of {', '.join(LINKAGE_RUNGS)}; found another."
        )
    return Linkage(shared_under=agreement, lawful_basis=basis, up_to=up_to)


def retention(table: Any) -> dict[str, int]:
    """The `[retention]` of the settings: months after its extract month by agency."""
    return {agency: _months(text) for agency, text in by_agency(table, "retention")}


def _months(text: Any) -> int:
    """A period such as `6 years` or `18 months`, in months."""
    number, _, unit = str(text).partition(" ")
    if not number.isdecimal() or int(number) < 1 or unit not in ("year", "years", "month", "months"):
        raise NotChosenWell(
            'Expected under [retention] periods such as "6 years" or "18 months"; found another line.'
        )
    return int(number) * (12 if unit.startswith("year") else 1)


def roles(table: Any) -> dict[str, tuple[str, ...]]:
    """The `[roles]` of the settings: folders of the home by role."""
    from pipelines.roles import FOLDERS  # which knows the settings themselves

    named = table.get("roles", {})
    if unknown := [role for role, _ in named.items() if role not in FOLDERS]:
        raise NotChosenWell(
            f"Expected under [roles] some of {', '.join(FOLDERS)}; found {', '.join(unknown)}."
        )
    return {role: texts(named, role) for role, _ in named.items()}


def passwords(table: Any, folder: Path) -> dict[str, Path]:
    """The `[passwords]` of the settings, which stand in `folder`: by agency the file that holds its workbooks'."""
    return {agency: (folder / str(file)).resolve() for agency, file in by_agency(table, "passwords")}
