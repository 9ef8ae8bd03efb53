"""The published pages of a quarter as PDFs, made of the pages as they stand."""

from pathlib import Path, PurePosixPath

from pipelines.home import Home
from pipelines.progress import say
from pipelines.publication.placing import place, placed
from scorecards.pdf import pdf
from scorecards.period import Quarter


def write_pdfs(home: Home, quarter: Quarter) -> list[Path]:
    """Places the quarter's files again with a PDF beside every page. Raises NoPdf where none can be made, NotSigned."""
    with home.ledger.writing():
        files, facts = placed(home, quarter)
        made = {}
        for name, data in sorted(files.items()):
            page = PurePosixPath(name)
            if page.suffix == ".html" and page.parent.name:
                path = page.with_suffix(".pdf")
                say(f"Writing {path.name}")
                made[str(path)] = pdf(data.decode())
        place(home, quarter, {**files, **made}, **facts)
    return [home.published / str(quarter) / name for name in made]
