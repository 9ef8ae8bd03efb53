"""The case system's disabilities."""

from schemas.disability import Disability
from sources.source import Source

SOURCE = Source(table=Disability, delivery="snapshot")
