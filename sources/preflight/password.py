"""Workbooks behind a password: named as such, and opened where the settings know the password."""

import io

from sources.preflight.refusal import UnreadableFile


def opened(data: bytes, password: str | None) -> bytes:
    """The workbook inside. Raises UnreadableFile without a password or with the wrong one."""
    if not password:
        raise UnreadableFile(
            "Expected a workbook that opens; found one protected by a password. "
            "Put the password in the settings, or save the workbook without one and send it again."
        )
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    inside = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        office.load_key(password=password)
        office.decrypt(inside)
    except InvalidKeyError:
        raise UnreadableFile(
            "Expected a workbook that the password in the settings opens; found one with another password. "
            "Ask for the password, or for the workbook without one."
        ) from None
    except Exception:  # the library meets damage with errors of many kinds, some with words of the file
        raise UnreadableFile(
            "Expected a workbook protected in a known way; found one that cannot be opened. "
            "Save it without a password and send it again."
        ) from None
    return inside.getvalue()


def closed(data: bytes, password: str) -> bytes:
    """A modern workbook behind a password, as Excel protects one (ECMA-376 agile encryption). The bytes differ each
    time, because the encryption draws its salt anew."""
    from msoffcrypto.format.ooxml import OOXMLFile

    inside = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, inside)
    return inside.getvalue()
