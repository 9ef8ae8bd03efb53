"""The police's domestic abuse incidents."""

from schemas.domestic_abuse_incident import DomesticAbuseIncident
from sources.source import Source

SOURCE = Source(table=DomesticAbuseIncident, delivery="month")
