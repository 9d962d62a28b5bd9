-- 列内容: whether the column of a field holds what its header says: how many of its texts do, and how many say otherwise.
-- grain: document_id, field
-- Each text counts where it is printed, a merged one once. In sound documents nine in ten texts of a column are of its
-- kind, and hardly one is of its neighbour's.
with
columns as (
    select distinct
        document_id,
        case when field in ('unit_lead', 'unit_support') then 'unit' else field end as field
    from staging.stg_columns
    where field in ('leader', 'unit', 'unit_lead', 'unit_support', 'deadline', 'status', 'target_text', 'progress')
        and length(header_text) > 0
),

cells as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        case when field in ('unit_lead', 'unit_support') then 'unit' else field end as field,
        cell_text,
        row_no = text_row_no as is_printed_here
    from staging.stg_field_cells
),

data_rows as (
    select
        document_id,
        count(*) as row_count
    from staging.stg_printed_rows
    where row_kind = 'data'
    group by document_id
),

numbers as (
    select
        document_id,
        count(*) as number_count
    from cells
    where field = 'target_no' and is_printed_here
    group by document_id
),

covered_rows as (
    select
        document_id,
        field,
        count(distinct (table_no, row_no)) as row_count
    from cells
    group by document_id, field
),

-- In a matrix (a place a row, a figure a column) the place is the target and its unit at once.
units_of_rows as (
    select distinct
        document_id,
        table_no,
        row_no,
        cell_text
    from cells
    where field = 'unit'
),

read as (
    select
        cells.document_id,
        cells.field,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        cells.cell_text,
        kinds.is_person,
        kinds.is_organisation,
        kinds.is_deadline,
        kinds.is_status,
        kinds.is_promise,
        kinds.is_report,
        case cells.field
            when 'leader' then kinds.is_person
            when 'unit' then kinds.is_organisation
            when 'deadline' then kinds.is_deadline
            when 'status' then kinds.is_status
        end as is_fitting,
        -- a sentence may say anything: a target or a report is out of place where it is no more than a name or a date
        case
            when cells.field = 'target_text' and units_of_rows.cell_text is not null then null
            when cells.field in ('target_text', 'progress')
                and (kinds.is_long or kinds.is_promise or kinds.is_report) then null
            -- 0.6 is a figure and 9.30 may be: neither is out of place under what came of it
            when cells.field in ('target_text', 'progress')
                and kinds.is_deadline
                and length(cells.cell_text) <= 8
                and not regexp_matches(cells.cell_text, '^\s*[0-9]+\.[0-9]+\s*$')
                then 'deadline'
            when cells.field <> 'leader' and kinds.is_person and not kinds.is_deadline and not kinds.is_status
                and length(cells.cell_text) <= 4 then 'leader'
            when cells.field <> 'unit' and kinds.is_organisation then 'unit'
            when cells.field in ('leader', 'unit') and kinds.is_deadline then 'deadline'
            when cells.field in ('leader', 'unit', 'deadline') and kinds.is_status then 'status'
            when cells.field in ('leader', 'deadline', 'status') and kinds.is_promise then 'target_text'
        end as other_field
    from cells
    inner join staging.stg_text_kinds as kinds
        on cells.document_id = kinds.document_id
        and cells.cell_text = kinds.cell_text
    left join units_of_rows
        on cells.document_id = units_of_rows.document_id
        and cells.table_no = units_of_rows.table_no
        and cells.row_no = units_of_rows.row_no
        and cells.cell_text = units_of_rows.cell_text
    where cells.is_printed_here
),

looked_at as (
    select
        * exclude (other_field),
        case when not coalesce(is_fitting, false) then other_field end as other_field
    from read
),

other_fields as (
    select
        document_id,
        field,
        other_field
    from looked_at
    where other_field is not null
    group by document_id, field, other_field
    qualify row_number() over (partition by document_id, field order by count(*) desc, other_field) = 1
),

counts as (
    select
        document_id,
        field,
        count(*) as text_count,
        count(case when coalesce(is_fitting, other_field is null) then 1 end) as fitting_count,
        count(other_field) as other_count,
        count(case when is_promise then 1 end) as promise_count,
        count(case when is_report then 1 end) as report_count,
        min(
            case
                when not coalesce(is_fitting, other_field is null)
                    then {
                        'table_no': table_no,
                        'row_no': row_no,
                        'column_no': column_no,
                        'cell_text': left(cell_text, 40)
                    }
            end
        ) as first_misfit
    from looked_at
    group by document_id, field
)

select
    columns.document_id::varchar as document_id,  -- 文档键: the document it comes from
    columns.field::varchar as field,  -- 字段: leader, unit, deadline, status, target_text or progress
    coalesce(counts.text_count, 0)::bigint as text_count,  -- 文字数: printed under the header
    coalesce(counts.fitting_count, 0)::bigint as fitting_count,  -- 相符数: of the kind that the header says
    other_fields.other_field::varchar as other_field,  -- 更像字段: the field that most of the others look like, NULL where none
    coalesce(counts.other_count, 0)::bigint as other_count,  -- 更像别的字段数: look like another field
    coalesce(counts.promise_count, 0)::bigint as promise_count,  -- 承诺语数: hold a word of what is to be done
    coalesce(counts.report_count, 0)::bigint as report_count,  -- 汇报语数: hold a word of what was done
    least(
        1.0,
        greatest(
            coalesce(covered_rows.row_count, 0) * 1.0 / data_rows.row_count,
            coalesce(counts.text_count * 1.0 / coalesce(numbers.number_count, targets.text_count), 0)
        )
    )::double as filled_share,  -- 有字比例: of the rows or, where that is more, of the targets, 0 to 1
    data_rows.row_count::bigint as row_count,  -- 行数: data rows of the document
    counts.first_misfit.cell_text::varchar as first_misfit_text,  -- 首个不符文字: at most 40 characters
    (case
        when counts.first_misfit is not null
            then concat(
                'table ', counts.first_misfit.table_no,
                ', row ', counts.first_misfit.row_no,
                ', column ', counts.first_misfit.column_no
            )
    end)::varchar as first_misfit_source_place  -- 首个不符处
from columns
inner join data_rows
    on columns.document_id = data_rows.document_id
left join numbers
    on columns.document_id = numbers.document_id
left join covered_rows
    on columns.document_id = covered_rows.document_id
    and columns.field = covered_rows.field
left join counts
    on columns.document_id = counts.document_id
    and columns.field = counts.field
left join other_fields
    on columns.document_id = other_fields.document_id
    and columns.field = other_fields.field
left join (
    select
        document_id,
        text_count
    from counts
    where field = 'target_text'
) as targets
    on columns.document_id = targets.document_id
