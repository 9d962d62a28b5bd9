-- 文档文本: a text of a document that may say what the document is, as printed and squeezed.
-- grain: document_id, source_rank, text_no
-- The nearer to the table's own title, the lower the rank: its title (1), a row above the header (2), a heading or
-- caption before the table (3), another text before it (4), the file's name (5), its folder (6), the last lines below
-- the tables (7), where a document is signed, and the labels and values that the page prints around an official paper
-- (8, stg_page_facts), of which the one headed 标题 or 名称 is its title. What a text names as its ground (根据《…的通知》) is
-- another's paper, whose place, year and kind are not its own: the squeezed text is without it.
with
-- A page that prints its facts above the text may have its title among them: 标题:关于印发…的通知
title_labels as (
    select concat('^(?:', string_agg(wording, '|' order by wording), ')[:：]\s*') as label
    from seeds.page_labels
    where fact = 'title'
),

-- Compiled for each title.
documents as (
    select
        documents.document_id,
        documents.document_path,
        regexp_replace(
            coalesce(comparable.comparable_text, documents.title_text), title_labels.label, ''
        ) as title_text
    from raw.documents as documents
    cross join title_labels
    left join staging.stg_comparable_texts as comparable
        on documents.document_id = comparable.document_id
        and documents.title_text = comparable.printed_text
),

-- Names of the file and of its folder.
path_parts as (
    select
        parts.document_id,
        parts.source_rank,
        parts.method,
        coalesce(comparable.comparable_text, parts.text) as text
    from (
        select
            document_id,
            5 as source_rank,
            'file name' as method,
            regexp_extract(document_path, '[^/]+$', 0) as text
        from documents
        union all
        select
            document_id,
            6 as source_rank,
            'folder' as method,
            regexp_extract(document_path, '([^/]+)/[^/]*$', 1) as text
        from documents
        where document_path like '%/%'
    ) as parts
    left join staging.stg_comparable_texts as comparable
        on parts.document_id = comparable.document_id
        and parts.text = comparable.printed_text
),

target_parts as (
    select
        document_id,
        table_no,
        header_row_no
    from staging.stg_tables
    where role = 'target'
),

first_targets as (
    select
        document_id,
        min(table_no) as first_table_no
    from target_parts
    group by document_id
),

page_facts as (
    select
        document_id,
        text_no,
        fact_no,
        fact,
        label,
        value_text
    from staging.stg_page_facts
),

facts_of_texts as (
    select distinct
        document_id,
        text_no
    from page_facts
),

rows_above_headers as (
    select
        shapes.document_id,
        shapes.table_no,
        shapes.row_no,
        min(shapes.only_text) as only_text
    from staging.stg_row_shapes as shapes
    inner join first_targets
        on shapes.document_id = first_targets.document_id
        and shapes.table_no = first_targets.first_table_no
    inner join target_parts
        on shapes.document_id = target_parts.document_id
        and shapes.table_no = target_parts.table_no
    where shapes.only_text is not null and shapes.row_no < target_parts.header_row_no
    group by shapes.document_id, shapes.table_no, shapes.row_no
),

texts as (
    select
        document_id,
        1 as source_rank,
        0 as text_no,
        title_text as text,
        'title' as method
    from documents
    where title_text is not null
    union all
    select
        document_id,
        1 as source_rank,
        1 as text_no,
        title_text as text,
        'stated title' as method
    from staging.stg_side_files
    where title_text is not null
    union all
    select
        document_id,
        1 as source_rank,
        2 as text_no,
        min(value_text) as text,
        'title' as method
    from page_facts
    where fact = 'title' and regexp_matches(value_text, '[一-龥].*[一-龥].*[一-龥].*[一-龥].*[一-龥]')
    group by document_id
    union all
    select
        document_id,
        8 as source_rank,
        case when text_no > 0 then text_no * 100 + fact_no else text_no * 100 - fact_no end as text_no,
        case when label is null then value_text else concat(label, ':', value_text) end as text,
        'metadata' as method
    from page_facts
    where value_text is not null
    union all
    select
        document_id,
        2 as source_rank,
        table_no * 10000 + row_no as text_no,
        only_text as text,
        'table' as method
    from rows_above_headers
    union all
    select
        texts.document_id,
        case when texts.kind in ('title', 'heading', 'caption') then 3 else 4 end as source_rank,
        texts.text_no,
        texts.text,
        'text' as method
    from staging.stg_texts as texts
    left join first_targets
        on texts.document_id = first_targets.document_id
    left join facts_of_texts
        on texts.document_id = facts_of_texts.document_id
        and texts.text_no = facts_of_texts.text_no
    where facts_of_texts.document_id is null
        and texts.kind <> 'metadata'
        and texts.table_no <= coalesce(first_targets.first_table_no, 1)
        and length(texts.text) <= 300
    union all
    select
        texts.document_id,
        7 as source_rank,
        texts.text_no,
        texts.text,
        'closing' as method
    from staging.stg_texts as texts
    left join first_targets
        on texts.document_id = first_targets.document_id
    left join facts_of_texts
        on texts.document_id = facts_of_texts.document_id
        and texts.text_no = facts_of_texts.text_no
    where facts_of_texts.document_id is null
        and texts.table_no > coalesce(first_targets.first_table_no, 1)
        and length(texts.text) <= 80
    qualify row_number() over (partition by texts.document_id order by texts.text_no desc) <= 8
    union all
    select
        document_id,
        source_rank,
        0 as text_no,
        case when method = 'file name' then regexp_replace(text, '\.[^.]*$', '') else text end as text,
        method
    from path_parts
),

-- A word or number of which a character is lost says nothing: 云�市 is no 市, 20�3 no year.
whole_words as (
    select
        *,
        case
            when contains(text, chr(65533))
                then regexp_replace(text, '(?:[一-龥]+|[0-9]+)?\x{FFFD}+(?:[一-龥]+|[0-9]+)?', chr(65533), 'g')
            else text
        end as whole_text
    from texts
),

-- white space inside a title is a converter's
closed_up as (
    select
        *,
        translate(regexp_replace(whole_text, '\s+', '', 'g'), '（）：', '():') as closed_text
    from whole_words
),

squeezed as (
    select
        *,
        case
            -- Chinese year digits are read as figures: 二〇二三年
            when regexp_matches(closed_text, '[一二][〇○Oo零0O九][〇○Oo零0O一二三四五六七八九][〇○Oo零0O一二三四五六七八九]年')
                then translate(closed_text, '〇○Oo零一二三四五六七八九', '00000123456789')
            else closed_text
        end as squeezed_text
    from closed_up
),

-- 根据《宁湖市…的通知》(宁政发〔2031〕3号): the ground of a paper. 关于落实《…》 is its own matter.
citing as (
    select
        concat(
            '(^|[^于])(?:',
            string_agg(wording, '|' order by length(wording) desc, wording),
            -- 【落实情况】, 落实情况: what became of a paper is no ground
            ')(?:[^《》,，。;；:】情]|情[^况《》,，。;；:】]){0,20}',
            -- one paper or several: 《…》和《…》
            '(?:(?:和|及|与|以及|、)?《(?:[^《》]|《[^《》]*》)*》(?:\([^()]{1,12}[〔\[【(](?:19|20)[0-9]{2}[〕\]】)]第?[0-9]{1,4}号\))?)+'
        ) as ground
    from seeds.citing_wordings
)

-- Compiled for the texts that name a paper.
select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    source_rank::integer as source_rank,  -- 出处次序: 1 is nearest to the table's own title
    text_no::integer as text_no,  -- 文本序号: among the texts of that rank, as they are printed
    method::varchar as method,  -- 方法: title, stated title (by the side file), table, text, file name, folder, closing or metadata
    text::varchar as text,  -- 文字: as printed
    (case
        when contains(squeezed_text, '《') then regexp_replace(squeezed_text, citing.ground, '\1', 'g')
        else squeezed_text
    end)::varchar as squeezed_text  -- 压缩文字: without white space and the papers that it names as its ground, brackets and digits in one width
from squeezed
cross join citing
