"""What docs/deployment ships is understood by the programs that it is for, where they are installed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import trustme

from pipelines.settings import ROOT, settings
from tests.made_up_inbox import SETTINGS

FOLDER = ROOT / "docs" / "deployment"
UNITS = sorted((FOLDER / "systemd").glob("*.[st]*[er]"))


def lacking(program: str) -> pytest.MarkDecorator:
    reason = f"NOT TESTED: {program} is not installed"
    return pytest.mark.skipif(
        shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin") is None, reason=reason
    )


def test_the_settings_that_the_page_shows_are_understood(tmp_path: Path) -> None:
    shown = re.findall(r"```toml\n(.+?)```", (FOLDER / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(shown) == 2
    file = tmp_path / "partnership.toml"
    file.write_text(SETTINGS + "".join(shown), encoding="utf-8")
    chosen = settings(file)
    assert chosen.schedule.on and chosen.due.days == {"mosaic": 5, "police": 8}
    assert chosen.alerts.mail is not None and chosen.alerts.webhook is not None


def test_every_file_that_the_page_names_is_there_and_the_other_way_round() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\]\(([\w./-]+?)(?:#[\w-]+)?\)", page))
    assert all((FOLDER / name).exists() for name in named if name != "../soak.md"), named
    for path in FOLDER.iterdir():
        assert path.name == "README.md" or {path.name, f"{path.name}/"} & named, path.name


@lacking("systemd-analyze")
def test_the_units_are_understood_by_systemd(tmp_path: Path) -> None:
    assert len(UNITS) == 5
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/scorecard/.venv/bin/scorecard", sys.executable)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert not [line for line in done.stderr.splitlines() if "scorecard" in line], done.stderr


def test_every_service_keeps_to_itself() -> None:
    for unit in UNITS:
        if unit.suffix == ".service":
            text = unit.read_text(encoding="utf-8")
            for line in ("User=scorecard", "UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict"):
                assert line in text, unit.name


@lacking("nginx")
def test_the_proxy_is_understood_by_nginx(tmp_path: Path) -> None:
    certificate = trustme.CA().issue_cert("scorecard.council.example")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "fullchain.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "key.pem")
    text = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("/etc/ssl/scorecard", str(tmp_path)).replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "scorecard.conf").write_text(text, encoding="utf-8")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}} http {{ include {tmp_path}/scorecard.conf; }}",
        encoding="utf-8",
    )
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin")
    assert nginx is not None
    done = subprocess.run(
        [nginx, "-t", "-e", str(tmp_path / "error.log"), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_the_pages_are_named_at_this_machine_only_wherever_they_are_named() -> None:
    proxied = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
    assert set(re.findall(r"server (\S+):\d+;", proxied)) == {"127.0.0.1"}
    for location in re.findall(r"location / \{(.+?)\n    \}", proxied, re.DOTALL):
        assert "auth_request /oauth2/auth;" in location
