-- Completed years of age at the end of a day; below 0 before the birth.
create macro age_at(birth_date, on_date) as
    extract(year from on_date) - extract(year from birth_date)
    - case
        when extract(month from on_date) * 100 + extract(day from on_date)
            < extract(month from birth_date) * 100 + extract(day from birth_date) then 1
        else 0
    end;
