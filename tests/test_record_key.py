"""A record's key names it when its row moves, and holds nothing that a supplier wrote."""

import polars as pl

from schemas.conference_attendance import ConferenceAttendance
from schemas.record import record_key


def test_words_in_a_key_stand_as_their_hash_and_equal_words_alike() -> None:
    rows = pl.DataFrame(
        {"conference_id": ["c1", "c1", "c2", None], "agency": ["Police", "School", "Police", "Police"]}
    )
    keys = rows.select(record_key(ConferenceAttendance)).to_series().to_list()
    assert not any("Police" in key or "School" in key for key in keys if key)
    assert len(set(keys[:3])) == 3
    assert keys[0].partition("|")[2] == keys[2].partition("|")[2]
    assert keys[3] is None
