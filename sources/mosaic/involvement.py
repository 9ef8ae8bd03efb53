"""Who works with whom, and who holds the case."""

from schemas.involvement import Involvement
from sources.source import Source

SOURCE = Source(table=Involvement, delivery="snapshot")
