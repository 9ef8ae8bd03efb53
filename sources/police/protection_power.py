"""The police's uses of police protection."""

from schemas.protection_power import ProtectionPower
from sources.source import Source

SOURCE = Source(table=ProtectionPower, delivery="month")
