"""Small files that hold a hash of themselves, so that any later change shows; and hashes of files."""

import json
from collections.abc import Iterable
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

_CHECK = "check"


class SealBroken(Exception):
    """A file that is not as it was written."""


def sealed(facts: dict[str, Any]) -> bytes:
    """Facts as JSON with their own hash among them."""
    bare = {name: fact for name, fact in facts.items() if name != _CHECK}
    return _text({**bare, _CHECK: _hash(bare)})


def unsealed(path: Path) -> dict[str, Any]:
    """The facts of a file written by `sealed`, without their hash. Raises SealBroken for one that was changed."""
    try:
        facts = dict(json.loads(path.read_bytes().decode("utf-8", "surrogateescape")))
    except (OSError, ValueError, TypeError):
        raise SealBroken from None
    if facts.pop(_CHECK, None) != _hash(facts):
        raise SealBroken
    return facts


def file_hash(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def file_hashes(paths: Iterable[Path]) -> dict[str, str]:
    """The hashes of files of one folder by their names."""
    return {path.name: file_hash(path) for path in sorted(paths)}


def _hash(facts: dict[str, Any]) -> str:
    return sha256(_text(facts)).hexdigest()


def _text(facts: dict[str, Any]) -> bytes:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogateescape")
