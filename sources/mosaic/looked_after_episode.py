"""Episodes of being looked after."""

from schemas.looked_after_episode import LookedAfterEpisode
from sources.source import Source

SOURCE = Source(table=LookedAfterEpisode, delivery="snapshot")
