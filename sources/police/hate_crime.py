"""The police's hate crimes with a victim under 18."""

from schemas.hate_crime import HateCrime
from sources.source import Source

SOURCE = Source(table=HateCrime, delivery="month")
