-- Deadlines whose class and date contradict each other.
select
    deadline_id,
    deadline_text,
    report_year,
    deadline_class,
    deadline_date
from marts.dim_deadline
where (deadline_class in ('date', 'year') and deadline_date is null and report_year is not null)
    or (deadline_class in ('standing', 'none') and deadline_date is not null)
