-- 目标块: one target with the printed rows that belong to it.
-- grain: document_id, table_run_no, block_no
-- Its text is put together from every row of the block that prints a piece of it, with the line breaks and the blanks
-- that wrapping put into words taken out. Rows that each have a figure in a column of its own (目标值 1800, 完成值 1742)
-- are items of it, and a semicolon parts their texts and figures.
with
rows_ as (
    select
        blocks.document_id,
        blocks.table_run_no,
        blocks.block_no,
        blocks.table_run_row_no,
        blocks.table_no,
        blocks.row_no,
        printed.target_no_text,
        printed.target_no,
        printed.section_name,
        nullif(regexp_replace(regexp_replace(
            replace(coalesce(printed.target_text, ''), '<br>', ''), '([^A-Za-z0-9])\s+', '\1', 'g'
        ), '\s+([^A-Za-z0-9]|$)', '\1', 'g'), '') as target_text,
        nullif(regexp_replace(regexp_replace(
            replace(coalesce(printed.annual_target_text, ''), '<br>', ''), '([^A-Za-z0-9])\s+', '\1', 'g'
        ), '\s+([^A-Za-z0-9]|$)', '\1', 'g'), '') as annual_target_text,
        regexp_matches(
            trim(coalesce(printed.annual_target_text, printed.progress_text, printed.progress_pct_text)),
            '^[^0-9。；;，,]{0,6}[0-9]+(?:[.][0-9]+)?[^0-9。；;，,]{0,8}$'
        ) as has_figure,
        assigned.anchor_row_no
    from intermediate.int_row_blocks as blocks
    inner join staging.stg_rows as printed
        on printed.document_id = blocks.document_id
        and printed.table_run_no = blocks.table_run_no
        and printed.table_run_row_no = blocks.table_run_row_no
    inner join intermediate.int_row_assignments as assigned
        on assigned.document_id = blocks.document_id
        and assigned.table_run_no = blocks.table_run_no
        and assigned.table_run_row_no = blocks.table_run_row_no
),

-- A merged cell's text stands on all its rows where spans are known: keep the first of equal texts.
pieces as (
    select
        document_id,
        table_run_no,
        block_no,
        table_run_row_no,
        target_text,
        annual_target_text,
        coalesce(has_figure, false) as has_figure,
        row_number() over (
            partition by document_id, table_run_no, block_no, target_text
            order by table_run_row_no
        ) as target_ordinal,
        row_number() over (
            partition by document_id, table_run_no, block_no, annual_target_text order by table_run_row_no
        ) as annual_ordinal
    from rows_
),

-- what stands before each piece of a text: the last row that prints one, whether it has a figure and ends in a sign
pieces_in_order as (
    select
        *,
        last_value(
            case
                when target_ordinal = 1 and target_text is not null
                    then has_figure and not regexp_matches(target_text, '[，,。；;、：:（(]$')
            end ignore nulls
        ) over before_this as target_goes_before,
        last_value(
            case
                when annual_ordinal = 1 and annual_target_text is not null
                    then has_figure and not regexp_matches(annual_target_text, '[，,。；;、：:（(]$')
            end ignore nulls
        ) over before_this as annual_goes_before
    from pieces
    window before_this as (
        partition by document_id, table_run_no, block_no
        order by table_run_row_no
        rows between unbounded preceding and 1 preceding
    )
),

texts as (
    select
        document_id,
        table_run_no,
        block_no,
        string_agg(
            case
                when target_ordinal = 1
                    then case when has_figure and target_goes_before then concat('；', target_text) else target_text end
            end,
            ''
            order by table_run_row_no
        ) as target_text,
        string_agg(
            case
                when annual_ordinal = 1 and has_figure and annual_goes_before then concat('；', annual_target_text)
                when annual_ordinal = 1 then annual_target_text
            end,
            ''
            order by table_run_row_no
        ) as annual_target_text
    from pieces_in_order
    group by document_id, table_run_no, block_no
),

extents as (
    select
        document_id,
        table_run_no,
        block_no,
        min(table_run_row_no) as first_table_run_row_no,
        max(table_run_row_no) as last_table_run_row_no
    from rows_
    group by document_id, table_run_no, block_no
),

-- The numbered row belongs to its block unless a person moved it.
anchors as (
    select
        assigned.document_id,
        assigned.table_run_no,
        assigned.block_no,
        printed.table_no,
        printed.row_no,
        printed.target_no_text,
        printed.target_no,
        printed.section_name
    from intermediate.int_row_assignments as assigned
    inner join staging.stg_rows as printed
        on printed.document_id = assigned.document_id
        and printed.table_run_no = assigned.table_run_no
        and printed.table_run_row_no = assigned.table_run_row_no
    where assigned.table_run_row_no = assigned.anchor_row_no
)

select
    extents.document_id::varchar as document_id,
    extents.table_run_no::integer as table_run_no,
    extents.block_no::integer as block_no,
    anchors.target_no_text::varchar as target_no_text,  -- 序号原文
    anchors.target_no::varchar as target_no,  -- 目标序号
    texts.target_text::varchar as target_text,  -- 责任目标
    texts.annual_target_text::varchar as annual_target_text,  -- 年度目标
    extents.first_table_run_row_no::integer as first_table_run_row_no,
    extents.last_table_run_row_no::integer as last_table_run_row_no,
    anchors.table_no::integer as anchor_table_no,  -- 锚行表序: the table that prints the number
    anchors.row_no::integer as anchor_row_no,  -- 锚行: the printed row of the number
    anchors.section_name::varchar as section_name  -- 板块
from extents
inner join anchors
    on anchors.document_id = extents.document_id
    and anchors.table_run_no = extents.table_run_no
    and anchors.block_no = extents.block_no
inner join texts
    on texts.document_id = extents.document_id
    and texts.table_run_no = extents.table_run_no
    and texts.block_no = extents.block_no
