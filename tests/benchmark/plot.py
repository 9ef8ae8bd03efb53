"""Growth as a picture: seconds against authorities on logarithmic scales, as SVG that also reads without colour."""

from collections.abc import Mapping
from html import escape
from math import floor, log10

from tests.benchmark.fit import Points

_WIDE, _HIGH, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 440, 70, 24, 190, 56
_LOOKS = (
    ("#12436d", "", "circle"),
    ("#a8201a", "7 4", "square"),
    ("#1d6f42", "2 4", "diamond"),
    ("#5b3e8c", "9 3 2 3", "triangle"),
)
"""Colour, dashes and mark of each line: any one of the three tells them apart."""


def growth_picture(lines: Mapping[str, Points], title: str, about: str) -> str:
    """An SVG picture of lines by name; `about` says in words what the picture shows."""
    sizes = [size for points in lines.values() for size, _ in points]
    costs = [cost for points in lines.values() for _, cost in points]
    low, high = floor(log10(min(costs))), -floor(-log10(max(costs)))
    least, most = log10(min(sizes)), max(log10(max(sizes)), log10(min(sizes)) + 0.1)

    def across(size: float) -> float:
        return _LEFT + (_WIDE - _LEFT - _RIGHT) * (log10(size) - least) / (most - least)

    def down(cost: float) -> float:
        return _HIGH - _BOTTOM - (_HIGH - _TOP - _BOTTOM) * (log10(cost) - low) / max(high - low, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        'aria-labelledby="title about" font-family="sans-serif" font-size="13">',
        f'<title id="title">{escape(title)}</title><desc id="about">{escape(about)}</desc>',
        f'<rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        y = down(10**power)
        parts.append(f'<path d="M{_LEFT} {y:.1f}H{_WIDE - _RIGHT}" stroke="#ddd"/>')
        label = f"{10**power:g} s"
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#222">{label}</text>')
    for size in sorted(set(sizes)):
        x = across(size)
        parts.append(f'<path d="M{x:.1f} {_HIGH - _BOTTOM}v5" stroke="#222"/>')
        parts.append(
            f'<text x="{x:.1f}" y="{_HIGH - _BOTTOM + 20}" text-anchor="middle" fill="#222">{size:g}</text>'
        )
    middle = (_LEFT + _WIDE - _RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{_HIGH - 12}" text-anchor="middle" fill="#222">Authorities</text>')
    parts.append(f'<path d="M{_LEFT} {_TOP}V{_HIGH - _BOTTOM}H{_WIDE - _RIGHT}" fill="none" stroke="#222"/>')
    ends: list[float] = []
    for (name, points), look in zip(lines.items(), _LOOKS, strict=False):
        placed = [(across(size), down(cost)) for size, cost in points]
        parts += _line(name, placed, look, ends)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(
    name: str, placed: list[tuple[float, float]], look: tuple[str, str, str], ends: list[float]
) -> list[str]:
    colour, dashes, mark = look
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    parts = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>']
    parts += [_mark(mark, x, y, colour) for x, y in placed]
    x, y = placed[-1]
    while any(abs(y - other) < 16 for other in ends):
        y += 4
    ends.append(y)
    parts.append(f'<text x="{x + 12:.1f}" y="{y + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return parts


def _mark(kind: str, x: float, y: float, colour: str) -> str:
    shapes = {
        "square": f"M{x - 4:.1f} {y - 4:.1f}h8v8h-8z",
        "diamond": f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z",
        "triangle": f"M{x:.1f} {y - 6:.1f}l6 10h-12z",
    }
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>'
    return f'<path d="{shapes[kind]}" fill="{colour}"/>'
