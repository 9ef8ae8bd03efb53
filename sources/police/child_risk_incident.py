"""The police's incidents with a child at risk."""

from schemas.child_risk_incident import ChildRiskIncident
from sources.source import Source

SOURCE = Source(table=ChildRiskIncident, delivery="month")
