"""The police's missing reports: those made in the month, and earlier ones found or changed in it."""

from schemas.missing_report import MissingReport
from sources.source import Source

SOURCE = Source(table=MissingReport, delivery="month")
