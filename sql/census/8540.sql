/*
code     = "8540"
severity = "error"
fields   = ["Disability", "PersonBirthDate", "ReferralNFA"]
message  = "Expected a known disability code, or NONE, for every child born whose referral led to further action; found none or another."
remedy   = "Add or correct the code."
*/
select
    child.child,
    null as disabilities
from census.child as child
where child.PersonBirthDate is not null
  and exists (
    select episode.episode
    from census.episode as episode
    where episode.child = child.child
      and episode.ReferralNFA is distinct from true
)
  and not exists (
    select disability.disabilities
    from census.disabilities as disability
    where disability.child = child.child
      and disability.Disability is not null
)
union all
select
    null as child,
    disability.disabilities
from census.disabilities as disability
where disability.Disability not in (
    'NONE', 'MOB', 'HAND', 'PC', 'INC', 'COMM', 'LD', 'HEAR',
    'VIS', 'BEH', 'CON', 'AUT', 'DDA'
)

/* examples

[[example]]
because = "unborn children and referrals with no further action need none"
given."census.child" = """
child | PersonBirthDate
------+----------------
1     | 2015-01-01
2     |
3     | 2015-01-01
4     | 2015-01-01
"""
given."census.episode" = """
episode | child | ReferralNFA
--------+-------+------------
1       | 1     | false
2       | 2     | false
3       | 3     | true
4       | 4     | false
"""
given."census.disabilities" = """
disabilities | child | Disability
-------------+-------+-----------
41           | 4     | NONE
42           | 4     | XX
"""
expect = [1, 42]

[[example]]
because = "every code of the list"
given."census.disabilities" = """
disabilities | child | Disability
-------------+-------+-----------
1            | 1     | NONE
2            | 1     | MOB
3            | 1     | HAND
4            | 1     | PC
5            | 1     | INC
6            | 1     | COMM
7            | 1     | LD
8            | 1     | HEAR
9            | 1     | VIS
10           | 1     | BEH
11           | 1     | CON
12           | 1     | AUT
13           | 1     | DDA
"""
expect = []
*/
