"""Assessments of children in need."""

from schemas.assessment import Assessment
from sources.source import Source

SOURCE = Source(table=Assessment, delivery="snapshot")
