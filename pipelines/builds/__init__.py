"""Builds: one DuckDB file for a month, made beside, checked, and only then named by the month's pointer.

A build is named by what it is made from. The same deliveries, SQL, facts and settings give the same build, so running
again does nothing, and a run that was killed is finished by running again. A build of many authorities of which few
changed is made from the one before it, and holds what it would hold if it were made whole.
"""

from pipelines.builds.plan import SQL, Plan
from pipelines.builds.pointer import BUILT, NoBuild, build_path, built_months, current, newest_month
from pipelines.builds.steps import BuildBroken
from pipelines.builds.work import Work

__all__ = [
    "BUILT",
    "SQL",
    "BuildBroken",
    "NoBuild",
    "Plan",
    "Work",
    "build_path",
    "built_months",
    "current",
    "newest_month",
]
