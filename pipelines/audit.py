"""The audit log: who did what in this home, when, and with which settings.

Beside the ledger, which says what was delivered and decided, this says who ran, showed, exported or removed something.
It is a chain like the ledger, is never rewritten, and holds counts, codes and hashes only. Each line also holds the
number and hash of the ledger's last line, so that lines cut off the ledger's end show.
"""

import getpass
import os
import re
from collections.abc import Iterable
from typing import Any

from pipelines import fingerprint
from pipelines.chain import Chain, Record
from pipelines.home import Home
from pipelines.ledger import Ledger

_WORD = r"[a-z][a-z0-9]*(?:[_.-][a-z0-9]+)*"
_REF = r"[A-Z]{1,6}[0-9]{1,3}[A-Za-z]?(?:\.[0-9]{1,3})?"
_PERIOD = r"[0-9]{4}-[0-9]{2}(?:-Q[1-4])?"
_HASH = r"(?=[0-9a-f]*[a-f])[0-9a-f]{8}|[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{24}|[0-9a-f]{40}|[0-9a-f]{64}"
_ALLOWED = re.compile(rf"(?:{_WORD}|{_REF}|{_PERIOD}|{_HASH})?")
_LONGEST = 64
_LARGEST = 10_000_000
"""Counts of this size and above are refused: they would be numbers of children."""
_LONGEST_WHO = 80


class NotForTheAudit(Exception):
    """A fact that might be a record's value; the words name the fact, never the value."""


class AuditLog(Chain):
    """The audit log of one home."""

    name = "audit"


def note(home: Home, action: str, **facts: Any) -> None:
    """Write one line: the action in a word or two (`values exported`), and facts of counts, codes and hashes.

    A fact is a count under ten million, true or false, a code word in lower case, a ref, a month or quarter, a hash of 8,
    12, 16, 24, 40 or 64 hex characters, or a list of these. Nothing is written for a home that was never set up. Raises
    NotForTheAudit.
    """
    for name, value in facts.items():
        if not _is_fit(value):
            raise NotForTheAudit(
                f"Expected a count, a code or a hash as {name} of an audit line; found something else. "
                "Leave it out, or give its hash."
            )
    ledger = Ledger(home.folder).head()
    if ledger is None:
        return
    log = AuditLog(home.folder)
    with log.writing():
        log.append(
            action,
            who=who(),
            settings=settings_fingerprint(home),
            ledger={"number": ledger.number, "hash": ledger.hash[:16]},
            **({"facts": facts} if facts else {}),
        )


def who() -> str:
    """The user of this machine; SCORECARD_USER where a service acts for somebody, told apart by the service's own."""
    try:
        own = getpass.getuser()
    except (OSError, KeyError):
        own = "unknown"
    acting = os.environ.get("SCORECARD_USER", "").strip()
    text = f"{acting} (by {own})" if acting and acting != own else own
    return "".join(letter for letter in text if letter.isprintable())[:_LONGEST_WHO]


def settings_fingerprint(home: Home) -> str:
    """The hash of the settings that the work was done from."""
    file = home.settings.file
    return fingerprint.of_files([file] if file.exists() else [])


def lines(home: Home, since: str = "") -> list[Record]:
    """The lines of the log from a UTC day or time on, such as 2026-11-01. Raises LedgerBroken."""
    return [record for record in AuditLog(home.folder).records if record.at >= since]


def _is_fit(value: Any) -> bool:
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return abs(value) < _LARGEST
    if isinstance(value, str):
        return len(value) <= _LONGEST and _ALLOWED.fullmatch(value) is not None
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_fit(key) and _is_fit(each) for key, each in value.items())
    return isinstance(value, Iterable) and not isinstance(value, bytes) and all(map(_is_fit, value))
