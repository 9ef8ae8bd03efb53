"""Which files of an inbox a month's scorecard needs, as the author of a script would find them."""

from pathlib import Path


def authorities(inbox: Path, code: str) -> dict[str, Path]:
    """Each authority's folder of months by its code: the inbox itself where it is one authority's."""
    folders = sorted(folder for folder in inbox.iterdir() if folder.is_dir())
    if any(folder.name[:2] == "20" for folder in folders):
        return {code: inbox}
    return {folder.name: folder for folder in folders if any(folder.glob("20*"))}


def wanted(inbox: Path, month: str) -> dict[str, list[Path]]:
    """The files of each agency that a refresh of `month` reads: the newest Mosaic, EISI and partnership snapshots, every
    police and workforce month, the newest health file of each year."""
    months = sorted(folder for folder in inbox.iterdir() if folder.name[:2] == "20" and folder.name <= month)
    newest = {
        agency: [next(folder for folder in reversed(months) if (folder / agency).is_dir())]
        for agency in ("mosaic", "eisi", "partnership")
    }
    years = {f"{int(folder.name[:4]) - (folder.name[5:] < '04')}": folder for folder in months}
    folders = {**newest, "police": months, "workforce": months, "health": list(years.values())}
    return {
        agency: [file for folder in found for file in sorted((folder / agency).glob("*.*"))]
        for agency, found in folders.items()
    }
