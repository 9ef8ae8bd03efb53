"""A page as a PDF that assistive technology can read: tagged, PDF/UA-1, made without a browser."""

import re

from scorecards.page import drawing_css
from scorecards.thin import with_own_axes

DRAWING = re.compile(r"<svg [^>]*>")


class NoPdf(Exception):
    """PDFs cannot be made here; the words say what is missing."""


def pdf(html: str) -> bytes:
    """The page as PDF/UA; the same page gives the same bytes. Raises NoPdf where WeasyPrint or its libraries are not."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        raise NoPdf(
            "Expected WeasyPrint to make a PDF; found it not installed, or without Pango. "
            'Install it with `pip install "safeguarding-scorecard[pdf]"`, or print the page from a browser.'
        ) from None
    # Each drawing is made by itself here: neither the page's style sheet nor another drawing reaches into it.
    styles = f"<style>{drawing_css()}</style>"
    styled = DRAWING.sub(lambda drawing: drawing[0] + styles, with_own_axes(html))
    made: bytes = HTML(string=styled).write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"scorecard")
    return made
