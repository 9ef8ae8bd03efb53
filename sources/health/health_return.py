"""The health providers' monthly counts, a sheet a provider."""

from schemas.health_return import HealthReturn
from sources.health.cross_tab import unpivoted
from sources.source import Source

SOURCE = Source(table=HealthReturn, delivery="year_to_date", unpivot=unpivoted)
