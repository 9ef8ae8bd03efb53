"""A row's way forward in words, and as JSON: refs, windows, conditions and hashes, never a record's value."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from pipelines.tracing.forward import Forward

_MOST = 12


def told(found: list[Forward]) -> Iterator[str]:
    """The lines about a row, in every delivery of its file."""
    for each in found:
        delivery = each.fate.delivery
        source = f" {each.fate.source}." if each.fate.source else ""
        yield (
            f"{delivery.agency} {delivery.month}, file {delivery.sha256[:12]}, delivery {delivery.delivery_id}, "
            f"sheet {each.fate.sheet}, row {each.fate.row_number}:{source} {each.fate.words}"
        )
        if each.fate.row is None:
            continue
        for table, record in each.made:
            yield f"  makes {table} {' '.join(word[:12] for word in record.split())}"
        if not each.made:
            yield "  makes no core row: no core table reads it, or its conditions leave it out"
        yield f"Counted in ({each.build}):"
        yield from _counted(each) or ["  none"]
        if each.left_out:
            yield "Read but not counted:"
        for ref, why in sorted(each.left_out.items()):
            yield f"  {ref}: {why}"


def _counted(found: Forward) -> list[str]:
    lines = []
    for (ref,), cells in found.counted.sort("ref").group_by("ref", maintain_order=True):
        sides = " and ".join(sorted(cells["side"].unique(), reverse=True))
        totals = cells.filter(pl.col("breakdown") == "")["period_id"].unique().sort().to_list()
        more = f" and {len(totals) - _MOST} more" if len(totals) > _MOST else ""
        parts = (
            cells.filter(pl.col("breakdown") != "").select("breakdown", "category").unique().sort("breakdown")
        )
        by = "".join(f"; {breakdown} {category}" for breakdown, category in parts.rows())
        lines.append(f"  {ref} {sides}: {', '.join(totals[:_MOST])}{more}{by}")
    return lines


def facts(found: list[Forward]) -> list[dict[str, Any]]:
    """The same for a machine."""
    return [
        {
            "delivery_id": each.fate.delivery.delivery_id, "agency": each.fate.delivery.agency,
            "month": each.fate.delivery.month, "sha256": each.fate.delivery.sha256, "sheet": each.fate.sheet,
            "row": each.fate.row_number, "source": each.fate.source, "fate": each.fate.words,
            "is_in_force": each.fate.row is not None, "build": each.build,
            "made": [{"table": table, "record": record} for table, record in each.made],
            "counted": each.counted.to_dicts(), "left_out": each.left_out,
        }
        for each in found
    ]  # fmt: skip
