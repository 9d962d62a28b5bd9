-- Leaders that stand twice with one target.
select
    target_id,
    leader_id,
    count(*) as times
from marts.bridge_target_leader
group by target_id, leader_id
having count(*) > 1
