-- 无字段的文字: what is printed in a cell of a data row and stands in no field of that row.
-- grain: document_id, table_no, row_no, column_no
-- Gate 1 accounts for every printed character of a data row: it is in the field of its column (stg_rows), a column that
-- is kept as printed (other), or it is named here. A merged cell counts once, in the first data row that shows it.
with
data_rows as (
    select
        document_id,
        table_no,
        row_no,
        part_no,
        source_place,
        section_name,
        target_no_text,
        target_text,
        annual_target_text,
        leader_text,
        concat_ws(chr(10), unit_lead_text, unit_text, unit_support_text) as unit_text,
        deadline_text,
        progress_text,
        progress_pct_text,
        status_text,
        reason_text,
        next_step_text
    from staging.stg_rows
    where row_kind = 'data'
),

columns as (
    select
        document_id,
        table_no,
        part_no,
        column_no,
        header_text,
        field,
        names_target
    from staging.stg_columns
),

alignments as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        aligned_column_no
    from staging.stg_cell_alignments
),

data_cells as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        cells.origin_row_no,
        cells.origin_column_no,
        cells.row_no = cells.origin_row_no and cells.column_no = cells.origin_column_no as is_origin,
        cells.cell_text,
        cells.source_place
    from staging.stg_cells as cells
    inner join data_rows
        on cells.document_id = data_rows.document_id
        and cells.table_no = data_rows.table_no
        and cells.row_no = data_rows.row_no
    where cells.cell_text is not null
),

-- a merged cell that begins above the data rows
shown_cells as (
    select covered.*
    from data_cells as covered
    left join data_cells as origins
        on covered.document_id = origins.document_id
        and covered.table_no = origins.table_no
        and covered.origin_row_no = origins.row_no
        and covered.origin_column_no = origins.column_no
    where not covered.is_origin and origins.document_id is null
    qualify row_number() over (
        partition by covered.document_id, covered.table_no, covered.origin_row_no, covered.origin_column_no
        order by covered.row_no, covered.column_no
    ) = 1
    union all
    select *
    from data_cells
    where is_origin
),

printed_cells as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        coalesce(alignments.aligned_column_no, cells.column_no) as aligned_column_no,
        cells.cell_text,
        cells.source_place
    from shown_cells as cells
    left join alignments
        on cells.document_id = alignments.document_id
        and cells.table_no = alignments.table_no
        and cells.row_no = alignments.row_no
        and cells.column_no = alignments.column_no
),

-- What the row holds of the field that the cell stands under. A group or heading becomes the section of its row.
beside_their_fields as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        cells.cell_text,
        cells.source_place,
        columns.header_text,
        columns.field,
        case
            when columns.field = 'target_no' then concat_ws(chr(10), printed.target_no_text, printed.section_name)
            when columns.field = 'section' then printed.section_name
            when columns.field = 'target_text'
                then concat_ws(
                    chr(10),
                    printed.target_text,
                    printed.section_name,
                    case when columns.names_target then printed.unit_text end
                )
            when columns.field = 'annual_target' then printed.annual_target_text
            when columns.field = 'leader' then concat_ws(chr(10), printed.leader_text, printed.section_name)
            when columns.field in ('unit', 'unit_lead', 'unit_support') then printed.unit_text
            when columns.field = 'deadline' then printed.deadline_text
            when columns.field = 'progress' then printed.progress_text
            when columns.field = 'progress_pct' then printed.progress_pct_text
            when columns.field = 'status' then printed.status_text
            when columns.field = 'reason' then printed.reason_text
            when columns.field = 'next_step' then printed.next_step_text
            when columns.field = 'bracket'
                then concat_ws(chr(10), printed.target_text, printed.unit_text, printed.deadline_text)
            when columns.field is not null then cells.cell_text
        end as field_text
    from printed_cells as cells
    inner join data_rows as printed
        on cells.document_id = printed.document_id
        and cells.table_no = printed.table_no
        and cells.row_no = printed.row_no
    left join columns
        on cells.document_id = columns.document_id
        and cells.table_no = columns.table_no
        and printed.part_no = columns.part_no
        and cells.aligned_column_no = columns.column_no
),

-- Most cells are found whole. Of the others every line and every clause of a bracket is looked for by itself.
not_found_whole as (
    select
        *,
        regexp_replace(coalesce(field_text, ''), '\s+', '', 'g') as field_key
    from beside_their_fields
    where field_text is null
        or not contains(field_text, cell_text)
        and not contains(
            regexp_replace(field_text, '\s+', '', 'g'),
            regexp_replace(cell_text, '\s+', '', 'g')
        )
),

pieces as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        cell_text,
        header_text,
        field,
        source_place,
        array_to_string(
            list_filter(
                case
                    when field = 'bracket' then string_split_regex(cell_text, '[\n()（）\[\]［］〔〕【】，,；;。]')
                    else string_split(cell_text, chr(10))
                end,
                lambda piece: regexp_matches(piece, '[㐀-鿿A-Za-z0-9]')
                and not contains(field_key, regexp_replace(piece, '\s+', '', 'g'))
                -- a converter prints a page's header and its first row in one cell
                and not contains(coalesce(header_text, ''), regexp_replace(piece, '\s+', '', 'g'))
            ),
            chr(10)
        ) as left_over_text
    from not_found_whole
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    column_no::integer as column_no,  -- 列号: where it is printed
    header_text::varchar as header_text,  -- 表头文字: over that column, NULL where none stands there
    field::varchar as field,  -- 字段: of that column, NULL where it has no header
    left_over_text::varchar as left_over_text,  -- 未采用的文字: what of the cell no field holds, as printed
    source_place::varchar as source_place  -- 出处: in the source's own words
from pieces
where left_over_text <> ''
