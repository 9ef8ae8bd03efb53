/*
code       = "K47"
title      = "Enquiry without a strategy discussion"
severity   = "note"
message    = "No strategy discussion is recorded that began this section 47 enquiry."
why        = "The guidance has every enquiry begin with a strategy discussion, so either it was not held or it was not recorded."
remedy     = "Record the discussion, or link it to its enquiry."
indicators = ["SP04", "SP07", "SP08"]
*/
select
    enquiry.authority,
    enquiry.enquiry_id,
    enquiry.child_id,
    enquiry.start_on
from core.section_47 as enquiry
where exists (
    select 1
    from core.strategy_discussion as any_discussion
    where any_discussion.authority = enquiry.authority
)
  and not exists (
      select 1
      from core.strategy_discussion as discussion
      where discussion.authority = enquiry.authority
        and discussion.enquiry_id = enquiry.enquiry_id
  )

/* examples

[[example]]
because = "an enquiry that a discussion names is right"
given."core.section_47" = """
enquiry_id | child_id | start_on
-----------+----------+-----------
E1         | A        | 2022-05-01
E2         | B        | 2022-05-01
"""
given."core.strategy_discussion" = """
strategy_id | enquiry_id
------------+-----------
D1          | E1
D2          |
"""
expect = """
enquiry_id
----------
E2
"""

[[example]]
because = "where no discussion is delivered at all, nothing is said of each enquiry"
given."core.section_47" = """
enquiry_id | child_id | start_on
-----------+----------+-----------
E1         | A        | 2022-05-01
"""
expect_rows = 0
*/
