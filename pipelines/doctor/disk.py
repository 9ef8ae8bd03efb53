"""Whether the disk of the home is encrypted, as far as a program can be told."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from pipelines.doctor.finding import Finding
from pipelines.home import Home

_NOT_A_DISK = ("overlay", "tmpfs", "nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "zfs", "virtiofs")


def encryption(home: Home) -> Iterator[Finding]:
    """Whether the volume of the home is encrypted, as far as this system tells a program that is not its administrator."""
    folder = home.folder if home.folder.is_dir() else home.folder.parent
    is_encrypted, words = _is_encrypted(folder)
    if is_encrypted:
        yield Finding(subject="Encryption", state="good", words=words)
    else:
        yield Finding(
            subject="Encryption",
            state="warning",
            words=words,
            remedy="Keep the home, the key and their backups on encrypted volumes (LUKS, BitLocker, FileVault), and ask "
            "whoever looks after the machine to confirm it in writing.",
        )


def _is_encrypted(folder: Path) -> tuple[bool, str]:
    """Whether the folder's volume is, and in which words."""
    if sys.platform == "win32":
        code = _code("manage-bde", "-status", folder.drive, "-protectionaserrorlevel")
        if code == 0:
            return True, f"BitLocker protects {folder.drive}."
        if code is None:
            return False, "Whether BitLocker protects the volume cannot be told from here."
        return False, f"BitLocker does not protect {folder.drive}, or only an administrator may ask."
    if sys.platform == "darwin":
        if "is On" in _said("fdesetup", "status"):
            return True, "FileVault is on."
        return False, "FileVault is not on, or cannot be asked from here."
    device, _, kind = _said("findmnt", "-n", "-o", "SOURCE,FSTYPE", "-T", str(folder)).strip().partition(" ")
    kind = kind.strip()
    if kind in _NOT_A_DISK or not device.startswith("/dev/"):
        return False, (
            f"Whether the volume is encrypted cannot be told from here: it is of the kind {kind or 'unknown'}, whose disk "
            "is another machine's."
        )
    kinds = _said("lsblk", "-s", "-n", "-o", "TYPE", device.partition("[")[0]).split()
    if "crypt" in kinds:
        return True, "The volume stands on LUKS."
    if kinds:
        return (
            False,
            "The volume does not stand on LUKS. A disk or hypervisor may encrypt below, which cannot be told.",
        )
    return False, "Whether the volume is encrypted cannot be told from here."


def _said(*command: str) -> str:
    """What a program of the system says; nothing where it is not there, takes long or complains."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _code(*command: str) -> int | None:
    """With which code a program of the system ends; None where it is not there."""
    try:
        return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode
    except (OSError, subprocess.TimeoutExpired):
        return None
