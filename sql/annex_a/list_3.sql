/*
list = 3
[columns]
referral_on = "Date of referral"
source_code = "Referral Source"
is_nfa = "Referral NFA?"
year_count = "Number of Referrals in Last 12 Months"
team_name = "Allocated Team"
worker_id = "Allocated Worker"
[notes]
"Number of Referrals in Last 12 Months" = "Referrals of the child in the twelve months up to the inspection, this one among them."
*/
select
    referral.child_id,
    referral.referral_on,
    referral.source_code,
    referral.is_nfa,
    (
        select count(*)
        from core.referral as other
        where other.authority = referral.authority
          and other.child_id = referral.child_id
          and other.referral_on between inspection.year_start_on and inspection.end_on
    ) as year_count,
    referral.team_name,
    allocated.worker_id
from core.referral as referral
cross join inspection
left join allocated
  on allocated.authority = referral.authority
 and allocated.child_id = referral.child_id
where referral.referral_on between inspection.start_on and inspection.end_on
