"""Workers as the case system knows them."""

from schemas.professional import Professional
from sources.source import Source

SOURCE = Source(table=Professional, delivery="snapshot")
