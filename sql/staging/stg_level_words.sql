-- 级别用字: of which level a document is, by what its units and its 全市, 我县 begin with: 省, 自治区, 市, 县, 区, 州, 盟 or 旗.
-- grain: document_id
-- Asked only of documents of which neither a side file nor a title nor its issuer names a division. The word gives the
-- level and no place; it stands where six tenths of what is found agree. What a document compares itself with (居全市第2,
-- 不落后于全市均值) is of the level above.
with
located as (
    select distinct document_id
    from staging.stg_named_places
    where method in ('side file', 'title', 'stated title', 'table', 'issuer') and is_division
),

printed as (
    select
        documents.document_id,
        texts.text
    from raw.documents as documents
    inner join staging.stg_texts as texts
        on documents.document_id = texts.document_id
    left join located
        on documents.document_id = located.document_id
    where located.document_id is null
    union all
    select
        documents.document_id,
        cells.cell_text as text
    from raw.documents as documents
    inner join staging.stg_cells as cells
        on documents.document_id = cells.document_id
    left join located
        on documents.document_id = located.document_id
    where located.document_id is null
        and cells.cell_text is not null
        and cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
),

-- A document is one row, for a pattern made of seeds is compiled for each.
whole_texts as (
    select
        document_id,
        string_agg(regexp_replace(text, '\s+', '', 'g'), '|' order by text) as text
    from printed
    group by document_id
),

comparisons as (
    select concat(
        '(?:',
        string_agg(wording, '|' order by wording) filter (where position = 'before'),
        ')全(?:省|区|市|县|州|盟)|全(?:省|区|市|县|州|盟)(?:',
        string_agg(wording, '|' order by wording) filter (where position = 'behind'),
        ')'
    ) as pattern
    from seeds.level_comparison_wordings
),

-- Compiled for each document.
own_texts as (
    select
        whole_texts.document_id,
        -- 落实省、市政府确定的实事: those above a document, of whatever level it is
        regexp_replace(
            regexp_replace(
                whole_texts.text,
                '(?:省|自治区)[、和及]?(?:市|州)(?:两级)?(?:委|人民政府|政府)',
                '〇',
                'g'
            ),
            comparisons.pattern,
            '〇',
            'g'
        ) as text
    from whole_texts
    cross join comparisons
),

level_words as (
    select
        document_id,
        level_word,
        count(*) as word_count,
        sum(count(*)) over (partition by document_id) as all_count
    from (
        select
            document_id,
            unnest(
                list_concat(
                    regexp_extract_all(text, '(?:全|我|本)(省|自治区|市|县|区|州|盟|旗)(?:[^一-龥]|[^场容民域])', 1),
                    regexp_extract_all(
                        text,
                        -- 2031年年初市政府确定的…: a date says no place, so the level stands alone behind it
                        '(?:^|[、,，;；:：。(（《“|]|由|经|和|据|代表|[0-9]年(?:度|年?初)?)(省|自治区|市|县|区|州|盟|旗)(?:委|政府|人民政府|[一-龥]{2,10}?(?:局|委|办|厅|中心))',
                        1
                    )
                )
            ) as level_word
        from own_texts
    ) as found
    group by document_id, level_word
),

agreed as (
    select
        document_id,
        level_word,
        word_count
    from level_words
    where word_count * 10 >= all_count * 6
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    level_word::varchar as level_word,  -- 级别用字
    word_count::bigint as word_count  -- 次数: how often it is found
from agreed
