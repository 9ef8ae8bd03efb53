"""Choices of a settings file that cannot be are refused: nothing is guessed, and nothing that was meant is passed over."""

from pathlib import Path

import pytest

from pipelines.settings import EXAMPLE, SettingsNotUnderstood, settings

REFUSED = {
    '[sign_off]\nin_one_go = "false"': "in_one_go as true or false",  # a text is true, and would let one person do both
    'made_up = "no"': "made_up as true or false",
    "year_start_month = 13": "year_start_month as a number from 1 to 12",
    'year_start_month = "April"': "year_start_month as a number",
    'reported_from = "April 2021"': "reported_from as a month such as 2021-04",
    '[history_from]\npolice = "2021"': "history_from as a month",
    '[history_from]\npolise = "2021-04"': r"under \[history_from\] the names of agencies",
    '[returns]\nworking_days = "20"': "working_days as a number",
    '[roles]\nrestricted = "store"': "restricted as texts in a list",  # s, t, o, r and e are no folders
    '[roles]\nboss = ["store"]': r"under \[roles\] some of restricted",
    '[passwords]\nnobody = "x.txt"': r"under \[passwords\] the names of agencies",
    '[retention]\npolice = "0 months"': r"under \[retention\] periods",
    "[schedule]\nkeep_days = -1": "keep_days as a number",
    "[schedule]\nhour = 1": "an hour other than 1",
    "[schedule]\non = 1": "on as true or false",
    '[alerts]\non = "late"': "on as texts in a list",
    '[alerts.mail]\nhost = "m"\nfrom = "a@b"\nto = "a@b"': "to as texts in a list",  # a message to each letter
    '[alerts.mail]\nhost = "m"\nfrom = "a@b"': "'to'",
    '[authority]\ncode = "370"\nnames = "Barnsley"': "names as texts in a list",
    '[engine]\nmemory = "lots"': r"memory under \[engine\]",
}


def _with(line: str) -> str:
    """The shipped settings with some lines in the place of their own."""
    table = line.splitlines()[0]
    kept, leaving = [], False
    for each in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if each.startswith("["):
            leaving = each.partition("#")[0].strip() == table
        name = table.partition(" =")[0]
        if not leaving and not (not table.startswith("[") and each.startswith(f"{name} ")):
            kept.append(each)
    top = [line] if not table.startswith("[") else []
    return "\n".join([*top, *kept, *([] if top else [line])])


@pytest.mark.parametrize("line", REFUSED)
def test_a_choice_that_cannot_be_is_refused_and_the_file_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "partnership.toml"
    path.write_text(_with(line), encoding="utf-8")
    with pytest.raises(SettingsNotUnderstood, match=REFUSED[line]) as refused:
        settings(path)
    assert str(path) in str(refused.value) and "found" in str(refused.value)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "partnership.toml"
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(SettingsNotUnderstood, match="another encoding than UTF-8"):
        settings(path)
