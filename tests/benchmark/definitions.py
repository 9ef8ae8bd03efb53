"""Loads what Dagster loads and says what that imported: `python -m tests.benchmark.definitions`."""

import json
import sys

import pipelines.definitions  # noqa: F401 - loading it is what is measured
from tests.benchmark.clock import peak

if __name__ == "__main__":
    heavy = [name for name in ("great_expectations", "pandas", "pandera") if name in sys.modules]
    print(json.dumps({"heavy": heavy, "peak": peak()}))
