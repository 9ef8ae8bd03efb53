"""`scorecard sbom`."""

import json
from pathlib import Path
from typing import Annotated

import typer


def sbom(
    out: Annotated[Path | None, typer.Option(help="Write it to this file instead of the terminal.")] = None,
) -> None:
    """Write the software bill of materials: every library with its version and hashes, in CycloneDX."""
    from pipelines.files import write_whole
    from pipelines.materials import of_this_product
    from pipelines.settings import ROOT

    text = json.dumps(of_this_product(ROOT), indent=1) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_whole(out, text.encode())
