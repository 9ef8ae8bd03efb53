"""What the indicators that the analyst's script counts take us: `python -m tests.benchmark.counting BUILD`.

The engine's own counting, of these indicators with all their breakdowns and windows, in a copy of a finished build.
"""

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from pipelines.builds import SQL
from pipelines.database import database
from pipelines.figures.values import count_indicators
from scorecards.indicator import indicators
from tests.benchmark.analyst import INDICATORS

ROUNDS = 5


def main() -> None:
    """Count them a few times and say what the quickest took in seconds of the processor."""
    known = indicators(SQL)
    asked = [each for each in known if each.ref in INDICATORS]
    taken = []
    with TemporaryDirectory(prefix="counting-") as folder:
        build = Path(shutil.copy(sys.argv[1], folder))
        with database(build) as connection:
            for _ in range(ROUNDS):
                connection.execute("delete from scorecard.counted")
                begun = process_time()
                count_indicators(connection, asked)
                taken.append(process_time() - begun)
    tables, everything = (sum(1 + len(each.breakdowns) for each in some) for some in (asked, known))
    print(json.dumps({"tables": tables, "everything": everything, "quickest": min(taken)}))


if __name__ == "__main__":
    main()
