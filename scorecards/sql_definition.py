"""Something that a self-describing SQL file defines, such as an indicator or a check: its query, and what that reads."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scorecards.example import Example, examples
from scorecards.query import columns_read, tables_read
from scorecards.sql_file import SqlFile


@dataclass(frozen=True, kw_only=True, eq=False)
class SqlDefinition:
    """What every such definition has, whatever its header says."""

    file: SqlFile

    @property
    def id(self) -> str:
        """The name of its file."""
        return self.file.path.stem

    @property
    def path(self) -> Path:
        return self.file.path

    @property
    def sql(self) -> str:
        return self.file.sql

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The tables it reads, such as `core.contact`."""
        return tables_read(self.sql)

    @cached_property
    def columns_read(self) -> frozenset[str]:
        """The columns it reads, such as `core.contact.decided_at`."""
        return columns_read(self.sql)

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """Its worked examples."""
        return examples(self.file)
