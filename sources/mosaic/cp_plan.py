"""Child protection plans."""

from schemas.cp_plan import CpPlan
from sources.source import Source

SOURCE = Source(table=CpPlan, delivery="snapshot")
