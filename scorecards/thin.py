"""HTML made smaller without changing what it shows: optional end tags, quotes and line breaks left out, axes drawn
once."""

import re

STYLE = re.compile(r"(<style>.*?</style>)", re.DOTALL)
AXIS = re.compile(r'<g class="axis">(.*?)</g>', re.DOTALL)
SHARED = re.compile(r'<g class="?axis"? id="?(axis-\d+)"?>(.*?)</g>', re.DOTALL)
USE = re.compile(r'<use href="#(axis-\d+)"/>')
STEPS = (
    (re.compile(r">\n+<"), "><"),
    (re.compile(r"</(?:td|th)>(?=<(?:td|th|tr|/tr|/t))"), ""),
    (re.compile(r"</tr>(?=<(?:tr|/t))"), ""),
    (re.compile(r"</li>(?=<(?:li|/ul|/ol))"), ""),
    (re.compile(r"</d[td]>(?=<(?:d[td][> ]|/div|/dl))"), ""),
    # The first cell of a row that is a heading is its row's heading, said or not.
    (re.compile(r'(<tr><th) scope="row"(?=>)'), r"\1"),
    # Inside tags only: in text every quotation mark is escaped.
    (re.compile(r'( [a-z-]+)="([A-Za-z0-9_-]+)"(?=[ >])'), r"\1=\2"),
)


def thin(html: str) -> str:
    """The same page in fewer bytes: it reads and looks the same."""
    shared = _with_shared_axes(html)
    return "".join(part if STYLE.fullmatch(part) else _thinned(part) for part in STYLE.split(shared))


def with_own_axes(html: str) -> str:
    """The page with every drawing whole again, for a reader that looks at each by itself."""
    axes = dict(SHARED.findall(html))
    return USE.sub(lambda found: f'<g class="axis">{axes[found[1]]}</g>', html)


def _with_shared_axes(html: str) -> str:
    names: dict[str, str] = {}

    def share(found: re.Match[str]) -> str:
        if found[1] in names:
            return f'<use href="#{names[found[1]]}"/>'
        names[found[1]] = f"axis-{len(names) + 1}"
        return f'<g class="axis" id="{names[found[1]]}">{found[1]}</g>'

    return AXIS.sub(share, html)


def _thinned(part: str) -> str:
    for pattern, by in STEPS:
        part = pattern.sub(by, part)
    return part
