-- What the targets found divide into, the largest of each kind first. Grain: facet x value.
-- after: found_targets
with
counts as (
    select 'place' as facet, jurisdiction_name as value, count(*) as target_count from found_targets group by all
    union all
    select 'year', report_year::varchar, count(*) from found_targets where report_year is not null group by all
    union all
    select 'section', section_name, count(*) from found_targets where section_name is not null group by all
    union all
    select 'attainment', attainment_class, count(distinct target_id)
    from marts.fct_target_measure
    where attainment_class <> 'no_number' and target_id in (select target_id from found_targets)
    group by all
    union all
    select 'leader', leader_name, count(*)
    from marts.bridge_target_leader
    where target_id in (select target_id from found_targets)
    group by all
    union all
    select 'unit', unit_name, count(*)
    from marts.bridge_target_unit
    where target_id in (select target_id from found_targets)
    group by all
)
select facet, value, target_count
from counts
qualify row_number() over (partition by facet order by target_count desc, value desc) <= 12
order by facet, target_count desc, value desc
