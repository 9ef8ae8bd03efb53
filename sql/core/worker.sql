/*
grain = "one worker by staff number, as the case system knows them"
key   = ["authority", "worker_id"]
rows  = ["mosaic.professional"]
[columns]
authority = "varchar"
worker_id = "varchar"
fte = "decimal(10,2)"
is_agency = "boolean"
*/
with numbered as (
    select
        professional.authority,
        coalesce(professional.staff_id, professional.worker_id) as worker_id,
        professional.fte,
        professional.is_agency,
        row_number() over (
            partition by professional.authority, coalesce(professional.staff_id, professional.worker_id)
            order by professional.worker_id
        ) as place
    from mosaic.professional as professional
)

select
    numbered.authority,
    numbered.worker_id,
    numbered.fte,
    numbered.is_agency
from numbered
where numbered.place = 1
