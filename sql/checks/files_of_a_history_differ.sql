/*
code       = "K52"
title      = "Two files of a history differ about a record"
severity   = "query"
message    = "Two files of a history tell different things of one record: another value, or the newer one, which would hold it, does not. The newer one counts: a record that is gone leaves, and an open referral that no list of children in need has any more is closed on the day after the last file that has it. Or only changes of a record came, which is in no table without its beginning."
why        = "One of them is wrong, and past figures were made with the other."
remedy     = "Say which is right, and correct the other at its source."
indicators = []
*/
select
    told_differently.authority,
    told_differently.source,
    told_differently.record_id,
    told_differently.column_name,
    told_differently.delivery_id,
    told_differently.sheet_number,
    told_differently.row_number
from reference.told_differently as told_differently

/* examples

[[example]]
because = "every cell that differs is told"
given."reference.told_differently" = """
source          | record_id | column_name | delivery_id | sheet_number | row_number
----------------+-----------+-------------+-------------+--------------+-----------
mosaic.referral | R1        | source_code | D1          | 3            | 7
"""
expect = """
record_id
---------
R1
"""
*/
