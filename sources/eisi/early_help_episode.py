"""Early help episodes from EISI."""

from schemas.early_help_episode import EarlyHelpEpisode
from sources.source import Source

SOURCE = Source(table=EarlyHelpEpisode, delivery="snapshot")
