-- 通用单位名: names without their level that three places or more print: a misprint is seldom made in three.
-- grain: stem_name
-- across places
select stem_name::varchar as stem_name  -- 去层级名: the name without its level
from intermediate.int_unit_appearances
where unit_kind is not null and unit_kind <> 'group'
group by stem_name
having count(distinct place_id) >= 3
