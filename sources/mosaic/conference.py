"""Initial child protection conferences."""

from schemas.conference import Conference
from sources.source import Source

SOURCE = Source(table=Conference, delivery="snapshot")
