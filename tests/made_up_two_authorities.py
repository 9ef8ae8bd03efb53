"""A tiny region written by hand: two authorities' files in one inbox, each in its own folder. Everybody is made up."""

from pathlib import Path

from tests.made_up_inbox import MISSING_MARCH, Partnership


class Region(Partnership):
    """Two authorities: the second has one month of files, and fewer of them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        words = self.settings_file.read_text(encoding="utf-8")
        own, region = (
            '[authority]\ncode = "370"\nnames = ["Barnsley"]',
            '[region]\ncode = "ZR"\nnames = ["Region"]',
        )
        self.settings_file.write_text(words.replace(own, region), encoding="utf-8")
        self._authority = "370"
        self.drop_everything()
        self._authority = "371"
        self.drop_police("2023-03", MISSING_MARCH[:3])
        self.drop_mosaic("2023-03")

    def drop(self, place: str, data: bytes) -> Path:
        return super().drop(f"{self._authority}/{place}", data)
