-- 领导负荷: how many targets a leader answers for in each report, and what came of them. (question 1)
-- Targets are counted once, not by printed row.
-- Parameters: the variables place and year narrow the answer; unset, they ask for all.
select
    jurisdiction_name,
    leader_name,
    report_year,
    target_count,
    target_count_change,
    new_target_count,
    taken_over_target_count,
    dropped_target_count,
    measure_count,
    met_count,
    round(met_share, 3) as met_share,
    round(claimed_share, 3) as claimed_share,
    is_new,
    is_gone
from marts.mart_yoy_leader
where (getvariable('place')::varchar is null or jurisdiction_name = getvariable('place')::varchar)
    and (getvariable('year')::integer is null or report_year = getvariable('year')::integer)
order by jurisdiction_name, report_year, target_count desc, leader_name
