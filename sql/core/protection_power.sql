/*
grain   = "one use of police protection"
key     = ["authority", "power_id"]
rows    = ["police.protection_power"]
[columns]
authority = "varchar"
power_id = "varchar"
used_on = "date"
is_social_care_consulted = "boolean"
*/
select
    protection_power.authority,
    protection_power.power_id,
    protection_power.used_on,
    protection_power.is_social_care_consulted
from police.protection_power as protection_power
