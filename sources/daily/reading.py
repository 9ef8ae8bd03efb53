"""A daily payload as rows of text, a list for each of the case system's tables, each row with the line of its child."""

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
)
from sources.preflight.refusal import UnreadableFile

LINE = "line"
_MARKS = (b"\xef\xbb\xbf",)
_RECORD = re.compile(rb'"la_child_id"')
Row = dict[str, Any]


@dataclass(kw_only=True)
class Payload:
    """The rows by table, how many nodes were taken back, and how many of each kind are not read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    purged: int = 0
    unread: Counter[str] = field(default_factory=Counter)

    def add(self, table: str, row: Row) -> None:
        """Keep a row."""
        self.rows.setdefault(table, []).append(row)


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
            reference = _text(child.get("la_child_id"))
            if _is_purged(child, found):
                if reference:  # it stays, so that it takes back what earlier payloads told
                    found.add("mosaic.person", {LINE: line, "child_id": reference})
            else:
                _child(child, line, found)
    return found


def _child(child: Row, line: int, found: Payload) -> None:
    said = {LINE: line, "child_id": _text(child.get("la_child_id"))}
    details = child.get("child_details") or {}
    found.add("mosaic.person", said | _columns(details, CHILD_COLUMNS))
    for code in details.get("disabilities") or []:
        reference = f"{said['child_id']}|{_text(code)}"
        found.add("mosaic.disability", {**said, "disability_id": reference, "disability_code": _text(code)})
    found.unread.update({name: _nodes(child[name]) for name in NOT_READ if child.get(name)})
    for episode in child.get(EPISODE) or []:
        if not _is_purged(episode, found):
            _episode(episode, said, found)


def _episode(episode: Row, said: Row, found: Payload) -> None:
    row = said | _columns(episode, EPISODE_COLUMNS)
    found.add("mosaic.referral", row)
    of = {**said, "referral_id": row["referral_id"]}
    found.unread.update({name: _nodes(episode[name]) for name in NOT_READ if episode.get(name)})
    for node in NODES:
        for place, each in enumerate(episode.get(node.name) or [], start=1):
            if not _is_purged(each, found):
                made = of | _columns(each, node.columns)
                found.add(node.table, made)
                _further(node.table, each, made, place, found)


def _further(table: str, node: Row, made: Row, place: int, found: Payload) -> None:
    """What a node tells of besides its own table."""
    if table == "mosaic.assessment" and node.get("factors"):
        codes = ",".join(filter(None, map(_text, node["factors"])))
        of = {name: made[name] for name in (LINE, "assessment_id")}
        found.add(
            "mosaic.assessment_factor", {**of, "factor_row_id": made["assessment_id"], "factor_codes": codes}
        )
    elif table == "mosaic.section_47":
        required = _text(node.get("icpc_required_flag"))
        made["is_nfa"] = {"Y": "N", "N": "Y"}.get(required or "", required)
        if node.get("icpc_date"):
            held = {"conference_id": f"{made['enquiry_id']}|C", "conference_date": _text(node["icpc_date"])}
            of = {name: made[name] for name in (LINE, "child_id", "referral_id", "enquiry_id")}
            found.add("mosaic.conference", {**of, **held, "is_transfer_in": "N"})
    elif table == "mosaic.involvement":
        made["involvement_id"] = f"{made['referral_id']}|W|{made['start_date'] or ''}|{place}"
        made["is_primary"] = "Y"


def _nodes(value: Any) -> int:
    return len(value) if isinstance(value, list) else 1


def _columns(node: Row, columns: dict[str, str]) -> Row:
    return {column: _text(node.get(name)) for column, name in columns.items()}


def _is_purged(node: Row, found: Payload) -> bool:
    is_purged = node.get(PURGED) in (True, "true", "1")
    found.purged += is_purged
    return is_purged


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
