/*
grain   = "one crime with an online flag and a child victim"
key     = ["authority", "crime_id"]
rows    = ["police.online_crime"]
[columns]
authority = "varchar"
crime_id = "varchar"
crime_on = "date"
offence_group = "varchar"
victim_id = "varchar"
victim_age = "integer"
*/
select
    crime.authority,
    crime.crime_id,
    crime.crime_date as crime_on,
    coalesce(crime.offence_group, 'Not recorded') as offence_group,
    crime.victim_id,
    crime.victim_age
from police.online_crime as crime

/* examples

[[example]]
because = "a crime without an offence group is told as such"
given."police.online_crime" = """
crime_id | offence_group
---------+--------------
C1       | Grooming
C2       |
"""
expect = """
crime_id | offence_group
---------+--------------
C1       | Grooming
C2       | Not recorded
"""
*/
