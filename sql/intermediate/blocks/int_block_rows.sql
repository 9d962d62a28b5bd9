-- 失并行: a data row of a table whose merges are lost, with the keys that the evidence compares.
-- grain: document_id, table_run_no, table_run_row_no
-- A key is the printed text without white space and line breaks: converters put them inside words.
-- Units are cut here at every delimiter and not by int_unit_names: a key has to be equal wherever the same name is
-- printed, whatever role or rest stands beside it, and the height of a cell is found by its pieces, whole names or not.
with
printed as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        row_kind,
        is_realigned,
        target_no_text,
        target_no,
        coalesce(target_text, annual_target_text) as target_text,
        progress_text,
        deadline_text,
        status_text,
        replace(coalesce(leader_text, ''), '<br>', ' ') as leader_text,
        replace(concat_ws(' ', unit_text, unit_lead_text, unit_support_text), '<br>', ' ') as unit_text,
        sum(case when row_kind = 'section' then 1 else 0 end) over (
            partition by document_id, table_run_no order by table_no, row_no
            rows between unbounded preceding and current row
        ) as sections_before
    from staging.stg_rows
    where not span_is_known and row_kind in ('data', 'section')
),

keyed as (
    select
        document_id,
        table_run_no,
        table_run_row_no,
        table_no,
        row_no,
        is_realigned,
        sections_before,
        coalesce(target_no, nullif(regexp_replace(target_no_text, '\s|<br>', '', 'g'), '')) as number_key,
        nullif(regexp_replace(coalesce(target_text, ''), '\s|<br>', '', 'g'), '') as target_key,
        nullif(regexp_replace(coalesce(progress_text, ''), '\s|<br>', '', 'g'), '') as progress_key,
        nullif(regexp_replace(coalesce(deadline_text, ''), '\s|<br>', '', 'g'), '') as deadline_key,
        nullif(regexp_replace(coalesce(status_text, ''), '\s|<br>', '', 'g'), '') as status_key,
        length(regexp_replace(
            string_split_regex(coalesce(target_text, ''), '\n|<br>')[-1], '\s', '', 'g'
        )) as target_line_length,
        list_filter(
            string_split_regex(leader_text, '[、,，;；/\s]+'), lambda name: length(name) between 2 and 4
        ) as leader_names,
        list_transform(
            list_filter(string_split_regex(unit_text, '[、,，;；/\s]+'), lambda name: length(name) >= 3),
            lambda name: left(name, 6)
        ) as unit_keys
    from printed
    where row_kind = 'data'
)

select
    document_id::varchar as document_id,
    table_run_no::integer as table_run_no,
    table_run_row_no::integer as table_run_row_no,
    table_no::integer as table_no,
    row_no::integer as row_no,
    is_realigned::boolean as is_realigned,
    number_key::varchar as number_key,  -- 序号: the number as compared, NULL where none is printed
    target_key::varchar as target_key,
    progress_key::varchar as progress_key,
    deadline_key::varchar as deadline_key,
    status_key::varchar as status_key,
    target_line_length::integer as target_line_length,  -- 末行字数: characters on the last line of the target cell
    leader_names::varchar[] as leader_names,
    unit_keys::varchar[] as unit_keys,  -- 责任单位键: the first six characters of each name, so that a wrapped name still compares equal
    coalesce(
        lag(sections_before) over run_order is distinct from sections_before, true
    )::boolean as starts_section,  -- 分节: nothing merges across the start of a table or a section row
    coalesce(lag(table_no) over run_order <> table_no, false)::boolean as starts_page,  -- 换页: the table goes on after a break
    -- 行高: lines that the tallest cell needs, if a progress column holds 24 characters and each unit has a line
    greatest(
        1, ceil(coalesce(length(progress_key), 0) / 24.0), array_length(unit_keys), array_length(leader_names)
    )::integer as line_count
from keyed
window run_order as (partition by document_id, table_run_no order by table_run_row_no)
