-- The units of a target, leads first. Grain: target x unit.
select unit_name, unit_role, assignment_confidence, needs_review
from marts.bridge_target_unit
where target_id = $target_id
order by unit_role = 'lead' desc, unit_name
