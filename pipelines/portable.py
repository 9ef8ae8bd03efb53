"""The published pages of a quarter as PDFs, made of the pages as they stand."""

from pathlib import Path

from pipelines.drafts import audiences_of
from pipelines.files import write_whole
from pipelines.front_page import write_front_page
from pipelines.home import Home
from pipelines.progress import say
from scorecards.pdf import pdf
from scorecards.period import Quarter


def write_pdfs(home: Home, quarter: Quarter) -> list[Path]:
    """Writes a PDF beside every page of the quarter. Raises NoPdf where none can be made."""
    written = []
    for page in sorted((home.published / str(quarter)).glob("*/*.html")):
        say(f"Writing {page.with_suffix('.pdf').name}")
        path = page.with_suffix(".pdf")
        write_whole(path, pdf(page.read_text(encoding="utf-8")))
        written.append(path)
    write_front_page(home, audiences_of(home).values())
    return written
