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

/* examples

[[example]]
because = "one worker under two numbers of the case system is one by the staff number, as the first number has it; one without a staff number goes by the case system's"
given."mosaic.professional" = """
worker_id | staff_id | fte | is_agency
----------+----------+-----+----------
W2        | S1       | 0.5 | true
W1        | S1       | 1.0 | false
W3        |          | 0.8 | true
W4        |          | 0.6 | false
"""
expect = """
worker_id | fte | is_agency
----------+-----+----------
S1        | 1.0 | false
W3        | 0.8 | true
W4        | 0.6 | false
"""
*/
