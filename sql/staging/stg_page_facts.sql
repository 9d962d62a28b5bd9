-- 页面事实: a label with its value that a page prints around a paper, or a path of links.
-- grain: document_id, text_no, fact_no
-- 索引号, 发布机构, 成文日期 stand as a table, side by side in one line, or over their values in lines of their own, in every
-- format; the labels are in seeds.page_labels. A path of links (首页 > 政务公开 > 云岫县政府办) is a fact without a label.
-- Labels without a colon count in a table that holds no targets, or above the header of one that does. A day before the
-- first label (2031-11-30 来源:云岫县政府办) is when it was published.
-- A label counts where no Chinese character stands before it (资金来源 is no 来源), and a value ends where the next begins.
with
labels as (
    select
        regexp_replace(wording, '\s+', '', 'g') as wording,
        fact
    from seeds.page_labels
),

patterns as (
    select
        concat(
            '(^|[^一-龥])(',
            string_agg(
                array_to_string(string_split(wording, ''), '[\s\x{3000}]*'),
                '|'
                order by length(wording) desc, wording
            ),
            ')[\s\x{3000}]*[:：|][\s\x{3000}|]*'
        ) as label
    from labels
),

texts as (
    select
        document_id,
        text_no,
        table_no,
        kind,
        text,
        regexp_replace(text, '[\s\x{3000}:：]+', '', 'g') as closed_text
    from staging.stg_texts
    where kind <> 'title' and length(text) <= 400
),

is_links as (
    select
        document_id,
        text_no,
        regexp_replace(text, '[\s\x{3000}]*(?:[-—]?[>＞»›→][>＞»›]*)[\s\x{3000}]*', '>', 'g') as path_text
    from texts
    where kind <> 'metadata'
        and regexp_matches(text, '[^>＞»›→\s][\s\x{3000}]*(?:[>＞»›→]+)[^>＞»›→]+(?:[>＞»›→]+)')
        and not regexp_matches(text, '[。；;]')
),

-- Labels and values of one text: ⟦索引号⟧0013⟦发布机构⟧云岫县人民政府.
-- Compiled for each text beside the table that holds the sign of a label.
marked as (
    select
        texts.document_id,
        texts.text_no,
        string_split(regexp_replace(texts.text, patterns.label, '\1⟦\2⟧', 'g'), '⟦') as pieces
    from texts
    cross join patterns
    where regexp_matches(texts.text, '[:：|]')
),

side_by_side as (
    select
        document_id,
        text_no,
        piece_no,
        regexp_replace(split_part(pieces[piece_no], '⟧', 1), '[\s\x{3000}]+', '', 'g') as label,
        trim(split_part(pieces[piece_no], '⟧', 2), ' 　|【】[]') as value_text,
        length(trim(pieces[1])) <= 20 as begins
    from (
        select
            *,
            unnest(range(2, array_length(pieces) + 1)) as piece_no
        from marked
    ) as numbered
),

-- A form copied a row a line: 部门(单位)名称 云岫县档案馆 预算编码 903001.
form_lines as (
    select
        lines.document_id,
        lines.text_no,
        lines.label,
        split_part(lines.parted_text, ' ', 2) as value_text
    from (
        select
            document_id,
            text_no,
            split_part(parted_text, ' ', 1) as label,
            parted_text
        from (
            select
                document_id,
                text_no,
                trim(regexp_replace(regexp_replace(text, '[()（）]', '', 'g'), '[\s\x{3000}]+', ' ', 'g')) as parted_text
            from texts
            where length(text) <= 60 and not regexp_matches(text, '[:：|。]')
        ) as bare
    ) as lines
    inner join labels
        on lines.label = labels.wording
        and labels.fact = 'issuer'
    where length(split_part(lines.parted_text, ' ', 2)) >= 3
),

-- A label alone in its line, its value in the next.
below_labels as (
    select
        document_id,
        text_no,
        closed_text as label,
        value_text,
        is_label_below
    from (
        select
            texts.document_id,
            texts.text_no,
            texts.closed_text,
            labels.wording,
            lead(texts.text) over (partition by texts.document_id, texts.table_no order by texts.text_no) as value_text,
            lead(labels.wording is not null) over (
                partition by texts.document_id, texts.table_no order by texts.text_no
            ) as is_label_below
        from texts
        left join labels
            on texts.closed_text = labels.wording
    ) as followed
    -- with its colon and its value it stands side by side
    anti join (select * from side_by_side where value_text <> '') as beside
        on followed.document_id = beside.document_id
        and followed.text_no = beside.text_no
    where wording is not null
),

found as (
    select
        document_id,
        text_no,
        piece_no - 1 as fact_no,
        label,
        value_text
    from side_by_side
    -- of a sentence that mentions a label none is one
    where begins
    union all
    select
        document_id,
        text_no,
        1 as fact_no,
        label,
        value_text
    from form_lines
    union all
    select
        document_id,
        text_no,
        0 as fact_no,
        label,
        case when not coalesce(is_label_below, true) then value_text end as value_text
    from below_labels
),

-- 索引号 | 0013 | 发布机构 | 云岫县人民政府, in a table beside the targets or above their header.
target_headers as (
    select
        document_id,
        table_no,
        min(header_row_no) as header_row_no
    from staging.stg_tables
    where role = 'target'
    group by document_id, table_no
),

cells_beside as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        labels.wording as label,
        lead(cells.cell_text) over (
            partition by cells.document_id, cells.table_no, cells.row_no order by cells.column_no
        ) as value_text,
        lead(labels.wording is not null) over (
            partition by cells.document_id, cells.table_no, cells.row_no order by cells.column_no
        ) as is_label_behind
    from staging.stg_cells as cells
    left join target_headers
        on cells.document_id = target_headers.document_id
        and cells.table_no = target_headers.table_no
    left join labels
        on regexp_replace(cells.cell_text, '[\s\x{3000}:：]+', '', 'g') = labels.wording
    where cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
        and cells.row_no <= 12
        and (target_headers.header_row_no is null or cells.row_no < target_headers.header_row_no)
),

-- one label in a row of a header is none: 序号 | 名称 | 时间
cell_facts as (
    select
        *,
        count(*) over (partition by document_id, table_no) as fact_count
    from cells_beside
    where label is not null and not coalesce(is_label_behind, true)
),

all_facts as (
    select *
    from found
    union all
    select
        document_id,
        -(table_no * 10000 + row_no) as text_no,
        column_no as fact_no,
        label,
        value_text
    from cell_facts
    where fact_count >= 2
),

-- 2031-11-30 来源:云岫县政府办
days_before_labels as (
    select
        document_id,
        text_no,
        regexp_extract(
            trim(pieces[1], ' 　|'), '^(?:19|20)[0-9]{2}[-年./][0-9]{1,2}[-月./][0-9]{1,2}日?', 0
        ) as day_text
    from marked
    where array_length(pieces) > 1 and length(trim(pieces[1])) <= 20
),

facts as (
    select
        all_facts.document_id,
        all_facts.text_no,
        all_facts.fact_no,
        labels.fact,
        all_facts.label,
        all_facts.value_text
    from all_facts
    inner join labels
        on all_facts.label = labels.wording
    union all
    select
        document_id,
        text_no,
        99 as fact_no,
        'links' as fact,
        null as label,
        path_text as value_text
    from is_links
    union all
    select
        document_id,
        text_no,
        98 as fact_no,
        'published' as fact,
        null as label,
        day_text as value_text
    from days_before_labels
    where day_text <> ''
)

select
    facts.document_id::varchar as document_id,  -- 文档键: the document that prints it
    facts.text_no::integer as text_no,  -- 文本序号: of the text among those outside the tables; below zero for a row of a table
    facts.fact_no::integer as fact_no,  -- 序号: among the facts of one text
    facts.fact::varchar as fact,  -- 事实: issuer, site, title, number, written, published, links or other
    facts.label::varchar as label,  -- 标签: as printed, closed up; NULL for a path of links and a day without one
    nullif(facts.value_text, '')::varchar as value_text  -- 值: as printed, NULL where nothing stands there
from facts
