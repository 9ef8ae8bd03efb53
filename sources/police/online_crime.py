"""The police's online crimes with a victim under 18."""

from schemas.online_crime import OnlineCrime
from sources.source import Source

SOURCE = Source(table=OnlineCrime, delivery="month")
