-- 序号毛病: what is odd about the numbers of a document: texts that are none, numbers that run backwards or are missing.
-- grain: document_id
-- A number is missing where the next one leaves it out and a target without a number stands in its place; an extract
-- leaves numbers out and prints no targets for them. Where a quarter of the steps does so it is one: a target that
-- stands away from its number, in a table whose merges are lost, proves nothing there.
with
printed as (
    select
        cells.document_id,
        parts.table_run_no,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        cells.field,
        cells.cell_text,
        try_cast(regexp_extract(cells.cell_text, '^\s*[(（]?([0-9]{1,5})[)）.、．]?\s*$', 1) as integer) as number
    from staging.stg_field_cells as cells
    inner join staging.stg_printed_rows as parts
        on cells.document_id = parts.document_id
        and cells.table_no = parts.table_no
        and cells.row_no = parts.row_no
    where cells.field in ('target_no', 'target_text') and cells.slot_no = 1 and cells.row_no = cells.text_row_no
),

numbered_rows as (
    select
        document_id,
        table_run_no,
        table_no,
        row_no,
        max(number) as number,
        count(case when field = 'target_text' then 1 end) as target_count
    from printed
    group by document_id, table_run_no, table_no, row_no
),

targets_counted as (
    select
        *,
        sum(target_count) over (
            partition by document_id, table_run_no order by table_no, row_no
        ) as targets_so_far
    from numbered_rows
),

steps as (
    select
        document_id,
        number,
        lag(number) over in_run as number_before,
        targets_so_far - target_count - lag(targets_so_far) over in_run as targets_between
    from targets_counted
    where number is not null
    window in_run as (partition by document_id, table_run_no order by table_no, row_no)
),

step_counts as (
    select
        document_id,
        count(case when number < number_before then 1 end) * 1.0 / nullif(count(number_before), 0) as falling_share,
        count(number_before) as step_count,
        count(case when number - number_before - 1 > targets_between then 1 end) * 4 >= count(number_before)
            as is_extract,
        sum(
            case when number - number_before - 1 between 1 and targets_between then number - number_before - 1 end
        ) as missing_count,
        min(
            case when number - number_before - 1 between 1 and targets_between then number_before + 1 end
        ) as first_missing
    from steps
    group by document_id
),

-- 第一条, (三), ★ and 二 number as well as 3 does
odd_texts as (
    select
        document_id,
        count(*) as text_count,
        min(
            {'table_no': table_no, 'row_no': row_no, 'column_no': column_no, 'cell_text': left(trim(cell_text), 40)}
        ) as first_text
    from printed
    where field = 'target_no'
        and not regexp_matches(cell_text, '[0-9０-９A-Za-z一二三四五六七八九十百零〇两甲乙丙丁戊己庚辛壬癸Ⅰ-ⅿ①-⒛㈠-㈩㉑-㉟㊀-㊉㊱-㊿★☆△▲●○◆◇■□√*]')
        and regexp_matches(cell_text, '[一-龥]')
    group by document_id
)

select
    documents.document_id::varchar as document_id,  -- 文档键: the document it comes from
    coalesce(odd_texts.text_count, 0)::bigint as odd_text_count,  -- 非序号数: texts of the column of numbers that are none
    odd_texts.first_text.cell_text::varchar as first_odd_text,  -- 首个非序号
    (case
        when odd_texts.first_text is not null
            then concat(
                'table ', odd_texts.first_text.table_no,
                ', row ', odd_texts.first_text.row_no,
                ', column ', odd_texts.first_text.column_no
            )
    end)::varchar as first_odd_source_place,  -- 首个非序号处
    (case when step_counts.step_count >= 5 then step_counts.falling_share end)::double as falling_share,  -- 倒序比例: of the steps from one number to the next, NULL below five
    (case when step_counts.is_extract then 0 else coalesce(step_counts.missing_count, 0) end)::bigint as missing_count,  -- 缺号数: left out where a target without a number stands
    (case when not step_counts.is_extract then step_counts.first_missing end)::integer as first_missing_number  -- 首个缺号
from raw.documents as documents
left join step_counts
    on documents.document_id = step_counts.document_id
left join odd_texts
    on documents.document_id = odd_texts.document_id
