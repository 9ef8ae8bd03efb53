"""Which agencies were invited to conferences, attended and reported."""

from schemas.conference_attendance import ConferenceAttendance
from sources.source import Source

SOURCE = Source(table=ConferenceAttendance, delivery="snapshot")
