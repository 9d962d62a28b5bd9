-- 只差末字的地名已经认定是一地还是两地: places that differ in the ending of their name alone are joined or kept apart
-- severity: warn
-- checked: intermediate.int_jurisdiction_successions
-- why: 撤县设市后前后两年接不上，目标都成了取消和新增: the years of a county that became a city are not compared
-- remedy: 在 sql/seeds/jurisdiction_successors.csv 加一行，旧名和新名；不是一地的，新名留空:
--     add a line to sql/seeds/jurisdiction_successors.csv, old name and new; no new name where they are two
select
    places.jurisdiction_name as place,
    places.last_year,
    successions.similar_name
from intermediate.int_jurisdiction_successions as successions
inner join intermediate.int_jurisdictions as places
    on successions.jurisdiction_id = places.jurisdiction_id
where successions.similar_name is not null
