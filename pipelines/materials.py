"""The bill of materials: every library that the lock names, with the hashes by which it is installed.

In CycloneDX 1.6 (ECMA-424), made from the lock alone, so that it is the same wherever and whenever it is made.
"""

import re
from pathlib import Path
from typing import Any

_LINE = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)", re.M)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill_of_materials(lock: str, version: str) -> dict[str, Any]:
    """The bill of `lock`, the text of a hashed requirements file, for this product in `version`."""
    starts = [*_LINE.finditer(lock)]
    ends = [*(each.start() for each in starts[1:]), len(lock)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "safeguarding-scorecard", "version": version},
        },
        "components": [
            {
                "type": "library",
                "name": each["name"],
                "version": each["version"],
                "purl": f"pkg:pypi/{each['name']}@{each['version']}",
                "hashes": [
                    {"alg": "SHA-256", "content": found} for found in _HASH.findall(lock[each.start() : end])
                ],
            }
            for each, end in zip(starts, ends, strict=True)
        ],
    }


def of_this_product(root: Path) -> dict[str, Any]:
    """The bill of what is installed here, from the lock beside the code."""
    from importlib.metadata import version

    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    return bill_of_materials(lock, version("safeguarding-scorecard"))
