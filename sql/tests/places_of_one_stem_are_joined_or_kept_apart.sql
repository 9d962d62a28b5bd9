-- 只差末字的地名已经认定是一地还是两地: places that differ in the ending of their name alone are joined or kept apart
-- severity: warn
-- checked: intermediate.int_jurisdiction_successions
-- why: 撤县设市后前后两年接不上，目标都成了取消和新增: the years of a county that became a city are not compared
-- remedy: 把 seed_line 这一行加进 sql/seeds/jurisdiction_successors.csv，填上更名的年份；不是一地的，去掉新名:
--     add the line seed_line to sql/seeds/jurisdiction_successors.csv with the year in which the name changed; leave
--     the new name out where they are two
select
    places.jurisdiction_name as place,
    places.last_year,
    successions.similar_name,
    -- of the two names the one with the earlier tables is the old one
    case
        when later.first_year > places.last_year
            then concat_ws(
                ',',
                places.jurisdiction_name,
                successions.similar_name,
                coalesce(places.parent_name, ''),
                concat('<the year of the change; from ', places.last_year, ' to ', later.first_year, '>'),
                'one stem with two endings'
            )
    end as seed_line
from intermediate.int_jurisdiction_successions as successions
inner join intermediate.int_jurisdictions as places
    on successions.jurisdiction_id = places.jurisdiction_id
left join intermediate.int_jurisdictions as later
    on successions.similar_name = later.jurisdiction_name
where successions.similar_name is not null
