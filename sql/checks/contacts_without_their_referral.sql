/*
code       = "K42"
title      = "Contact whose referral is not there"
severity   = "query"
message    = "The contact names the referral that it became, and no such referral is in the extract."
why        = "The contact is counted as one that became a referral, and the referral is not counted."
remedy     = "Send the referral, or correct its reference on the contact."
indicators = ["FD01", "FD04", "RF01"]
*/
select
    contact.authority,
    contact.contact_id,
    contact.child_id,
    contact.referral_id
from mosaic.contact as contact
left join mosaic.referral as referral
  on referral.authority = contact.authority
 and referral.referral_id = contact.referral_id
where contact.referral_id is not null
  and referral.referral_id is null

/* examples

[[example]]
because = "a contact without a referral became none"
given."mosaic.referral" = """
referral_id
-----------
R1
"""
given."mosaic.contact" = """
contact_id | referral_id
-----------+------------
C1         | R1
C2         | R2
C3         |
"""
expect = """
contact_id
----------
C2
"""
*/
