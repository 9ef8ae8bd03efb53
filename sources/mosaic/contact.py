"""The front door's contacts."""

from schemas.contact import Contact
from sources.source import Source

SOURCE = Source(table=Contact, delivery="snapshot")
