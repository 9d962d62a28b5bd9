-- 一地前后的地名属于同一组: a place and its newest name are of one group of names
-- severity: stop
-- checked: intermediate.int_jurisdiction_successions
-- why: 分片按组划分，不在一组的地名，前后两年会落在两片而接不上: shards are cut by group, and years in two of them are not compared
-- remedy: 这是 stg_place_groups 的缺陷，请报告: a fault of stg_place_groups, please report it
select
    successions.jurisdiction_name as place,
    successions.current_jurisdiction_name
from intermediate.int_jurisdiction_successions as successions
left join staging.stg_place_groups as own
    on successions.jurisdiction_name = own.name_text
left join staging.stg_place_groups as newest
    on successions.current_jurisdiction_name = newest.name_text
where coalesce(own.group_text, successions.jurisdiction_name)
    <> coalesce(newest.group_text, successions.current_jurisdiction_name)
