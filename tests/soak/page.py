"""The soak as a page."""

import os
import platform
from collections.abc import Iterator

from tests.soak.soaking import Sample, Soak
from tests.soak.years import AGAIN, CUT_OFF, LATE

SETTLED = 6
"""Months after which memory is expected to stand still: by then every library is loaded."""


def page(found: Soak) -> str:
    """The Markdown of a soak."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Soak) -> Iterator[str]:
    fates, first, last = found.years.fates(), found.samples[0], found.samples[-1]
    how = "with its history in SQLite" if found.is_kept else "which keeps no history here"
    runs = sum(each.runs for each in found.samples)
    yield "# Years of it"
    yield ""
    yield (
        f"{found.years.months} months of every agency, one after the other, as the schedule would refresh them: through "
        f"Dagster, {how}, and DuckDB, in one process. Written by `python -m tests.soak --months {found.years.months}"
        f"{'' if found.is_kept else ' --unkept'} --write docs/soak.md`. The partnership is small ({_size()}), so that what grows is the "
        "system's own; sizes of a real partnership are in [performance](performance.md). Everybody in it is made up."
    )
    yield ""
    yield (
        f"Of {found.years.months * 9} files {fates[CUT_OFF]} came cut off and whole a month later, {fates[LATE]} came a month "
        f"late, and {fates[AGAIN]} came again with a row fewer. Whatever an earlier month's file touched was refreshed again, "
        f"oldest first: {runs} runs in all."
    )
    yield ""
    yield "| What | Found |"
    yield "|---|---|"
    yield (
        "| values of the last month that differ from those of a home that took everything in at once (what tells when files "
        f"came is left out) | {found.drift} of {found.values} |"
    )
    yield f"| months still due at the end | {found.left} |"
    if len(found.samples) > SETTLED + 3:
        memory = found.slope(lambda each: each.memory, after=SETTLED)
        yield f"| memory of the process, from month {SETTLED + 1} on | {memory:+.1f} MB a month, {last.memory:.0f} MB at the end |"
    yield f"| open file handles | {first.handles} after the first month, {last.handles} after the last |"
    yield f"| seconds a run (median) | {found.seconds_a_run:.1f}, on {os.cpu_count()} cores of {platform.machine()} |"
    builds = found.slope(lambda each: each.builds, after=1)
    yield f"| the home | {found.slope(lambda each: each.home, after=1):.1f} MB a month, of which builds {builds:.1f} MB |"
    yield f"| the ledger | {1000 * found.slope(lambda each: each.ledger, after=1):.0f} kB a month |"
    if found.is_kept:
        yield f"| Dagster's own files | {found.slope(lambda each: each.dagster, after=1):.1f} MB a month |"
    yield ""
    yield "| Month | Runs | Seconds | Memory, MB | Handles | Home, MB | Dagster, MB |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    yield from map(_row, found.samples)


def _row(each: Sample) -> str:
    return (
        f"| {each.month} | {each.runs} | {each.seconds:.0f} | {each.memory:.0f} | {each.handles} | {each.home:.1f} | "
        f"{each.dagster:.1f} |"
    )


def _size() -> str:
    from tests.soak.years import A_MONTH, CHILDREN

    return f"{CHILDREN} children, {A_MONTH} reports and contacts a month"
