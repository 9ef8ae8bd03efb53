-- The age band at the end of a day; a child born later was unborn on it.
create macro age_band(birth_date, expected_birth_date, on_date) as
    case
        when birth_date is null and expected_birth_date is null then 'Not recorded'
        when birth_date is null or birth_date > on_date then 'Unborn'
        when age_at(birth_date, on_date) < 1 then 'Under 1'
        when age_at(birth_date, on_date) < 5 then '1 to 4'
        when age_at(birth_date, on_date) < 10 then '5 to 9'
        when age_at(birth_date, on_date) < 16 then '10 to 15'
        when age_at(birth_date, on_date) < 18 then '16 and 17'
        else '18 and over'
    end;
