/*
grain   = "one child detained by the police"
key     = ["authority", "custody_id"]
rows    = ["police.custody"]
[columns]
authority = "varchar"
custody_id = "varchar"
detained_at = "timestamp"
detained_on = "date"
age = "integer"
adult_requested_at = "timestamp"
adult_arrived_at = "timestamp"
*/
select
    custody.authority,
    custody.custody_id,
    custody.detained_at,
    custody.detained_on,
    custody.age,
    custody.adult_requested_at,
    custody.adult_arrived_at
from police.custody as custody
