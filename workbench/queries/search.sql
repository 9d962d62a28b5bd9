-- A page of the targets found, with what was reported and who answers. Grain: target.
-- after: found_targets
with
page as (
    select *, count(*) over () as found_count
    from found_targets
    order by jurisdiction_name, report_year desc, try_cast(target_no as integer), target_no, target_id
    limit $row_limit offset $row_offset
),
progress as (
    select target_id, string_agg(distinct progress_text, ' ' order by progress_text) as progress_text
    from marts.fct_target_unit
    where target_id in (select target_id from page)
    group by target_id
),
units as (
    select target_id, string_agg(unit_name, '、' order by unit_name) as unit_names
    from marts.bridge_target_unit
    where target_id in (select target_id from page)
    group by target_id
),
leaders as (
    select target_id, string_agg(leader_name, '、' order by leader_no, leader_name) as leader_names
    from marts.bridge_target_leader
    where target_id in (select target_id from page)
    group by target_id
),
attainment as (
    select
        target_id,
        list(distinct attainment_class order by attainment_class)
            filter (where attainment_class <> 'no_number') as attainment_classes
    from marts.fct_target_measure
    where target_id in (select target_id from page)
    group by target_id
)
select
    page.*, targets.target_text, targets.annual_target_text, progress.progress_text, units.unit_names,
    leaders.leader_names, attainment.attainment_classes
from page
inner join marts.dim_target as targets using (target_id)
left join progress using (target_id)
left join units using (target_id)
left join leaders using (target_id)
left join attainment using (target_id)
order by
    page.jurisdiction_name, page.report_year desc, try_cast(page.target_no as integer), page.target_no, page.target_id
