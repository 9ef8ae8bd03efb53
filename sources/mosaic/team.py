"""Teams of children's services."""

from schemas.team import Team
from sources.source import Source

SOURCE = Source(table=Team, delivery="snapshot")
