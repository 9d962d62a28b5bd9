-- Units that stand twice with one target.
select
    target_id,
    unit_id,
    count(*) as times
from marts.bridge_target_unit
group by target_id, unit_id
having count(*) > 1
