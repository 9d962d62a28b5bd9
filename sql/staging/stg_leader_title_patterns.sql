-- 领导职务式样: the titles that stand before or behind a leader's name, as patterns.
-- grain: before_name
-- One row. 于会游市长, 副市长于会游, 市委常委、常务副市长 王昌华. The titles are in seeds.leader_titles; that 副, a level and an
-- organ may stand before one, and one behind another, is grammar.
with
words as (
    select
        coalesce(list_sort(list(title)), []) as titles,
        string_agg(title, '|' order by length(title) desc, title) filter (where position <> 'behind') as before_name,
        string_agg(title, '|' order by length(title) desc, title) filter (where position <> 'before') as behind_name
    from seeds.leader_titles
)

select
    titles::varchar[] as titles,  -- 职务: every title, sorted
    concat(
        '^([省市县区州旗]?(委|政府)?(党组)?(常务|主要|有关|相关)?副?([一二三四]级)?(', before_name, ') ?)+'
    )::varchar as before_name,  -- 名前式样: titles in front of a name, as a regular expression
    concat(
        ' ?([省市县区州旗]?(委|政府)?(党组)?(常务)?副?([一二三四]级)?(', behind_name, '))+$'
    )::varchar as behind_name  -- 名后式样: titles behind a name, as a regular expression
from words
