"""The kinds of column that an agency's table can have.

A column is stated once, in its table's Pandera model, by one of these functions. Conforming, validation, the
documentation and the review all read what is said here from the field's metadata; nothing is declared twice.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import polars as pl

from schemas.row_rules import pa

Kind = Literal[
    "identifier", "code", "day", "moment", "flag", "whole", "decimal", "label", "text", "authority", "given"
]


Moment = Annotated[pl.Datetime, "us", None]
"""The type of a moment: a UTC instant, kept without a zone."""

Amount = Annotated[pl.Decimal, 10, 2]
"""The type of a decimal."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """What is said of one column besides its type.

    `headings` are the spellings it goes by in the supplier's file, the first one official; `domain` names the kind
    of thing that an identifier identifies (equal local ids of one domain are the same thing in every file);
    `personal` columns describe a person; `optional_heading` columns are local additions that a file may lack;
    `future` days may honestly lie after the extract month, such as a date due. `clock` says whether a moment starts or
    stops one.
    """

    kind: Kind
    headings: tuple[str, ...] = ()
    required: bool = False
    domain: str = ""
    width: int = 0
    check: str = ""
    codes: str = ""
    labels: tuple[str, ...] = ()
    personal: bool = False
    optional_heading: bool = False
    future: bool = False
    lowest: float | None = None
    highest: float | None = None
    clock: Literal["", "starts", "stops"] = ""


def _field(column: Column, about: str) -> Any:
    return pa.Field(nullable=not column.required, description=about, metadata={"column": column})


def identifier(
    *headings: str,
    of: str,
    about: str,
    required: bool = False,
    width: int = 0,
    check: Literal["", "nhs", "upn"] = "",
    addition: bool = False,
) -> Any:
    """A local id, kept only as its keyed pseudonym. `width` restores zeros that a spreadsheet dropped; `check` is the
    rule by which a number checks itself."""
    return _field(
        Column(
            kind="identifier",
            headings=headings,
            domain=of,
            required=required,
            width=width,
            check=check,
            personal=True,
            optional_heading=addition,
        ),
        about,
    )


def code(*headings: str, of: str, about: str, required: bool = False, addition: bool = False) -> Any:
    """A code of the list `schemas/codes/<of>.csv`, delivered as code, label or known spelling, kept as code."""
    return _field(
        Column(kind="code", headings=headings, codes=of, required=required, optional_heading=addition), about
    )


def label(
    *headings: str, among: tuple[str, ...], about: str, required: bool = False, addition: bool = False
) -> Any:
    """A word from a short closed list that only this column uses; case and spacing are forgiven."""
    return _field(
        Column(kind="label", headings=headings, labels=among, required=required, optional_heading=addition),
        about,
    )


def day(
    *headings: str,
    about: str,
    required: bool = False,
    personal: bool = False,
    addition: bool = False,
    future: bool = False,
) -> Any:
    """A calendar day (local). A time delivered with it is cut off."""
    return _field(
        Column(
            kind="day",
            headings=headings,
            required=required,
            personal=personal,
            optional_heading=addition,
            future=future,
        ),
        about,
    )


def moment(
    *headings: str,
    about: str,
    required: bool = False,
    addition: bool = False,
    clock: Literal["", "starts", "stops"] = "",
) -> Any:
    """A date and time, delivered in local time (Europe/London), kept as a UTC instant; its local day stands beside it
    in a column named `…_on`. A day without a time is its first minute, of a moment that stops a clock its last: nothing is
    in time that may have been late."""
    return _field(
        Column(kind="moment", headings=headings, required=required, optional_heading=addition, clock=clock),
        about,
    )


def flag(*headings: str, about: str, required: bool = False, addition: bool = False) -> Any:
    """Yes or no in any usual spelling; blank is not known, never no."""
    return _field(Column(kind="flag", headings=headings, required=required, optional_heading=addition), about)


def whole(
    *headings: str,
    about: str,
    required: bool = False,
    addition: bool = False,
    lowest: float | None = 0,
    highest: float | None = None,
) -> Any:
    """A whole number, `lowest` and `highest` included."""
    return _field(
        Column(
            kind="whole",
            headings=headings,
            required=required,
            optional_heading=addition,
            lowest=lowest,
            highest=highest,
        ),
        about,
    )


def decimal(
    *headings: str,
    about: str,
    required: bool = False,
    addition: bool = False,
    lowest: float | None = 0,
    highest: float | None = None,
) -> Any:
    """A number with up to two decimal places, `lowest` and `highest` included."""
    return _field(
        Column(
            kind="decimal",
            headings=headings,
            required=required,
            optional_heading=addition,
            lowest=lowest,
            highest=highest,
        ),
        about,
    )


def text(*headings: str, about: str, required: bool = False, addition: bool = False) -> Any:
    """A short organisational name, such as a team or a ward. Never free text about a person."""
    return _field(Column(kind="text", headings=headings, required=required, optional_heading=addition), about)


def placing_authority(*headings: str, about: str) -> Any:
    """The name of an authority; blank or this authority's own name is null."""
    return _field(Column(kind="authority", headings=headings), about)


def given(*, about: str, required: bool = False) -> Any:
    """A column that intake fills in, not the supplier."""
    return _field(Column(kind="given", required=required), about)
