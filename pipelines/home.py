"""A partnership's home: the folders of store, rows, builds and publications, and the key that stands outside it."""

import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pipelines.files import write_whole
from pipelines.ledger import Ledger
from pipelines.settings import Settings

ROTATED = "rotated"
"""The event of a new key: `key` is its fingerprint, `by` who changed it and `reason` why."""


FORM = 3
"""The form of homes that this release makes and works with; `pipelines.keeping.upgrades` brings older ones to it."""


class HomeNotReady(Exception):
    """The home was never initialised, or its key is missing or another's; the words say what to do."""


@dataclass(frozen=True)
class Home:
    """The places of one partnership. `settings` says where."""

    settings: Settings

    @property
    def folder(self) -> Path:
        """The one folder that holds everything but the key."""
        return self.settings.home

    @property
    def store(self) -> Path:
        """The delivered bytes, by their hash."""
        return self.folder / "store"

    @property
    def staging(self) -> Path:
        """Private copies of files that are being taken in; empty between runs."""
        return self.folder / "staging"

    @property
    def rows(self) -> Path:
        """Typed rows and findings, a folder for each delivery and reading."""
        return self.folder / "rows"

    @property
    def builds(self) -> Path:
        """DuckDB files, a folder for each month."""
        return self.folder / "builds"

    @property
    def drafts(self) -> Path:
        """What is not published yet, for those who approve it, a folder for each quarter."""
        return self.folder / "drafts"

    @property
    def published(self) -> Path:
        """Workbooks, pages and values, a folder for each quarter and audience."""
        return self.folder / "published"

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger of this home."""
        return Ledger(self.folder)

    def of(self, code: str) -> "Home":
        """The same home as one authority of its region has it: its settings, the same folders and the same ledger."""
        one = Home(self.settings.of(code))
        one.__dict__["ledger"] = self.ledger
        return one

    def key(self) -> bytes:
        """The partnership's key, after checking that it is the one the ledger knows."""
        known = self.key_fingerprint
        if not known:
            raise HomeNotReady(
                f"Expected a home that is set up at {self.folder}; found none. Run `scorecard init` once."
            )
        if form_of(self.ledger) > FORM:
            raise HomeNotReady(
                f"Expected a home of form {FORM} or older; found form {form_of(self.ledger)}, which a newer release made. "
                "Install that release again, or restore the backup from before it."
            )
        path = self.settings.key
        self._take_over(known)
        if not path.exists():
            raise HomeNotReady(
                f"Expected the partnership's key at {path}; found none. Bring back the key that this home was made "
                "with: without it no earlier figure can be matched."
            )
        key = path.read_bytes()
        if fingerprint_of(key) != known:
            raise HomeNotReady(
                f"Expected the key that this home was made with at {path}; found another. Bring back the right one."
            )
        return key

    @property
    def key_fingerprint(self) -> str:
        """What tells the key that the ledger knows, the newest where it was rotated; empty in a home not set up."""
        known = self.ledger.of("opened", ROTATED)
        return str(known[-1].facts["key"]) if known else ""

    @property
    def next_key(self) -> Path:
        """Where a new key stands while everything is remade with it."""
        return self.settings.key.with_name(f"{self.settings.key.name}.new")

    def _take_over(self, known: str) -> None:
        """Finish a rotation that a kill cut short after the ledger named the new key."""
        path, new = self.settings.key, self.next_key
        if new.exists() and fingerprint_of(new.read_bytes()) == known:
            if path.exists() and (old := fingerprint_of(path.read_bytes())) != known:
                os.replace(path, path.with_name(f"{path.name}.{old}.old"))
            os.replace(new, path)

    def open(self) -> bool:
        """Make the folders, the key and the ledger's first record; False when they are there already."""
        with self.ledger.writing():
            if self.ledger.of("opened"):
                self.key()
                return False
            for folder in (self.folder, self.store, self.rows, self.builds, self.published):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self.settings.key.exists():
                write_whole(self.settings.key, secrets.token_bytes(32))
                os.chmod(self.settings.key, 0o600)
            key = self.settings.key.read_bytes()
            if len(key) < 32:
                raise HomeNotReady(
                    f"Expected a key of at least 32 bytes at {self.settings.key}; found {len(key)}. Remove it, and one is made."
                )
            self.ledger.append(
                "opened", key=fingerprint_of(key), authority=self.settings.authority.code, form=FORM
            )
            return True


def form_of(ledger: Ledger) -> int:
    """The form of the home that the ledger is of; the first releases did not say."""
    known = ledger.of("opened", "upgraded")
    return int(known[-1].facts.get("form", 1)) if known else FORM


def fingerprint_of(key: bytes) -> str:
    """What tells one key from another and says nothing of it."""
    return sha256(b"scorecard key" + key).hexdigest()[:16]
