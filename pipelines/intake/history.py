"""One history from files that each cover some months and overlap, as Ofsted's Annex A does.

Every column of a record is the newest file's that is not blank. A record that an earlier file held and a later month's
files do not was taken out at its source, where its day lies in the months that these cover, and leaves the history; so
does one that was open, where a list of everything open no longer has it. A referral did happen, whatever became of it: one
that was open and is in no later file, though later lists hold every child in need of their months, stays and is closed on
the day after the last file that has it. Columns on which two files differ, what left and what was closed so are told.
"""

from collections.abc import Iterable
from datetime import timedelta

from pipelines.database import quoted
from pipelines.intake.force import InForce
from pipelines.intake.pieces import comes_in_pieces

DAYS = {
    "mosaic.contact": "received_on",
    "mosaic.referral": "referral_date",
    "mosaic.assessment": "start_date",
    "mosaic.section_47": "start_date",
    "mosaic.conference": "conference_date",
    "mosaic.cp_plan": "start_date",
    "mosaic.looked_after_episode": "start_date",
}
"""The day that a record is about, of the tables whose lists hold all records of the months that they cover."""
_OPEN = {"mosaic.cp_plan": "end_date", "mosaic.looked_after_episode": "ceased_date"}
"""The end of a record, of the tables whose lists hold everything that is open besides."""
_CLOSED = {"mosaic.referral": ("close_date", "is_nfa", "list 6 (Children in need)")}
"""Of the tables whose records are closed rather than gone: the end of one, the flag of those that never opened anything, and
the form that holds all that is open."""
_PLACE = ("authority", "delivery_id", "sheet_number", "row_number")
_MOVES_ON = frozenset({"latest_category_code", "close_reason_code", "team_id", "primary_need_code"})
"""Columns that tell the state of a day, and so may change without either file being wrong."""


def standing_rows(source: str, keys: Iterable[str], parts: list[InForce], read: str) -> str:
    """A query for the rows of `read` that no later month's files took out, those closed that later ones know no more."""
    if not _is_history(source, parts):
        return read
    (key,) = keys
    kept = f"select delivered.* from ({read}) as delivered where not {_taken_out(source, key, parts, read)}"
    if not (gone := _gone(source, parts)):
        return kept
    end, _, _ = _CLOSED[source]
    return f"""select delivered.* replace (coalesce(delivered.{end}, gone.closed_on) as {end})
        from ({kept}) as delivered
        left join {gone} on {_is_gone(source, key, read)}"""


def _is_history(source: str, parts: list[InForce]) -> bool:
    return source in DAYS and bool(_superseded(source, parts))


def _taken_out(source: str, key: str, parts: list[InForce], read: str) -> str:
    """A condition on `delivered`: whether a later month's files, which would hold the record, do not."""
    covers = ", ".join(
        f"({quoted(older)}, {quoted(newer)}, date '{first}', date '{last}')"
        for older, newer, first, last in _superseded(source, parts)
    )
    still_open = f"delivered.{_OPEN[source]} is null" if source in _OPEN else "false"
    day = f"delivered.{DAYS[source]}"
    return f"""exists (
        select 1
        from (values {covers}) as cover (older, month, first_day, last_day)
        where cover.older = delivered.delivery_id
          and ({day} between cover.first_day and cover.last_day or ({day} <= cover.last_day and {still_open}))
          and not {_is_in("cover.month", key, read)}
    )"""


def _gone(source: str, parts: list[InForce]) -> str:
    """For each delivery that later files follow which hold all that is open: those files, the first day of the last of
    them, and the day after its own months; empty where there is none."""
    if source not in _CLOSED:
        return ""
    _, _, form = _CLOSED[source]
    last_days = {part.delivery.delivery_id: part.last.last_day for part in parts}
    holders = {part.delivery.delivery_id for part in parts if form in _forms(source, part)}
    later: dict[str, tuple[set[str], str]] = {}
    for older, newer, first, _ in _superseded(source, parts):
        names, since = later.get(older, (set(), ""))
        if holders & {*newer.split()}:
            later[older] = names | {*newer.split()}, max(since, first)
    lines = ", ".join(
        f"({quoted(older)}, {quoted(' '.join(sorted(names)))}, date '{since}', date '{last_days[older] + timedelta(days=1)}')"
        for older, (names, since) in later.items()
    )
    return f"(values {lines}) as gone (older, later, since, closed_on)" if lines else ""


def _is_gone(source: str, key: str, read: str) -> str:
    """A condition on `delivered` and `gone`: whether a record was open and no later file has it."""
    end, never, _ = _CLOSED[source]
    return f"""gone.older = delivered.delivery_id and delivered.{DAYS[source]} < gone.since
        and delivered.{end} is null and delivered.{never} is distinct from true
        and not {_is_in("gone.later", key, read)}"""


def _is_in(deliveries: str, key: str, read: str) -> str:
    return f"""exists (
            select 1 from ({read}) as newer
            where newer.authority = delivered.authority and newer.{key} = delivered.{key}
              and newer.delivery_id in (select unnest(string_split({deliveries}, ' ')))
          )"""


def differences(
    source: str, keys: Iterable[str], columns: Iterable[str], parts: list[InForce], read: str
) -> str | None:
    """A query for the cells on which two files of different months differ, at their place in the earlier file, for the
    records that left, at their key, and for those that were closed, at their end; None where no two stand together."""
    names = list(keys)
    if len(names) != 1 or not (_superseded(source, parts) or comes_in_pieces(parts)):
        return None
    (key,) = names
    compared = [name for name in columns if name not in (*_PLACE, key, *_MOVES_ON)]
    order = " ".join(
        f"when {quoted(part.delivery.delivery_id)} then {number}" for number, part in enumerate(parts)
    )
    ranked = f"select *, case delivery_id {order} end as arrival from ({read}) as delivered"
    each = [
        f"""select older.authority, {quoted(source)} as source, older.{key} as record_id, {quoted(name)} as column_name,
            older.delivery_id, older.sheet_number, older.row_number
        from ranked as older join ranked as newer
          on newer.authority = older.authority and newer.{key} = older.{key} and newer.arrival > older.arrival
        where older.{name} <> newer.{name}"""
        for name in compared
    ]
    if _is_history(source, parts):
        each.append(
            _told(source, key, key, f"({read}) as delivered where {_taken_out(source, key, parts, read)}")
        )
        if gone := _gone(source, parts):
            standing = f"({read}) as delivered join {gone} on {_is_gone(source, key, read)}"
            left = f"{standing} where not {_taken_out(source, key, parts, read)}"
            each.append(_told(source, key, _CLOSED[source][0], left))
    return f"with ranked as ({ranked}) " + " union ".join(each) if each else None


def _told(source: str, key: str, column: str, rows: str) -> str:
    return f"""select delivered.authority, {quoted(source)} as source, delivered.{key} as record_id,
        {quoted(column)} as column_name, delivered.delivery_id, delivered.sheet_number, delivered.row_number
        from {rows}"""


def _superseded(source: str, parts: list[InForce]) -> list[tuple[str, str, str, str]]:
    """For each delivery: the deliveries of each later month (by spaces) that hold every list that it holds of the
    source, and the first and last day that they cover."""
    by_month: dict[tuple[str, str], list[InForce]] = {}
    for part in parts:
        by_month.setdefault((part.delivery.authority, part.delivery.month), []).append(part)
    found = []
    for part in parts:
        for (authority, month), later in by_month.items():
            is_later = authority == part.delivery.authority and month > part.delivery.month
            held = {form for each in later for form in _forms(source, each)}
            if is_later and _forms(source, part) <= held:
                names = " ".join(each.delivery.delivery_id for each in later)
                first, last = later[0].first.first_day, later[0].last.last_day
                found.append((part.delivery.delivery_id, names, str(first), str(last)))
    return found


def _forms(source: str, part: InForce) -> set[str]:
    return {str(each.get("form", "")) for each in part.delivery.parts if each["source"] == source}
