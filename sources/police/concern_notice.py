"""The police's child concern notices to the front door."""

from schemas.concern_notice import ConcernNotice
from sources.source import Source

SOURCE = Source(table=ConcernNotice, delivery="month")
