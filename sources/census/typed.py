"""The tables of a census with their types, and the cells that have none because they cannot be read."""

from dataclasses import dataclass

import polars as pl

from sources.census.layout import MODULES
from sources.census.reading import Census

_FLAGS = {"1": True, "true": True, "y": True, "0": False, "false": False, "n": False}
_SEXES = {"1": "M", "2": "F", "0": "U", "9": "U", "M": "M", "F": "F", "U": "U"}
FLAGS = ("ReferralNFA", "ICPCnotRequired")
WHOLE = ("NumberOfPreviousCPP",)
_DAYS_OTHERWISE_NAMED = ("InitialCPCtarget", "DateOfInitialCPC")


@dataclass(frozen=True, kw_only=True)
class TypedCensus:
    """Typed tables by module, with `header` and `period` beside them; `unreadable` names module, record and field of
    every date or number that is neither."""

    tables: dict[str, pl.DataFrame]
    unreadable: pl.DataFrame


def typed(census: Census) -> TypedCensus:
    """The census with days, flags and whole numbers as such; sex as M, F or U whatever the year wrote."""
    tables: dict[str, pl.DataFrame] = {}
    unreadable = []
    for module in MODULES:
        raw = census.tables[module.name]
        made = raw.with_columns(
            _of(name) for name in module.fields if is_day(name) or name in FLAGS or name in WHOLE
        )
        if module.name == "child":
            sex = pl.coalesce("Sex", "GenderCurrent").str.to_uppercase()
            made = made.with_columns(
                sex.replace_strict(_SEXES, default=None, return_dtype=pl.String).alias("Sex")
            )
        tables[module.name] = made
        unreadable += [
            raw.filter(raw[name].is_not_null() & made[name].is_null()).select(
                pl.lit(module.name).alias("module"),
                pl.col(module.name).alias("record"),
                pl.lit(name).alias("field"),
            )
            for name in module.fields
            if is_day(name) or name in WHOLE
        ]
    header = census.header
    tables["header"] = pl.DataFrame(
        {"header": [0], **{name: [value or None] for name, value in header.items()}},
        schema_overrides=dict.fromkeys(header, pl.String) | {"header": pl.Int32},
    ).with_columns(_of("ReferenceDate"))
    end = tables["header"]["ReferenceDate"]
    # a return with a wrong reference date is still held against the year that it names
    year_end = pl.Series([f"{header['Year']}-03-31"]).str.to_date("%Y-%m-%d", strict=False)
    end = year_end.fill_null(end[0]) if end[0] is not None else year_end
    tables["period"] = pl.DataFrame({"end_date": end}).select(
        start_date=pl.col("end_date").dt.offset_by("-1y").dt.offset_by("1d"), end_date="end_date"
    )
    return TypedCensus(tables=tables, unreadable=pl.concat(unreadable))


def is_day(name: str) -> bool:
    """Whether an element holds a date."""
    return name.endswith("Date") or name in _DAYS_OTHERWISE_NAMED


def _of(name: str) -> pl.Expr:
    text = pl.col(name)
    if name in FLAGS:
        return text.str.to_lowercase().replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
    if name in WHOLE:
        return text.cast(pl.Int64, strict=False)
    return text.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
