-- When the targets of a place and year fall due. Grain: month; the month is NULL where none is stated.
select
    date_trunc('month', deadlines.deadline_date)::date as due_month,
    deadlines.deadline_class,
    count(distinct rows.target_id) as target_count
from marts.fct_target_unit as rows
inner join marts.dim_target as targets using (target_id)
inner join marts.dim_deadline as deadlines using (deadline_id)
where targets.speaks_for_year and targets.jurisdiction_name = $place and targets.report_year = $last_year
group by all
order by due_month nulls last, deadlines.deadline_class
