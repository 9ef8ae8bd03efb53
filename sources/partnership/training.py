"""Attendance at the partnership's training."""

from schemas.training import Training
from sources.source import Source

SOURCE = Source(table=Training, delivery="snapshot")
