"""Referrals and the episodes of need that they open."""

from schemas.referral import Referral
from sources.source import Source

SOURCE = Source(table=Referral, delivery="snapshot")
