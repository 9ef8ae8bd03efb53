"""Factors found by assessments."""

from schemas.assessment_factor import AssessmentFactor
from sources.source import Source

SOURCE = Source(table=AssessmentFactor, delivery="snapshot")
