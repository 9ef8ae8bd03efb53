"""The case system's children."""

from schemas.person import Person
from sources.source import Source

SOURCE = Source(table=Person, delivery="snapshot")
