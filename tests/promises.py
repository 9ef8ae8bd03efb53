"""The tables of promises and the tests that keep them, made from what the tests found: `python -m tests.promises RESULTS`.

The README gets P1 to P13, `docs/security.md` SEC-01 to SEC-30, each between its two marks.
"""

import ast
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = {"P": ROOT / "README.md", "SEC": ROOT / "docs" / "security.md"}
BEGIN, END = "<!-- promises: made by python -m tests.promises -->", "<!-- promises end -->"


def promises() -> dict[str, dict[str, str]]:
    """Every promise with its words, and the reason where no test can show all of it."""
    return tomllib.loads((ROOT / "tests" / "promises.toml").read_text(encoding="utf-8"))


def keepers() -> dict[str, list[str]]:
    """The tests that say they keep each promise, as `test_file.py::test_name`."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        for name, marks in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            for promise in marks:
                found.setdefault(promise, []).append(f"{path.name}::{name}")
    return found


def _marked(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            calls = [each for each in node.decorator_list if isinstance(each, ast.Call)]
            marks = [
                each for each in calls if isinstance(each.func, ast.Attribute) and each.func.attr == "keeps"
            ]
            if marks:
                yield node.name, [ast.literal_eval(argument) for mark in marks for argument in mark.args]


def table(kind: str, results: Mapping[str, Mapping[str, str]]) -> str:
    """The table of one kind of promise, `P` or `SEC`, in Markdown."""
    lines = ["| | What is promised | Kept by | Last found |", "|---|---|---|---|"]
    kept = keepers()
    for name, said in promises().items():
        if name.rstrip("0123456789").rstrip("-") != kind:
            continue
        tests = kept.get(name, [])
        outcomes = {test: _outcome(test, results.get(name, {})) for test in tests}
        words = "<br>".join(f"`{test.removeprefix('test_').replace('.py::test_', ': ')}`" for test in tests)
        if "reason" in said:
            words = f"{words}<br>{said['reason']}" if words else said["reason"]
        lines.append(f"| {name} | {said['promise']} | {words} | {_together(outcomes)} |")
    return "\n".join(lines)


def _outcome(test: str, found: Mapping[str, str]) -> str:
    return next((outcome for name, outcome in found.items() if name.endswith(test)), "not run")


def _together(outcomes: Mapping[str, str]) -> str:
    if not outcomes:
        return "no test"
    counts = {
        word: list(outcomes.values()).count(word) for word in ("passed", "failed", "skipped", "not run")
    }
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def written(text: str, made: str) -> str:
    """A page with its table replaced. Raises ValueError for a page without the two marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(
            f"Expected {BEGIN} and {END} in the page; found none. Put them where the table belongs."
        )
    return f"{before}{BEGIN}\n{made}\n{END}{after}"


def main() -> None:
    results = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")) if len(sys.argv) > 1 else {}
    for kind, page in PAGES.items():
        page.write_text(written(page.read_text(encoding="utf-8"), table(kind, results)), encoding="utf-8")


if __name__ == "__main__":
    main()
