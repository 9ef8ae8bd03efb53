"""Child in need plans."""

from schemas.cin_plan import CinPlan
from sources.source import Source

SOURCE = Source(table=CinPlan, delivery="snapshot")
