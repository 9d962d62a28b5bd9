-- The leaders of a place with their load and results by report. Grain: leader x report_year.
select
    leader_name, report_year, target_count, prior_target_count, new_target_count, taken_over_target_count,
    dropped_target_count, measure_count, met_count, exceeded_count, short_count, unanswered_count, met_share,
    claimed_share, is_new, is_gone
from marts.mart_yoy_leader
where jurisdiction_name = $place
    and ($leader is null or leader_name = $leader)
    and ($year is null or report_year = $year)
order by report_year desc, target_count desc, leader_name
limit $row_limit
