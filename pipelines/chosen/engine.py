"""What makes core tables and counts indicators: DuckDB here, or PostgreSQL or Spark elsewhere."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.chosen.plain import NotChosenWell

HERE, POSTGRES, SPARK = "duckdb", "postgres", "spark"
ENGINES = (HERE, POSTGRES, SPARK)


@dataclass(frozen=True, kw_only=True)
class EngineChoice:
    """`address` is Spark's (`local[2]`, `spark://…`, `sc://…`, or `platform` for the session that a platform has ready),
    `options` are lines of its configuration, and `exchange` is a folder of this home alone that the engine's machines see
    too: under the same name, or under `exchange_there`."""

    name: str = HERE
    address: str = "local[2]"
    exchange: Path | None = None
    memory: str = "2GB"
    """What DuckDB may hold while it builds; the rest goes to a file, so that a build's memory does not grow with the
    number of authorities."""
    exchange_there: str = ""
    options: dict[str, str] = field(default_factory=dict)


def engine(table: Any, folder: Path) -> EngineChoice:
    """The `[engine]` of the settings, which stand in `folder`; SCORECARD_ENGINE wins over its name."""
    name = os.environ.get("SCORECARD_ENGINE") or table.get("name", HERE)
    if name not in ENGINES:
        raise NotChosenWell(
            f"Expected under [engine], or in SCORECARD_ENGINE, the name {', '.join(ENGINES[:-1])} or {ENGINES[-1]}; found "
            "another."
        )
    memory = str(table.get("memory", EngineChoice.memory))
    if not re.fullmatch(r"[1-9][0-9]* ?(MB|GB)", memory):
        raise NotChosenWell('Expected memory under [engine] such as "1GB" or "800MB"; found another.')
    return EngineChoice(
        name=name,
        address=str(table.get("address", EngineChoice.address)),
        exchange=(folder / table["exchange"]).resolve() if "exchange" in table else None,
        exchange_there=str(table.get("exchange_there", "")),
        memory=memory,
        options={option: str(value) for option, value in table.get("options", {}).items()},
    )
