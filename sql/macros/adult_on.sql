-- The 18th birthday; a child born on 29 February turns 18 on 1 March, or on 28 February where the setting says so.
create macro adult_on(birth_date, leap_day_birthday) as
    case
        when extract(month from birth_date) = 2 and extract(day from birth_date) = 29
            and coalesce(leap_day_birthday, '1 March') = '1 March'
            then cast(birth_date + interval 18 years + interval 1 day as date)
        else cast(birth_date + interval 18 years as date)
    end;
