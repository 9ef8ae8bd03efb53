"""Publications put in place: a folder for each quarter that holds one whole edition and is replaced in one step.

A folder's `manifest.json` names every file in it with its hash, so that whoever mirrors or copies it file by file can
tell a whole edition from two that met on the way.
"""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines.folders import swapped_in
from pipelines.home import Home
from pipelines.publication.drafts import NotSigned, audiences_of
from pipelines.publication.front_page import write_front_page
from pipelines.sealed import SealBroken, sealed, unsealed
from scorecards.period import Quarter

MANIFEST = "manifest.json"


def place(home: Home, quarter: Quarter, files: Mapping[str, bytes], **facts: Any) -> list[Path]:
    """Let readers of a quarter see these files, by their paths, and no others; returns the paths.

    The page that leads to them lets go first of what will not be there any more. Hold the ledger's `writing()`. Raises
    NotSigned where the folder cannot be changed.
    """
    target = home.published / str(quarter)
    known = audiences_of(home).values()
    try:
        if going := {link for link in _links(target) if link.partition("/")[2] not in files}:
            write_front_page(home, known, without=going)
        swapped_in(target, {**files, MANIFEST: _manifest(quarter, files, facts)})
        write_front_page(home, known)
    except OSError as error:
        raise NotSigned(
            f"Expected to change what readers see of {quarter}; found: {os.strerror(error.errno or 0)}. What stood before "
            "stands, and the ledger knows what was decided. Close any of these files that is open, or make their "
            "folder writable, and run the same command again."
        ) from None
    return [target / name for name in files]


def stands(home: Home, quarter: str, **facts: Any) -> bool:
    """Whether readers of a quarter see every file of what these facts tell of."""
    target = home.published / quarter
    try:
        said = unsealed(target / MANIFEST)
    except SealBroken:
        return False
    return all(said.get(name) == fact for name, fact in facts.items()) and all(
        (target / name).is_file() for name in said["files"]
    )


def placed(home: Home, quarter: Quarter) -> tuple[dict[str, bytes], dict[str, Any]]:
    """The files that readers of a quarter see, by their paths, and the facts that they were placed with. Raises NotSigned."""
    target = home.published / str(quarter)
    try:
        facts = unsealed(target / MANIFEST)
        files = {name: (target / name).read_bytes() for name in facts.pop("files")}
    except (SealBroken, OSError):
        raise NotSigned(
            f"Expected what was published of {quarter} to stand whole; found something missing. Publish it again: "
            f"`scorecard publish --quarter {quarter}`."
        ) from None
    del facts["quarter"]
    return files, facts


def _manifest(quarter: Quarter, files: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
    return sealed({"quarter": str(quarter), **facts, "files": hashes})


def _links(target: Path) -> set[str]:
    """What stands below a quarter's folder, as the page beside it names it."""
    return {path.relative_to(target.parent).as_posix() for path in target.rglob("*") if path.is_file()}
