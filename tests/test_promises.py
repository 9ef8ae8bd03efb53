"""Every promise is kept by a test, or says in words why not, and no test keeps one that nobody made."""

from tests.promises import BEGIN, END, PAGES, keepers, promises


def test_every_promise_is_kept_or_says_why_not() -> None:
    kept = keepers()
    assert [name for name, said in promises().items() if name not in kept and "reason" not in said] == []


def test_no_test_keeps_what_nobody_promised() -> None:
    assert set(keepers()) - set(promises()) == set()


def test_the_pages_have_a_place_for_their_table() -> None:
    for page in PAGES.values():
        text = page.read_text(encoding="utf-8")
        assert text.index(BEGIN) < text.index(END)
