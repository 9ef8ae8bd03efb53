"""News is told once each way, to real servers on this machine; what cannot be sent stops nothing and is said."""

import json
from pathlib import Path

import pytest

from pipelines import alone
from pipelines.alerts import sending
from pipelines.alerts.chosen import KINDS
from pipelines.alerts.news import Message, message, news
from pipelines.alerts.told import tell_news, unsent
from pipelines.settings import SettingsNotUnderstood, settings
from pipelines.status.status import status
from tests.made_up_inbox import MISSING_FEBRUARY, Partnership
from tests.mail_server import PASSWORD, USER, Box, mail_server, web_server

SECRET = "ZZSENTINEL"


def partnership(folder: Path, more: str) -> Partnership:
    """A home in which police's January and February came, and its March is held: it is somebody's to decide."""
    place = Partnership(folder, more_settings='[due]\npolice = 8\nuntil = "2023-03"\n' + more)
    place.home.open()
    for month in ("2023-01", "2023-02"):
        place.drop_police(month, MISSING_FEBRUARY, name=f"{SECRET}.xlsx")
    place.take_all()
    return place


def mail_settings(box: Box, folder: Path) -> str:
    password = folder / "smtp.password"
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    password.chmod(0o600)
    return (
        f'[alerts.mail]\nhost = "localhost"\nport = {box.port}\nfrom = "scorecard@example.org"\n'
        f'to = ["analyst@example.org", "officer@example.org"]\nuser = "{USER}"\npassword = "{password}"\nca = "{box.ca}"\n'
    )


@pytest.mark.keeps("P12")
def test_news_goes_out_once_by_mail_and_webhook_and_again_only_when_there_is_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server(tmp_path) as box, web_server() as (url, posted):
        monkeypatch.setenv("SCORECARD_WEBHOOK", url)
        more = mail_settings(box, tmp_path) + '[alerts.webhook]\nform = "plain"\n'
        place = partnership(tmp_path / "p", more)
        assert tell_news(place.home) == 2
        assert tell_news(place.home) == 0
        (letter,) = box.letters
        assert box.is_encrypted == [True]
        # March never came: due on the eighth working day of April 2023, after Good Friday and Easter Monday
        assert (
            "1 late" in letter["Subject"]
            and "March 2023, which were due on 14 April 2023" in letter.get_content()
        )
        assert letter["To"] == "analyst@example.org, officer@example.org"
        assert posted[0]["text"] == letter.get_content().replace("\r\n", "\n")

        place.drop("2023-03/police/broken.xlsx", b"PK\x03\x04 cut off")
        place.take_all()
        alone.note(place.home, "refresh", "2023-02", "failed", f"Expected {SECRET}; found {SECRET}.")
        assert tell_news(place.home) == 2
        text = box.letters[1].get_content()
        assert "1 held" in box.letters[1]["Subject"] and "1 failed" in box.letters[1]["Subject"]
        assert "could not be read" in text and "did not end well" in text
        assert "late" not in box.letters[1]["Subject"]
        assert len(posted) == 2 and unsent(place.home) == ""
        everything = json.dumps(posted) + "".join(each.as_string() for each in box.letters)
        assert SECRET not in everything and ".xlsx" not in everything and str(tmp_path) not in everything


def test_a_server_that_is_away_stops_nothing_is_said_and_is_tried_again(tmp_path: Path) -> None:
    with mail_server(tmp_path) as box:
        place = partnership(tmp_path / "p", mail_settings(box, tmp_path))
    assert tell_news(place.home) == 0  # the server has gone
    assert "Expected the mail server" in unsent(place.home) and PASSWORD not in unsent(place.home)
    assert status(place.home).unsent == unsent(place.home)
    with mail_server(tmp_path) as again:
        text = place.settings_file.read_text(encoding="utf-8").replace(str(box.port), str(again.port))
        place.settings_file.write_text(text, encoding="utf-8")
        assert tell_news(place.home) == 1
        assert len(again.letters) == 1 and unsent(place.home) == ""


def test_a_server_that_nobody_vouches_for_gets_neither_password_nor_letter(tmp_path: Path) -> None:
    with mail_server(tmp_path) as box:
        more = "\n".join(
            line for line in mail_settings(box, tmp_path).split("\n") if not line.startswith("ca")
        )
        place = partnership(tmp_path / "p", more)
        assert tell_news(place.home) == 0 and box.letters == []
        assert "SSLCertVerificationError" in unsent(place.home)


def test_a_wrong_password_and_one_that_others_can_read_are_told_without_it(tmp_path: Path) -> None:
    with mail_server(tmp_path) as box:
        place = partnership(tmp_path / "p", mail_settings(box, tmp_path))
        (tmp_path / "smtp.password").chmod(0o644)
        assert tell_news(place.home) == 0
        assert "others can read" in unsent(place.home)
        (tmp_path / "smtp.password").chmod(0o600)
        (tmp_path / "smtp.password").write_text("another\n", encoding="utf-8")
        assert tell_news(place.home) == 0 and box.letters == []
        assert "SMTPAuthenticationError" in unsent(place.home) and "another" not in unsent(place.home)


@pytest.mark.parametrize("answer", [302, 500])
def test_a_webhook_that_sends_us_elsewhere_or_fails_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: int
) -> None:
    with web_server(answer) as (url, posted):
        monkeypatch.setenv("SCORECARD_WEBHOOK", url)
        place = partnership(tmp_path, "[alerts.webhook]\n")
        assert tell_news(place.home) == 0
        assert len(posted) == 1 and "webhook" in unsent(place.home) and url not in unsent(place.home)


def test_a_card_for_teams_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with web_server() as (url, posted):
        monkeypatch.setenv("SCORECARD_WEBHOOK", url)
        place = partnership(tmp_path, '[alerts.webhook]\nform = "teams"\n')
        assert tell_news(place.home) == 1
    (card,) = [each["content"] for each in posted[0]["attachments"]]
    assert card["type"] == "AdaptiveCard" and "1 late" in card["body"][0]["text"]


def test_an_address_that_is_not_https_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORECARD_WEBHOOK", "http://example.org/hook")
    place = partnership(tmp_path, "[alerts.webhook]\n")
    assert tell_news(place.home) == 0 and "https://" in unsent(place.home)


def test_every_kind_has_a_template_and_a_partnerships_own_wins(tmp_path: Path) -> None:
    place = partnership(tmp_path, "")
    own = place.settings_file.parent / "alerts" / "late.txt"
    own.parent.mkdir()
    own.write_text("Ours: {{ news|length }} of {{ partnership }}\n", encoding="utf-8")
    found = news(place.home, status(place.home))
    assert {each.kind for each in found} == {"late"}
    assert "Ours: 1 of A made-up partnership" in message(place.home, found).text
    for kind in KINDS:
        told = message(place.home, [found[0].__class__(kind=kind, key="k", who="Somebody", words="Do this.")])
        assert isinstance(told, Message) and ("Do this." in told.text or kind == "late")
        assert "Made from made-up data." in told.text


@pytest.mark.parametrize(
    "text",
    [
        '[alerts]\non = ["often"]\n',
        '[alerts.mail]\nhost = "mail.example.org"\nfrom = "a@b"\nto = []\nsecurity = "none"\n',
        '[alerts.mail]\nhost = "localhost"\nfrom = "a@b"\nto = []\npasswort = "x"\n',
        '[alerts.webhook]\nform = "letter"\n',
    ],
)
def test_a_choice_that_cannot_be_is_refused(tmp_path: Path, text: str) -> None:
    place = Partnership(tmp_path, more_settings=text)
    with pytest.raises(SettingsNotUnderstood):
        settings(place.settings_file)


def test_a_template_that_breaks_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORECARD_WEBHOOK", "http://127.0.0.1:9/none")
    place = partnership(tmp_path, "[alerts.webhook]\n")
    own = place.settings_file.parent / "alerts" / "late.txt"
    own.parent.mkdir()
    own.write_text("{{ nothing.of.it }}", encoding="utf-8")
    assert tell_news(place.home) == 0
    assert "UndefinedError" in unsent(place.home)
    assert sending.TIMEOUT < 60
