/*
grain   = "one cell of the health return: a provider's measure, row and month"
key     = ["authority", "provider", "measure_ref", "row_kind", "month_start"]
rows    = ["health.health_return"]
[columns]
authority = "varchar"
measure_ref = "varchar"
provider = "varchar"
row_kind = "varchar"
month_start = "date"
state = "varchar"
quantity = "integer"
quantity_low = "integer"
quantity_high = "integer"
*/
select
    health_return.authority,
    health_return.measure_ref,
    health_return.provider,
    health_return.row_kind,
    health_return.month_start,
    health_return.state,
    health_return.quantity,
    health_return.quantity_low,
    health_return.quantity_high
from health.health_return as health_return
