"""`python -m tests.soak --months 36 --write docs/soak.md`: the soak by hand, told month by month and as a page."""

import argparse
import tempfile
from pathlib import Path

from tests.soak.page import page
from tests.soak.soaking import Sample, soak


def main() -> None:
    """Run it and say what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--months", type=int, default=36)
    asked.add_argument("--write", type=Path, help="The page to write.")
    asked.add_argument("--unkept", action="store_true", help="Keep no history of runs: quicker.")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as folder:
        found = soak(Path(folder), given.months, is_kept=not given.unkept, tell=_tell)
    text = page(found)
    print(text)
    if given.write:
        given.write.write_text(text, encoding="utf-8")


def _tell(sample: Sample) -> None:
    print(
        f"{sample.month}  {sample.runs} runs  {sample.seconds:6.1f} s  {sample.memory:6.0f} MB  {sample.handles} handles  "
        f"home {sample.home:6.1f} MB  dagster {sample.dagster:5.1f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
