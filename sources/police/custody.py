"""Children detained by the police."""

from schemas.custody import Custody
from sources.source import Source

SOURCE = Source(table=Custody, delivery="month")
