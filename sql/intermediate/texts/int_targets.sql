-- 目标: one row a target of a document: a block of printed rows under one number.
-- grain: target_id
-- The key is the document and the target's number, so that a person's correction does not change it; where a number is
-- missing or printed twice, the printed row of the number separates the targets.
with
blocks as (
    select
        document_id,
        table_run_no,
        block_no,
        target_no_text,
        target_no,
        target_text,
        annual_target_text,
        first_table_run_row_no,
        last_table_run_row_no,
        anchor_table_no,
        anchor_row_no,
        section_name
    from intermediate.int_blocks
),

documents as (
    select
        document_id,
        jurisdiction_id,
        jurisdiction_name,
        report_year,
        document_kind,
        is_current,
        speaks_for_year,
        is_compiled
    from staging.stg_documents
),

struck_blocks as (
    select
        document_id,
        table_run_no,
        block_no
    from intermediate.int_struck_blocks
),

-- What is struck out whole is not in force: its rows stay in their block, and the block is no target.
in_force as (
    select blocks.*
    from blocks
    left join struck_blocks
        on blocks.document_id = struck_blocks.document_id
        and blocks.table_run_no = struck_blocks.table_run_no
        and blocks.block_no = struck_blocks.block_no
    where struck_blocks.block_no is null
),

numbered as (
    select
        *,
        count(*) over (partition by document_id, target_no) as same_number_count
    from in_force
)

select
    md5(
        concat_ws(
            '|',
            'target',
            numbered.document_id,
            coalesce(numbered.target_no, ''),
            case
                when numbered.target_no is null or numbered.same_number_count > 1
                    then concat_ws(
                        ':',
                        numbered.table_run_no,
                        numbered.anchor_table_no,
                        numbered.anchor_row_no,
                        numbered.block_no
                    )
            end
        )
    )::varchar as target_id,  -- 目标键: the target
    numbered.document_id::varchar as document_id,  -- 文档键: the document it comes from
    documents.jurisdiction_id::varchar as jurisdiction_id,  -- 地区键: the government whose targets these are
    documents.jurisdiction_name::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    documents.report_year::integer as report_year,  -- 年度: the year of the targets
    documents.document_kind::varchar as document_kind,  -- 类型: plan, result or progress
    documents.is_current::boolean as is_current,  -- 现行: of the newest edition
    documents.speaks_for_year::boolean as speaks_for_year,  -- 代表年度: of the document that speaks for its place and year
    documents.is_compiled::boolean as is_compiled,  -- 汇编: compiled figures, not a published table
    numbered.table_run_no::integer as table_run_no,  -- 连续表序: the run of tables read as one, see stg_tables
    numbered.block_no::integer as block_no,  -- 块号: the ordinal of the target's rows in the table run
    numbered.target_no::varchar as target_no,  -- 目标序号: the number as printed, leading zeros off
    (case
        -- a number that is glued to the text (14.改扩建…) is found by target_no
        when length(regexp_replace(numbered.target_no_text, '\s+', '', 'g')) >= 2
            and regexp_matches(numbered.target_no_text, '^\s*([(（][^()（）]+[)）]|.+[、.．。·﹒﹑)）])\s*$')
            and substr(numbered.target_text, 1, length(regexp_replace(numbered.target_no_text, '\s+', '', 'g')))
            = regexp_replace(numbered.target_no_text, '\s+', '', 'g')
            then substr(numbered.target_text, length(regexp_replace(numbered.target_no_text, '\s+', '', 'g')) + 1)
        else numbered.target_text
    end)::varchar as target_text,  -- 责任目标: put together from its rows, wraps undone
    numbered.annual_target_text::varchar as annual_target_text,  -- 年度目标: the year's share of it
    numbered.section_name::varchar as section_name,  -- 板块: the heading over the target
    numbered.anchor_table_no::integer as anchor_table_no,  -- 锚行表序
    numbered.anchor_row_no::integer as anchor_row_no,  -- 锚行
    numbered.first_table_run_row_no::integer as first_table_run_row_no,  -- 首行
    numbered.last_table_run_row_no::integer as last_table_run_row_no  -- 末行
from numbered
inner join documents
    on numbered.document_id = documents.document_id
