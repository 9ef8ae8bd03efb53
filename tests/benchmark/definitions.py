"""Loads what Dagster loads and says what that imported: `python -m tests.benchmark.definitions`."""

import json
import sys

import pipelines.definitions
from tests.benchmark.stages import peak

if __name__ == "__main__":
    heavy = [name for name in ("great_expectations", "pandas", "pandera") if name in sys.modules]
    steps = len(pipelines.definitions.defs.resolve_job_def("refresh").nodes)
    print(json.dumps({"heavy": heavy, "peak": peak(), "steps": steps}))
