"""Visits to children with a child protection plan."""

from schemas.cp_visit import CpVisit
from sources.source import Source

SOURCE = Source(table=CpVisit, delivery="snapshot")
