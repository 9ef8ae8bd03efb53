"""Ours beside the bare census script: `python -m tests.benchmark.held_census FILE read|whole`."""

import json
import sys
import time
from pathlib import Path

from tests.benchmark.stages import peak


def main() -> None:
    """Read a census, or read it and hold it against every rule, and say how long it took."""
    from pipelines.statutory.census import held
    from sources.census.reading import census

    path, mode = Path(sys.argv[1]), sys.argv[2]
    begun, begun_cpu = time.perf_counter(), time.process_time()
    read = census(path.read_bytes())
    broken = held(read).findings.height if mode == "whole" else 0
    told = {
        "wall": time.perf_counter() - begun,
        "cpu": time.process_time() - begun_cpu,
        "children": read.tables["child"].height,
        "broken": broken,
        "peak": peak(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
