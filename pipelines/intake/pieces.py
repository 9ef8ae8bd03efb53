"""One history from files that are pieces of it, as the department's daily payloads are.

A piece tells of a record all of it, or only what changed in it: what it does not tell stays as an earlier piece told it, and
what it tells as blank is blank. One that repeats the day on which a record begins tells all of it, since a day that did not
change is in no list of changes: what it leaves out is blank then. What a piece takes back is gone, with all that hangs on it,
until a later one tells of it again. What no piece tells of stays: pieces leave out what is older than their window.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.database import quoted
from pipelines.intake.force import InForce
from schemas.table import TableModel, columns, key, polars_schema
from sources.source import ALL_MONTHS, TAKEN_BACK


@dataclass(frozen=True, kw_only=True)
class _Unit:
    """What of a table is told as one: its key unless `of` names another column, all of it each time where `is_list`.

    `begins` is the day by which a piece that tells all of it is told; `under` the table that it is a part of and that
    table's key.
    """

    begins: str = "null"
    of: str = ""
    is_list: bool = False
    under: tuple[str, str] | None = None


_UNITS = {
    "mosaic.person": _Unit(begins="coalesce(birth_date, expected_birth_date)"),
    "mosaic.disability": _Unit(of="child_id", is_list=True),
    "mosaic.referral": _Unit(begins="referral_date"),
    "mosaic.assessment_factor": _Unit(under=("mosaic.assessment", "assessment_id")),
    "mosaic.conference": _Unit(under=("mosaic.section_47", "enquiry_id")),
}
_ANY = _Unit(begins="start_date")
_ABOVE = (("mosaic.person", "child_id"), ("mosaic.referral", "referral_id"))
"""The tables of what is taken back with all that hangs on it, and the columns that name it."""


def comes_in_pieces(parts: Iterable[InForce]) -> bool:
    """Whether the files add up as pieces of one history."""
    return any(line.get("months") == ALL_MONTHS for part in parts for line in part.delivery.parts)


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """The queries on the pieces in force, oldest first; `rows` is the folder of the deliveries' rows."""

    parts: list[InForce]
    models: dict[str, TableModel]
    rows: Path

    def standing(self, table: str) -> str:
        """A query for the records of a table as all pieces together tell them, each at its newest place."""
        return self._merged(table, f"not ({self._lacks(table)})")

    def told_in_part(self, table: str) -> str:
        """A query for the records of which only changes came, never the whole: they are in no table."""
        (record,) = key(self.models[table])
        return f"""select authority, {quoted(table)} as source, {record} as record_id, {quoted(record)} as column_name,
            delivery_id, sheet_number, row_number
            from ({self._merged(table, self._lacks(table))})"""

    def _lacks(self, table: str) -> str:
        needed = [name for name, column in columns(self.models[table]).items() if column.required]
        return " or ".join(f"{name} is null" for name in needed)

    def _merged(self, table: str, wanted: str) -> str:
        (record,) = key(self.models[table])
        unit = _UNITS.get(table, _ANY)
        newest = ", ".join(
            f"row.{name}"
            if name in ("authority", record)
            else f"last(row.{name} order by row.arrived) filter (where not list_contains(row.untold, '{name}')) as {name}"
            for name in polars_schema(self.models[table])
        )
        return f"""select * from (
            select {newest}
            from ({self._rows(table)}) as row
            left join ({self._since(table)}) as since
              on since.authority = row.authority and since.unit = row.{unit.of or record}
            where not row.is_taken_back and row.arrived >= coalesce(since.since, 0)
            group by row.authority, row.{record}
        ) where {wanted}"""

    def _rows(self, table: str) -> str:
        """All rows of all pieces: the number of the piece (`arrived`), what its sheet does not tell (`untold`) and whether
        the record is taken back."""
        lines = ", ".join(self._sheets(table))
        folders = [self.rows / part.delivery.folder_name for part in self.parts]
        files = ", ".join(quoted(str(folder / f"{table}.parquet")) for folder in folders)
        return f"""select delivered.*, sheet.arrived, sheet.is_taken_back, sheet.untold
            from read_parquet([{files}], union_by_name = true) as delivered
            join (values {lines}) as sheet (delivery_id, number, arrived, is_taken_back, untold)
              on sheet.delivery_id = delivered.delivery_id and sheet.number = delivered.sheet_number"""

    def _sheets(self, table: str) -> Iterator[str]:
        for arrived, part in enumerate(self.parts, start=1):
            for line in part.delivery.parts:
                if line["source"] == table:
                    untold = ", ".join(map(quoted, line["absent"]))
                    is_back = str(line.get("form", "")).endswith(TAKEN_BACK)
                    place = f"{quoted(part.delivery.delivery_id)}, {line['sheet']}, {arrived}, {is_back}"
                    yield f"({place}, [{untold}]::varchar[])"

    def _since(self, table: str) -> str:
        """For each unit of a table (authority, unit) the number of the piece from which on it is told (`since`)."""
        model, unit = self.models[table], _UNITS.get(table, _ANY)
        (record,) = key(model)
        above = [
            (f"select authority, {name} as unit, max(arrived) as since from ({self._rows(source)}) "
             "where is_taken_back group by all", name)
            for source, name in _ABOVE if source != table and name in columns(model)
        ]  # fmt: skip
        if unit.under is not None:
            source, name = unit.under
            above.append((self._since(source), name))
        joins = " ".join(
            f"left join ({query}) as above_{n} on above_{n}.authority = row.authority and above_{n}.unit = row.{name}"
            for n, (query, name) in enumerate(above)
        )
        later = "".join(f", above_{n}.since" for n in range(len(above)))
        before = f"""last_value({unit.begins} ignore nulls) over (
            partition by authority, {record} order by arrived rows between unbounded preceding and 1 preceding)"""
        anew = "true" if unit.is_list else f"is_taken_back or coalesce({unit.begins} = {before}, false)"
        return f"""select row.authority, row.{unit.of or record} as unit,
            max(greatest(case when row.is_anew then row.arrived end{later})) as since
            from (select *, {anew} as is_anew from ({self._rows(table)})) as row {joins}
            group by all"""
