"""Deliveries: the files of the agencies as the ledger knows them."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from pipelines.home import Home
from pipelines.intake.inbox import Dropped
from pipelines.intake.verdict import USABLE, decided, decisions
from pipelines.keeping.gone import PAST_RETENTION, Gone

AGAIN = "delivered again"
"""The event of a file that was put back as it was: it counts as the newest again."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One file of one month as the ledger knows it. `parts` says for each source what became of its rows, `files` the
    hashes of the files that hold them. `moved_from` is the authority whose file it seems to be, where a region's folder was
    renamed without a word. `is_superseded`: a child was erased from its bytes since, and the ledger does not
    tell yet what was read from the redacted copy; rows that stand may be of either."""

    delivery_id: str
    authority: str
    month: str
    agency: str
    sha256: str
    reading: str
    verdict: str
    reason: str
    parts: tuple[dict[str, Any], ...]
    ignored: dict[str, int]
    files: dict[str, str] = field(default_factory=dict)
    moved_from: str = ""
    order: int = 0
    is_superseded: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether it can be in force."""
        return self.verdict in USABLE

    @property
    def is_gone(self) -> bool:
        """Whether its bytes and rows were removed because their time was over."""
        return self.verdict == PAST_RETENTION

    @property
    def supplier(self) -> tuple[str, str]:
        """Who sent it: an agency, for an authority."""
        return self.authority, self.agency

    @property
    def folder_name(self) -> str:
        """The folder of its typed rows: named by what it was made from."""
        return f"{self.delivery_id}.{self.reading}"


def deliveries(home: Home) -> dict[str, Delivery]:
    """The newest record of every delivery by its id; `order` is the order in which they came, or came again."""
    found: dict[str, Delivery] = {}
    for order, record in enumerate(home.ledger.of("delivered", AGAIN)):
        known = found.get(record.facts["delivery_id"])
        if record.event == AGAIN:
            if known is not None:
                found[known.delivery_id] = replace(known, order=order)
            continue
        facts = {**record.facts, "parts": tuple(record.facts["parts"])}
        found[record.facts["delivery_id"]] = Delivery(**facts, order=known.order if known else order)
    said = decisions(home)
    gone = Gone(home)
    return {name: gone.told(decided(each, said.get(name))) for name, each in found.items()}


def delivery_id(file: Dropped, digest: str) -> str:
    """The id of a file with these bytes: the same file of the same month is the same delivery, whatever its name."""
    return sha256(f"{file.authority}|{file.month}|{file.agency}|{digest}".encode()).hexdigest()[:16]
