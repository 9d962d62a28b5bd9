-- 内容概况: what the first gate asks of the contents of a landed document: columns, numbers, title, older years.
-- grain: document_id
-- Shares rest on at least five texts and ten rows; below that one odd cell would be a large share.
with
columns as (
    select
        contents.*,
        contents.other_count * 1.0 / contents.text_count as other_share,
        case
            when contents.field in ('leader', 'unit', 'deadline', 'status')
                then contents.fitting_count * 1.0 / contents.text_count
        end as fitting_share,
        contents.promise_count * 1.0 / contents.text_count as promise_share,
        contents.report_count * 1.0 / contents.text_count as report_share
    from (
        select
            document_id,
            field,
            case when text_count >= 5 then text_count end as text_count,
            fitting_count,
            other_field,
            other_count,
            promise_count,
            report_count,
            case when row_count >= 10 then filled_share end as filled_share,
            first_misfit_text,
            first_misfit_source_place
        from staging.stg_column_contents
    ) as contents
),

misplaced as (
    select
        document_id,
        max(other_share) as misplaced_share,
        string_agg(
            concat(field, ' = ', other_field, ' = ', other_count, ' = ', text_count, ' = ', first_misfit_text),
            ' | '
            order by other_share desc, field
        ) filter (where other_count > 0) as misplaced_columns,
        arg_min(first_misfit_source_place, {'share': -other_share, 'field': field}) as misplaced_source_place
    from columns
    where other_share is not null
    group by document_id
),

unlike_numbered as (
    select
        document_id,
        field,
        text_count,
        fitting_count,
        fitting_share,
        first_misfit_text,
        first_misfit_source_place,
        row_number() over (partition by document_id order by fitting_share, field) as unlike_no,
        count(*) over (partition by document_id) as column_count
    from columns
    where fitting_share is not null
),

unlike as (
    select
        document_id,
        min(case when unlike_no = 1 then fitting_share end) as least_fitting_share,
        -- a column that nothing stands beside is judged alone
        min(case when unlike_no = least(2, column_count) then fitting_share end) as second_fitting_share,
        string_agg(
            concat(field, ' = ', fitting_count, ' = ', text_count, ' = ', first_misfit_text),
            ' | '
            order by unlike_no
        ) filter (where fitting_share < 1) as unlike_columns,
        min(case when unlike_no = 1 then first_misfit_source_place end) as unlike_source_place
    from unlike_numbered
    group by document_id
),

-- A plan may bring empty columns for what is to come of it.
filled as (
    select
        columns.document_id,
        min(case when columns.field = 'target_text' then columns.filled_share end) as target_filled_share,
        min(case when columns.field <> 'target_text' then columns.filled_share end) as least_filled_share,
        (
            min({'filled_share': columns.filled_share, 'field': columns.field})
            filter (where columns.field <> 'target_text' and columns.filled_share is not null)
        ).field as least_filled_field
    from columns
    inner join staging.stg_document_facts as facts
        on columns.document_id = facts.document_id
    where columns.field in ('target_text', 'unit', 'leader', 'deadline')
        or facts.document_kind is distinct from 'plan'
    group by columns.document_id
),

tenses as (
    select
        targets.document_id,
        targets.report_share - answers.report_share + answers.promise_share - targets.promise_share as swapped_tense
    from columns as targets
    inner join columns as answers
        on targets.document_id = answers.document_id
        and answers.field = 'progress'
    where targets.field = 'target_text'
),

-- A column that is known to hold nothing of a target (备注), full of what the table lacks.
unread as (
    select
        columns.document_id,
        min({'column_no': columns.column_no, 'header_text': columns.header_text}).header_text as header_text,
        min({'column_no': columns.column_no, 'looks_like': columns.looks_like}).looks_like as looks_like
    from staging.stg_columns as columns
    where columns.field in ('other', 'reason')
        and columns.is_recognised
        and columns.looks_like is not null
        and not exists (
            select 1
            from staging.stg_columns as others
            where others.document_id = columns.document_id
                and case when others.field in ('unit_lead', 'unit_support') then 'unit' else others.field end
                = columns.looks_like
        )
    group by columns.document_id
),

-- Rows that are shorter or longer than their header and hold a cell that fits no column.
rows_laid as (
    select
        document_id,
        table_no,
        row_no,
        bool_or(is_foreign) as is_torn,
        min(case when is_foreign then column_no end) as first_column_no
    from staging.stg_cell_alignments
    group by document_id, table_no, row_no
),

torn as (
    select
        rows_laid.document_id,
        count(case when rows_laid.is_torn then 1 end) * 1.0 / count(*) as torn_share,
        arg_min(
            cells.source_place, {'table_no': rows_laid.table_no, 'row_no': rows_laid.row_no}
        ) as torn_source_place,
        arg_min(cells.cell_text, {'table_no': rows_laid.table_no, 'row_no': rows_laid.row_no}) as torn_text
    from rows_laid
    left join staging.stg_cells as cells
        on rows_laid.document_id = cells.document_id
        and rows_laid.table_no = cells.table_no
        and rows_laid.row_no = cells.row_no
        and rows_laid.first_column_no = cells.column_no
    group by rows_laid.document_id
    having count(*) >= 3
),

verdicts as (
    select
        cells.document_id,
        count(case when wordings.status_class = 'behind' then 1 end) * 1.0 / count(*) as behind_share
    from staging.stg_field_cells as cells
    left join seeds.status_wordings as wordings
        on regexp_replace(cells.cell_text, '\s+', '', 'g') = wordings.wording
    where cells.field = 'status' and cells.row_no = cells.text_row_no
    group by cells.document_id
    having count(*) >= 10
)

select
    documents.document_id::varchar as document_id,  -- 文档键: the document it comes from
    misplaced.misplaced_share::double as misplaced_share,  -- 错位比例: of the texts of the column that most looks like another field, 0 to 1
    misplaced.misplaced_columns::varchar as misplaced_columns,  -- 错位列: field = what it looks like = how many = of how many = the first | ...
    misplaced.misplaced_source_place::varchar as misplaced_source_place,  -- 首个错位处
    unlike.least_fitting_share::double as least_fitting_share,  -- 最低相符比例: of the texts of the column that least holds what its header says
    unlike.second_fitting_share::double as second_fitting_share,  -- 次低相符比例: of the column after that, or of the only one
    unlike.unlike_columns::varchar as unlike_columns,  -- 不符列: field = how many fit = of how many = the first that does not | ...
    unlike.unlike_source_place::varchar as unlike_source_place,  -- 首个不符处
    torn.torn_share::double as torn_share,  -- 放不下比例: of the rows that are shorter or longer than their header, those that hold a cell that fits no column, 0 to 1
    torn.torn_text::varchar as torn_text,  -- 首个放不下的格
    torn.torn_source_place::varchar as torn_source_place,  -- 首个放不下处
    filled.target_filled_share::double as target_filled_share,  -- 目标有字比例: of the rows or of the numbers, 0 to 1
    filled.least_filled_share::double as least_filled_share,  -- 最空列有字比例: of the emptiest other column
    filled.least_filled_field::varchar as least_filled_field,  -- 最空列
    unread.header_text::varchar as unread_header_text,  -- 未读列表头: of a column that is not read, full of what the table lacks
    unread.looks_like::varchar as unread_looks_like,  -- 未读列看似: unit, deadline or status
    tenses.swapped_tense::double as swapped_tense,  -- 语气颠倒: above 0 where the targets speak like reports and the reports like targets, -2 to 2
    verdicts.behind_share::double as behind_share,  -- 未达比例: of the verdicts, those that say behind
    numbers.odd_text_count::bigint as odd_number_count,  -- 非序号数
    numbers.first_odd_text::varchar as first_odd_number,  -- 首个非序号
    numbers.first_odd_source_place::varchar as first_odd_number_source_place,  -- 首个非序号处
    numbers.falling_share::double as falling_number_share,  -- 倒序比例
    numbers.missing_count::bigint as missing_number_count,  -- 缺号数
    numbers.first_missing_number::integer as first_missing_number,  -- 首个缺号
    coalesce(behind.paragraph_count, 0)::bigint as numbers_behind_count,  -- 表后续号段数
    behind.first_text::varchar as first_number_behind,  -- 首个表后续号
    behind.first_source_place::varchar as first_number_behind_source_place,  -- 首个表后续号处
    repeats.repeated_share::double as repeated_share,  -- 往年重复比例
    repeats.older_document_path::varchar as repeated_document_path,  -- 重复的往年文档
    repeats.older_year::integer as repeated_year,  -- 重复的往年
    contradictions.title_years::varchar as title_years,  -- 标题年度: the years that the title names, where a side file states another
    contradictions.title_jurisdiction_name::varchar as title_jurisdiction_name  -- 标题地区: the government that the title names, where a side file states another
from raw.documents as documents
left join misplaced
    on documents.document_id = misplaced.document_id
left join unlike
    on documents.document_id = unlike.document_id
left join torn
    on documents.document_id = torn.document_id
left join filled
    on documents.document_id = filled.document_id
left join unread
    on documents.document_id = unread.document_id
left join tenses
    on documents.document_id = tenses.document_id
left join verdicts
    on documents.document_id = verdicts.document_id
left join staging.stg_number_faults as numbers
    on documents.document_id = numbers.document_id
left join staging.stg_numbers_behind as behind
    on documents.document_id = behind.document_id
left join staging.stg_repeated_years as repeats
    on documents.document_id = repeats.document_id
left join staging.stg_title_contradictions as contradictions
    on documents.document_id = contradictions.document_id
