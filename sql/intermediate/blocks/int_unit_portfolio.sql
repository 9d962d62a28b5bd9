-- 单位分工: how often a unit stood under a leader on rows that are clear.
-- grain: document_id, leader_name, unit_key
-- Every row where spans are known, and the numbered rows of other tables, whose number, first leader and unit belong
-- together for sure.
-- Not local to a document on purpose: a jurisdiction's other documents teach this one.
-- Given out once for every document of the jurisdiction, so that what reads it stays local to a document.
with
documents as (
    select
        document_id,
        coalesce(jurisdiction_id, document_id) as scope_key
    from staging.stg_documents
),

stood as (
    select
        document_id,
        span_is_known,
        leader_text,
        unit_text,
        unit_lead_text,
        unit_support_text,
        target_no_text is not null as is_numbered,
        coalesce(lead(target_no_text is not null) over run_order, true) as is_followed_by_number,
        coalesce(lag(target_no_text is not null) over run_order, true) as follows_number
    from staging.stg_rows
    where row_kind = 'data'
    window run_order as (partition by document_id, table_run_no order by table_run_row_no)
),

clear_rows as (
    select
        document_id,
        -- a numbered row between two others is a whole block; of a longer block the number may stand beside any unit
        case when span_is_known or (is_followed_by_number and follows_number) then 3 else 1 end as weight,
        list_filter(
            string_split_regex(replace(leader_text, '<br>', ' '), '[、,，;；/\s]+'),
            lambda name: length(name) between 2 and 4
        ) as leader_names,
        list_filter(
            string_split_regex(
                replace(concat_ws(' ', unit_text, unit_lead_text, unit_support_text), '<br>', ' '), '[、,，;；/\s]+'
            ),
            lambda name: length(name) >= 3
        ) as unit_names
    from stood
    where leader_text is not null and (span_is_known or is_numbered)
),

led as (
    select
        document_id,
        weight,
        leader_names[1] as leader_name,
        unnest(unit_names) as unit_name
    from clear_rows
    where array_length(leader_names) = 1
),

counted as (
    select
        documents.scope_key,
        led.leader_name,
        left(led.unit_name, 6) as unit_key,
        sum(led.weight) as row_count
    from led
    inner join documents
        on documents.document_id = led.document_id
    group by documents.scope_key, led.leader_name, left(led.unit_name, 6)
)

select
    documents.document_id::varchar as document_id,
    counted.leader_name::varchar as leader_name,
    counted.unit_key::varchar as unit_key,
    counted.row_count::integer as row_count  -- 行数: rows on which the unit stood under the leader, a clear one counted three times
from counted
inner join documents
    on documents.scope_key = counted.scope_key
