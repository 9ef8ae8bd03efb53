"""Visits to children in need."""

from schemas.cin_visit import CinVisit
from sources.source import Source

SOURCE = Source(table=CinVisit, delivery="snapshot")
