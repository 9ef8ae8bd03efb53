/*
grain = "one child known to children's social care"
key   = ["authority", "child_id"]
rows  = ["mosaic.person"]
[columns]
authority = "varchar"
child_id = "varchar"
sex = "varchar"
ethnicity_code = "varchar"
ethnicity_group = "varchar"
birth_date = "date"
expected_birth_date = "date"
death_date = "date"
adult_on = "date"
ward = { type = "varchar", from = ["mosaic.person.ward"] }
family_id = { type = "varchar", from = ["mosaic.person.family_id"] }
is_disabled = "boolean"
*/
with disabled as (
    select distinct
        disability.authority,
        disability.child_id
    from mosaic.disability as disability
    where disability.disability_code <> 'NONE'
)

select
    person.authority,
    person.child_id,
    coalesce(person.sex, 'U') as sex,
    person.ethnicity_code,
    coalesce(ethnicity.ethnicity_group, 'Not recorded') as ethnicity_group,
    person.birth_date,
    person.expected_birth_date,
    person.death_date,
    adult_on(person.birth_date, leap_day.value) as adult_on,
    coalesce(person.ward, 'Not recorded') as ward,
    person.family_id,
    disabled.child_id is not null as is_disabled
from mosaic.person as person
left join reference.setting as leap_day
  on leap_day.authority = person.authority
 and leap_day.name = 'leap_day_birthday'
left join reference.ethnicity as ethnicity
  on ethnicity.ethnicity_code = person.ethnicity_code
left join disabled
  on disabled.authority = person.authority
 and disabled.child_id = person.child_id

/* examples

[[example]]
because = "a child born on 29 February turns 18 on 1 March"
given."mosaic.person" = """
child_id | birth_date
---------+-----------
A        | 2004-02-29
B        | 2004-02-28
"""
expect = """
child_id | adult_on
---------+-----------
A        | 2022-03-01
B        | 2022-02-28
"""

[[example]]
because = "or on 28 February, where the partnership reads it so"
given."mosaic.person" = """
child_id | birth_date
---------+-----------
A        | 2004-02-29
B        | 2004-02-28
"""
given."reference.setting" = """
name              | value
------------------+------------
leap_day_birthday | 28 February
"""
expect = """
child_id | adult_on
---------+-----------
A        | 2022-02-28
B        | 2022-02-28
"""

[[example]]
because = "what is not recorded is told as such; two disabilities are one disabled child; the code for none is no disability; another setting of the partnership moves no birthday"
given."mosaic.person" = """
child_id | sex | ethnicity_code | ward  | birth_date
---------+-----+----------------+-------+-----------
A        | F   | WBRI           | North | 2004-02-29
B        |     |                |       |
C        | M   | WBRI           | South | 2010-01-01
"""
given."mosaic.disability" = """
child_id | disability_code
---------+----------------
A        | HEAR
A        | VIS
B        | NONE
"""
given."reference.setting" = """
name        | value
------------+------------
another     | 28 February
reports_due | 3
"""
expect = """
child_id | sex | ethnicity_group | ward         | adult_on   | is_disabled
---------+-----+-----------------+--------------+------------+------------
A        | F   | White           | North        | 2022-03-01 | true
B        | U   | Not recorded    | Not recorded |            | false
C        | M   | White           | South        | 2028-01-01 | false
"""
*/
