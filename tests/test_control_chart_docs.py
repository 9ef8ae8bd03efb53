"""The example of the documentation runs and says what it says it says."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parent.parent / "docs" / "control-charts.md"


def test_the_example_runs():
    [example] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)
    claimed = re.findall(r"^(chart\.\S+)\s+# (.+)$", example, re.MULTILINE)
    checked = 0
    for expression, words in claimed:
        found = eval(expression, names)
        if re.match(r"[\d.]+$", words):
            assert found == pytest.approx(float(words))
        elif words.startswith(("'", "(")):
            assert repr(found) == re.match(r"'[^']*'|\([^)]*\)", words)[0]
        else:
            continue
        checked += 1
    assert checked == 6


def test_the_presets_are_described_as_they_are():
    from scorecards.spc.rules import MDC_EXCEL, NHSR

    text = PAGE.read_text(encoding="utf-8")
    assert f"| Shift | {NHSR.shift} points on one side of the mean | {MDC_EXCEL.shift} |" in text
    assert f"| Trend | {NHSR.trend} points, each beyond the last | {MDC_EXCEL.trend} |" in text
    assert f"{NHSR.sigmas:g} × mean moving range" in text and f"below {NHSR.screening:g} ×" in text
    assert NHSR.screen and not MDC_EXCEL.screen
    assert f"| Limits worked out | from any number of points | from {MDC_EXCEL.limits_from} |" in text
