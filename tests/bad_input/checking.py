"""Numbers that check themselves, made up: NHS numbers that begin 999, and pupil numbers of no school."""


def nhs_number(number: int) -> str:
    """The `number`-th made-up NHS number with a right check digit."""
    while True:
        digits = f"999{number:06d}"
        check = (
            11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        )
        if check != 10:
            return digits + str(check % 11)
        number += 500_000


def upn(number: int) -> str:
    """The `number`-th made-up unique pupil number with a right check letter."""
    digits = f"999{number:09d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(2, 14), strict=True))
    return "ABCDEFGHJKLMNPQRTUVWXYZ"[total % 23] + digits
