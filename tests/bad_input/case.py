"""A bad file and what must become of it.

`refused`: the whole file, in words · `set aside`: the wrong rows and no others · `warned`: something is told of the file
or of the wrong rows · `blank`: the wrong cell counts as not known · `kept`: the wrong cell is kept letter for letter ·
`equal`: every value is what the good file gives. In every case all other rows are exactly as in the good file.
"""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["refused", "set aside", "warned", "blank", "kept", "equal", "held"]
SECRET = "ZZSENTINEL"
"""Stands wherever a mutation invents a text; it must be found in the store alone."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One mutant: its class (a letter of the catalogue of bad inputs), what was done, the file, and any of the outcomes
    that are right. `rows` are the numbers (from 0) of the records that are wrong, `column` the heading changed,
    `written` what was written there. `gone` are records that the file does not hold any more."""

    group: str
    name: str
    source: str
    file: str
    data: bytes
    must: frozenset[Outcome]
    rows: frozenset[int] = frozenset()
    column: str = ""
    written: str = ""
    gone: frozenset[int] = frozenset()

    @property
    def words(self) -> str:
        """The case in words."""
        return f"{self.group} {self.source}: {self.name}" + (f" in {self.column}" if self.column else "")
