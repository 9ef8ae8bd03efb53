"""Unique pupil numbers that are whole and nobody's: the year in which they say they were given is 99."""

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def upn(authority: str, number: int) -> str:
    """The number-th UPN of an authority (three figures): check letter, authority, school, year 99 and serial number.

    The check letter is picked by the other characters times 2 to 13, added up, after dividing by 23 (Department for
    Education, UPN guide).
    """
    digits = f"{authority}{number // 1000:04d}99{number % 1000:03d}"
    check = sum(place * int(digit) for place, digit in enumerate(digits, start=2)) % 23
    return _LETTERS[check] + digits
