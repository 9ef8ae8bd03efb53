"""A daily payload as rows of text, a list for each of the case system's tables, each row with the line of its child.

A row holds the fields that its node tells, blank ones as None; a field that the node leaves out is not in it.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sources.daily.layout import (
    CHILD,
    CHILD_COLUMNS,
    EPISODE,
    EPISODE_COLUMNS,
    NODES,
    NOT_READ,
    PURGED,
    Node,
)
from sources.preflight.refusal import UnreadableFile

LINE = "line"
_MARKS = (b"\xef\xbb\xbf",)
_RECORD = re.compile(rb'"la_child_id"')
Row = dict[str, Any]


@dataclass(kw_only=True)
class Payload:
    """The rows by table, the records that are taken back by table, and how many nodes of each kind are not read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    taken_back: dict[str, list[Row]] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)

    def add(self, table: str, row: Row, *, is_taken_back: bool = False) -> None:
        """Keep a row, or the reference of a record that is taken back."""
        (self.taken_back if is_taken_back else self.rows).setdefault(table, []).append(row)


def is_payload(data: bytes) -> bool:
    """Whether text is a daily payload, told by how it begins and by the names of its first keys."""
    start = data[:4000]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return start.lstrip()[:1] in (b"{", b"[") and b'"la_code"' in start and b'"children"' in start.lower()


def payload(data: bytes) -> Payload:
    """The rows of a payload: one record or a list of them. Raises UnreadableFile with nothing of the content."""
    try:
        told = json.loads(data.decode("utf-8-sig"), parse_int=str, parse_float=str)
        found = _payload(told if isinstance(told, list) else [told], _lines(data))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise UnreadableFile(
            "Expected a daily payload in JSON that is whole; found one that breaks off or is damaged. "
            "Write it again and send it again."
        ) from None
    except (AttributeError, TypeError):
        raise UnreadableFile(
            "Expected a daily payload of the department's specification; found nodes of another shape. "
            "Send the payload as it is sent to the department."
        ) from None
    return found


def _payload(records: list[Any], lines: list[int]) -> Payload:
    found = Payload()
    number = 0
    for record in records:
        children = record.get(CHILD, record.get(CHILD.lower()))
        for child in children if isinstance(children, list) else [children]:
            line = lines[number] if number < len(lines) else 1
            number += 1
            _child(child, {LINE: line, "child_id": _text(child.get("la_child_id"))}, found)
    return found


def _child(child: Row, said: Row, found: Payload) -> None:
    if _is_purged(child):
        if said["child_id"]:  # without a reference it is a child who was erased from the file
            found.add("mosaic.person", said, is_taken_back=True)
        return
    details = child.get("child_details") or {}
    blank: Row = dict.fromkeys(CHILD_COLUMNS)
    found.add("mosaic.person", said | (blank if _is_purged(details) else _columns(details, CHILD_COLUMNS)))
    if "disabilities" in details:
        codes = [_text(code) for code in details["disabilities"] or []]
        for code in codes or [None]:
            reference = {"disability_id": f"{said['child_id']}|{code or ''}"}
            told = said | reference | ({"disability_code": code} if code else {})
            found.add("mosaic.disability", told, is_taken_back=not code)
    found.unread.update({name: _nodes(child[name]) for name in NOT_READ if child.get(name)})
    for episode in child.get(EPISODE) or []:
        _episode(episode, said, found)


def _episode(episode: Row, said: Row, found: Payload) -> None:
    row = said | _columns(episode, EPISODE_COLUMNS)
    of = {**said, "referral_id": row.get("referral_id")}
    if _is_purged(episode):
        found.add("mosaic.referral", of, is_taken_back=True)
        return
    found.add("mosaic.referral", row)
    found.unread.update({name: _nodes(episode[name]) for name in NOT_READ if episode.get(name)})
    for node in NODES:
        for each in episode.get(node.name) or []:
            _node(node, each, of, found)


def _node(node: Node, told: Row, of: Row, found: Payload) -> None:
    row = of | _columns(told, node.columns)
    if node.table == "mosaic.involvement":
        # it has no reference of its own
        place = (of["referral_id"], row.get("worker_id") or "", row.get("start_date") or "")
        row |= {"involvement_id": "{}|W|{}|{}".format(*place), "is_primary": "Y"}
    if _is_purged(told):
        reference = next(iter(node.columns)) if node.table != "mosaic.involvement" else "involvement_id"
        found.add(node.table, of | {reference: row.get(reference)}, is_taken_back=True)
        return
    if node.table == "mosaic.section_47":
        _conference(told, row, found)
    if node.table == "mosaic.assessment" and "factors" in told:
        codes = ",".join(filter(None, map(_text, told["factors"] or [])))
        of_assessment = {LINE: of[LINE], "assessment_id": row["assessment_id"]}
        listed = (
            of_assessment
            | {"factor_row_id": row["assessment_id"]}
            | ({"factor_codes": codes} if codes else {})
        )
        found.add("mosaic.assessment_factor", listed, is_taken_back=not codes)
    found.add(node.table, row)


def _conference(told: Row, row: Row, found: Payload) -> None:
    """What an enquiry tells of its conference."""
    if "icpc_required_flag" in told:
        required = _text(told["icpc_required_flag"])
        row["is_nfa"] = {"Y": "N", "N": "Y"}.get(required or "", required)
    if "icpc_date" in told:
        held = _text(told["icpc_date"])
        of = {name: row[name] for name in (LINE, "child_id", "referral_id", "enquiry_id")}
        conference = of | {"conference_id": f"{row['enquiry_id']}|C", "is_transfer_in": "N"}
        found.add(
            "mosaic.conference",
            conference | ({"conference_date": held} if held else {}),
            is_taken_back=not held,
        )


def _nodes(value: Any) -> int:
    return len(value) if isinstance(value, list) else 1


def _columns(node: Row, columns: dict[str, str]) -> Row:
    return {column: _text(node[name]) for column, name in columns.items() if name in node}


def _is_purged(node: Row) -> bool:
    return node.get(PURGED) in (True, "true", "1")


def _text(value: Any) -> str | None:
    """A value as text, flags as Y and N; none for a blank."""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, dict | list):
        raise TypeError
    text = "" if value is None else str(value).strip()
    return {"true": "Y", "false": "N"}.get(text.lower(), text) or None


def _lines(data: bytes) -> list[int]:
    """The line on which each child's reference stands."""
    lines, line, last = [], 1, 0
    for found in _RECORD.finditer(data):
        line += data.count(b"\n", last, found.start())
        last = found.start()
        lines.append(line)
    return lines
