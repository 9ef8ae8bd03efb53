"""Drafts: a quarter's files as they are made, for those who approve them. `Publication.draft` writes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines.builds import current
from pipelines.home import Home
from scorecards.audience import Audience, audiences
from scorecards.period import Month, Quarter

DRAFT_FILE = "draft.json"
FROZEN = ".frozen"
"""The folder of a draft that holds what will be frozen of it."""


class NotSigned(Exception):
    """A step that may not be taken; the words say what is missing and what to do."""


@dataclass(frozen=True)
class Draft:
    """A quarter's draft as it stands. `facts` are those of its `draft.json`: quarter, month, build, release, figures,
    `known` (the releases that it was solved against) and `files` with their sha256."""

    folder: Path
    id: str
    facts: Mapping[str, Any]

    @property
    def files(self) -> dict[str, str]:
        """The sha256 of every file by its path below the folder."""
        return dict(self.facts["files"])

    def data(self, name: str) -> bytes:
        """The bytes of one of its files. Raises NotSigned where they are not those that were drafted."""
        path = self.folder / name
        data = path.read_bytes() if path.exists() else b""
        if sha256(data).hexdigest() != self.files[name]:
            raise NotSigned(
                f"Expected {name} of the draft as it was made; found another or none. Make the draft again: "
                f"`scorecard draft --quarter {self.facts['quarter']}`."
            )
        return data


def draft_of(home: Home, quarter: Quarter) -> Draft | None:
    """The quarter's draft, if there is one."""
    place = home.drafts / str(quarter)
    path = place / DRAFT_FILE
    if not path.exists():
        return None
    data = path.read_bytes()
    return Draft(place, sha256(data).hexdigest(), json.loads(data))


def drafted(home: Home, quarter: Quarter) -> Draft:
    """The quarter's draft. Raises NotSigned where there is none."""
    draft = draft_of(home, quarter)
    if draft is None:
        raise NotSigned(
            f"Expected a draft of {quarter}; found none. Make one: `scorecard draft --quarter {quarter}`."
        )
    return draft


def newer_build(home: Home, draft: Draft) -> str | None:
    """The build that the quarter's last month has by now, if the draft was made of another."""
    pointer = current(home, Month.parse(draft.facts["month"]))
    build = str(pointer["build"]) if pointer else None
    return build if build != draft.facts["build"] else None


def audiences_of(home: Home) -> dict[str, Audience]:
    """The audiences of a home, its own winning over ours."""
    own = home.settings.overlay / "audiences.toml"
    return audiences(*([own] if own.exists() else []))
