"""The check of finished workbooks in a process of its own: `python -m scorecards.accessibility FILE…`.

Answers with a JSON object of the sentences on essential items by file; files without any are not in it.
"""

import json
import sys
from pathlib import Path

from scorecards.accessibility.check import check, essential


def main() -> None:
    """Check the files named and say what is essential and not kept."""
    found = {path: essential(check(Path(path).read_bytes(), Path(path).name)) for path in sys.argv[1:]}
    print(
        json.dumps(
            {path: [each.sentence for each in findings] for path, findings in found.items() if findings}
        )
    )


if __name__ == "__main__":
    main()
