-- 清单预告: how many items the title and the texts above a list say that it has: 10件实事, 十大民生工程, 项目12项.
-- grain: document_id, announced_count
-- A count with its counter is an announcement where a word of seeds.list_announcement_wordings stands right behind it
-- or before it: 三项要求 and 五个方面 announce no tasks. What the name of a paper counts (《…8件实事的通知》) may be the items
-- of this list and may be those of a list that this one is a part of.
with
texts as (
    select
        texts.document_id,
        texts.text_no,
        regexp_replace(texts.text, '\s+', '', 'g') as squeezed_text
    from staging.stg_texts as texts
    inner join (
        select
            document_id,
            min(table_no) as table_no
        from staging.stg_tables
        where role = 'target'
        group by document_id
    ) as lists
        on texts.document_id = lists.document_id
        and texts.table_no <= lists.table_no
    where texts.kind <> 'page'
    union all
    select
        document_id,
        0 as text_no,
        regexp_replace(title_text, '\s+', '', 'g') as squeezed_text
    from staging.stg_document_titles
),

pieces as (
    select
        document_id,
        text_no,
        text_no > 0 as is_in_a_name,
        unnest(regexp_extract_all(squeezed_text, '《[^《》]*》')) as squeezed_text
    from texts
    union all
    select
        document_id,
        text_no,
        false as is_in_a_name,
        regexp_replace(squeezed_text, '《[^《》]*》', '，', 'g') as squeezed_text
    from texts
),

counts as (
    select
        document_id,
        text_no,
        is_in_a_name,
        unnest(
            regexp_extract_all(
                squeezed_text,
                '([^，,；;。：:、《》]{0,8}(?:[，,]共计?)?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:[件项大条类]|个[一-龥]{0,6}(?:实事|项目))[^，,；;。：:、《》]{0,12})'
            )
        ) as phrase
    from pieces
    where regexp_matches(squeezed_text, '[0-9一二三四五六七八九十][件项大条类个]')
),

parted as (
    select
        document_id,
        text_no,
        is_in_a_name,
        phrase,
        regexp_extract(
            phrase, '^(.*?)((?:[0-9]{1,3}|[一二三四五六七八九十]{1,3}))[件项大条类个](.*)$', ['before', 'count', 'behind']
        ) as part
    from counts
),

announced as (
    select
        parted.document_id,
        parted.text_no,
        parted.is_in_a_name,
        parted.phrase,
        case
            when regexp_matches(parted.part.count, '^[0-9]+$') then parted.part.count::integer
            else (
                case
                    when not contains(parted.part.count, '十') then 0
                    when starts_with(parted.part.count, '十') then 10
                    else 10 * strpos('一二三四五六七八九', substr(parted.part.count, 1, 1))
                end
                + strpos('一二三四五六七八九', substr(parted.part.count, length(parted.part.count), 1))
            )
        end as announced_count
    from parted
    where exists (
        select 1
        from seeds.list_announcement_wordings as wordings
        where (wordings.side = 'behind' and contains(parted.part.behind, wordings.wording))
            or (wordings.side = 'before' and contains(parted.part.before, wordings.wording))
    )
        and not regexp_matches(parted.part.before, '第$')
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    announced_count::integer as announced_count,  -- 预告项数
    min(
        {'is_in_a_name': is_in_a_name, 'text_no': text_no, 'phrase': phrase}
    ).phrase::varchar as announcement_text,  -- 预告原文: the first words that say so
    bool_and(is_in_a_name)::boolean as is_in_a_name  -- 仅见于文件名: nothing but the name of a paper says so
from announced
where announced_count >= 2
group by document_id, announced_count
