"""Section 47 enquiries."""

from schemas.section_47 import Section47
from sources.source import Source

SOURCE = Source(table=Section47, delivery="snapshot")
