"""Review child protection conferences."""

from schemas.cp_review import CpReview
from sources.source import Source

SOURCE = Source(table=CpReview, delivery="snapshot")
