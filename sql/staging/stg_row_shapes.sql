-- 行形: what a printed row looks like before anything is known of its columns.
-- grain: document_id, table_no, row_no
-- Most cells have no colon: they are no label of a form, and no expression has to look at them.
with
cells as (
    select
        *,
        contains(cell_text, ':') or contains(cell_text, '：') as has_colon
    from staging.stg_cells
),

labels_read as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        cell_text,
        key_text,
        column_span,
        origin_row_no,
        origin_column_no,
        span_is_known,
        source_place,
        -- a label of a form: 填报人：, 审核人：, 联系电话：
        case
            when has_colon
                then nullif(
                    regexp_extract(
                        cell_text,
                        concat(
                            '^\s*((?:填报|填表|制表|编制|审核|审签|审定|签发|复核|校对|报送|统计)',
                            '(?:单位|部门|机关|人员?|日期|时间|领导|签字|签名)?',
                            '|(?:主要|分管|单位|部门|科室)?(?:负责人|领导)(?:签字|签名)?|联系(?:电话|人|方式)|电话|手机|传真|日期|时间|单位)',
                            '\s*(?:[(（][^)）]*[)）])?\s*[:：]'
                        ),
                        1
                    ),
                    ''
                )
        end as form_label,
        -- one that says who filled the form in or looked it over, which no target does
        has_colon
        and regexp_matches(
            cell_text,
            concat(
                '(?:填报|填表|制表|编制|审核|审签|审定|签发|复核|校对|报送|统计)(?:单位|部门|机关|人员?|日期|时间|领导|签字|签名)?',
                '\s*(?:[(（][^)）]*[)）])?\s*[:：]'
            )
        ) as is_form_signature,
        has_colon and regexp_matches(cell_text, '^[^:：]{2,12}[:：]\s*$') as is_bare_label
    from cells
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: the table's ordinal in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    max(column_no)::integer as cell_count,  -- 格数: cells of the row, blank and covered ones included
    max(case when cell_text is not null then column_no end)::integer as filled_width,  -- 末格: the last column that holds a text
    count(cell_text)::integer as filled_count,  -- 有字格数
    list_unique(list(case when cell_text is not null then origin_column_no end))::integer as printed_count,  -- 独立格数: printed cells with a text; a cell merged over columns counts once
    list_unique(list(cell_text))::integer as distinct_count,  -- 不同文字数
    count(case when cell_text is not null and origin_row_no = row_no then 1 end)::integer as own_count,  -- 本行格数: cells whose text begins in this row
    min(case when cell_text is not null then column_no end)::integer as first_filled_column_no,  -- 首个有字列
    max(case when cell_text is not null then column_span end)::integer as widest_span,  -- 最宽列跨
    coalesce(max(length(cell_text)), 0)::integer as longest_text,  -- 最长文字
    case when min(cell_text) = max(cell_text) then max(cell_text) end::varchar as only_text,  -- 唯一文字: the text of a row that has one only
    case when min(cell_text) = max(cell_text) then max(key_text) end::varchar as only_key,  -- 唯一键: the same, folded
    arg_min_null(key_text, case when cell_text is not null then column_no end)::varchar as first_key,  -- 首格键: the first filled cell, folded
    case
        when count(cell_text) = 2
            then regexp_replace(concat(arg_min(cell_text, column_no), arg_max(cell_text, column_no)), '\s+', '', 'g')
    end::varchar as pair_text,  -- 两格文字: the texts of a row that has two, put together
    coalesce(
        arg_min(form_label is not null, case when cell_text is not null then column_no end)
        and bool_or(coalesce(is_form_signature, false))
        and count(cell_text) <= count(form_label) + count(case when is_bare_label then 1 end),
        false
    )::boolean as is_form_footer,  -- 表尾: labels of a form and what is written behind them (填报人：张三 | 审核人：李四), nothing else
    bool_or(span_is_known)::boolean as span_is_known,  -- 跨度已知: whether the format states merged cells
    (count(distinct source_place) > 1 and not bool_or(span_is_known))::boolean as is_cell_a_line,  -- 一行一格: a line of a text is one cell of the row, or one line of it
    min(source_place)::varchar as source_place  -- 出处: of the row
from labels_read
group by document_id, table_no, row_no
