-- The leaders of a place to choose from, those with most targets first. Grain: leader.
select leader_name, target_count, first_year, last_year
from marts.dim_leader
where jurisdiction_name = $place
order by target_count desc, leader_name
limit 400
