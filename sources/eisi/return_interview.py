"""The targeted youth support team's log of return home interviews."""

from schemas.return_interview import ReturnInterview
from sources.source import Source

SOURCE = Source(table=ReturnInterview, delivery="snapshot")
