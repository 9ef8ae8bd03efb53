"""Escalations between agencies."""

from schemas.escalation import Escalation
from sources.source import Source

SOURCE = Source(table=Escalation, delivery="snapshot")
