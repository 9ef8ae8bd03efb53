"""Looking at a release and its finished files in a process of its own: `python -m scorecards.finished`.

It is told the release in its frozen form, attacks it, and then looks at each file as it is finished: a path a line, until
there are no more. So one file is looked at while the next is made. It answers with a JSON object: `leaks` are sentences
about withheld numbers that are shown or can be worked out, `broken` the sentences on essential items of the checklist by
workbook. No sentence holds a value.
"""

import gc
import json
import sys
from pathlib import Path

from scorecards.accessibility.check import essential
from scorecards.accessibility.opened import opened
from scorecards.attack.files import sightings, withheld_places
from scorecards.attack.frozen import leaks, lines_in
from scorecards.period import Quarter

# The whole of a workbook is alive while it is looked at: to look for what is not costs a fifth of the time.
OBJECTS_BEFORE_CLEANING = 500_000


def main() -> None:
    """Answer once everything has been looked at."""
    gc.set_threshold(OBJECTS_BEFORE_CLEANING)
    asked = json.loads(sys.stdin.readline())
    quarter = Quarter.parse(asked["quarter"], asked["year_start"])
    found = list(
        leaks(
            asked["release"],
            asked["earlier"],
            {tuple(place) for place in asked["small"]},
            asked["true"],
            is_zero_shown=asked["is_zero_shown"],
        )
    )
    withheld = withheld_places(lines_in(asked["release"]))
    broken = {}
    for line in sys.stdin:
        told = json.loads(line)
        path = Path(told["path"])
        book = opened(path.read_bytes(), path.name) if path.suffix == ".xlsx" else None
        if told["is_circulated"]:
            found += sightings(path, quarter, withheld, book)
        if book is not None and (findings := essential(book)):
            broken[path.name] = [each.sentence for each in findings]
    print(json.dumps({"leaks": found, "broken": broken}))


if __name__ == "__main__":
    main()
