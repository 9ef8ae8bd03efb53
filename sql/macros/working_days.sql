-- The working days of a clock, by the numbers of its first and last day in the calendar. The first day is day 0; where the
-- setting first_working_day is 1 it is day 1, if it is a working day at all.
create macro working_days(first_number, first_is_working_day, last_number, first_working_day) as
    last_number - first_number
    + case when first_working_day = '1' and first_is_working_day then 1 else 0 end;
