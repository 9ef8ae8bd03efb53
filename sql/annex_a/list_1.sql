/*
list = 1
[columns]
received_on = "Date of Contact"
source_code = "Contact Source"
*/
select
    contact.child_id,
    contact.received_on,
    contact.source_code
from core.contact as contact
cross join inspection
where contact.received_on between inspection.start_on and inspection.end_on
