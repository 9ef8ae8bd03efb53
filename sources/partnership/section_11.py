"""Agencies' own ratings under section 11."""

from schemas.section_11 import Section11
from sources.source import Source

SOURCE = Source(table=Section11, delivery="snapshot")
