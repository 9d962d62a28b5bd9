-- The load and results of leaders in the newest of some years. Grain: leader.
select
    leader_name, report_year, target_count, met_count, short_count
from marts.mart_yoy_leader
where jurisdiction_name = $place and report_year = $last_year and target_count > 0
order by target_count desc, leader_name
limit 30
