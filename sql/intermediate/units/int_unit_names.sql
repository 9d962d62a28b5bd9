-- 单位名: the units that a printed unit cell names, in order; one row a distinct cell text and name.
-- grain: document_id, unit_cell_text, mention_no
-- Hard delimiters (、 , ; / 。) always part names. White space parts them only between whole names: a name that was
-- wrapped or letter-spaced inside its cell (市人力资源社会保障 局) is put together again. Inside a bracket that belongs to the
-- name nothing parts: 各县（市、区）人民政府 is one group.
with
-- The words that a name ends with where white space follows it; what they are the ends of is in the seed.
endings as (
    select
        coalesce(list_sort(list(ending) filter (where ends_spaced = 'yes')), []) as spaced_endings,
        coalesce(list_sort(list(ending) filter (where is_rest = 'yes')), []) as rest_endings
    from seeds.unit_endings
),

-- 纪委, 科协: two characters and a whole name
short_names as (
    select coalesce(list_sort(list(unit_name)), []) as short_names
    from seeds.unit_known_names
    where length(unit_name) = 2
),

documents as (
    select
        document_id,
        jurisdiction_name
    from staging.stg_documents
),

level_words as (
    select coalesce(list_sort(list(distinct word)), []) as words
    from seeds.unit_level_words
),

segments as (
    select
        document_id,
        unit_cell_text,
        segment_list,
        unnest(range(1, array_length(segment_list) + 1)) as segment_no
    from (
        select
            document_id,
            unit_cell_text,
            string_split_regex(
                regexp_replace(parted_text, '[;。|]', '、<;>、', 'g'),
                '[、,/·•]+'
            ) as segment_list
        from intermediate.int_unit_cell_texts
    ) as split_cells
),

tokens as (
    select
        document_id,
        unit_cell_text,
        segment_no,
        token_list,
        unnest(range(1, array_length(token_list) + 1)) as token_no
    from (
        select
            document_id,
            unit_cell_text,
            segment_no,
            string_split_regex(trim(regexp_replace(segment_list[segment_no], '\s+', ' ', 'g')), ' ') as token_list
        from segments
    ) as split_segments
),

tokens_in_order as (
    select
        document_id,
        unit_cell_text,
        segment_no,
        token_no,
        array_length(token_list) as token_count,
        token_list[token_no] as token,
        lag(token_list[token_no]) over (
            partition by document_id, unit_cell_text, segment_no order by token_no
        ) as token_before
    from tokens
    where token_list[token_no] <> ''
),

-- Names that stand alone between hard delimiters somewhere in the document.
known_names as (
    select distinct
        document_id,
        token as known_name
    from tokens_in_order
    where token_count = 1
),

boundaries as (
    select
        tokens_in_order.document_id,
        tokens_in_order.unit_cell_text,
        tokens_in_order.segment_no,
        tokens_in_order.token_no,
        tokens_in_order.token,
        case
            when tokens_in_order.token_before is null then 1
            -- the two together are a name of this document and the second alone is not
            when joined_name.known_name is not null and alone_name.known_name is null then 0
            when alone_name.known_name is not null and before_name.known_name is not null then 1
            -- a rest that begins no name: 局, 设局, 公室, 管委会
            when list_bool_or(
                list_transform(endings.rest_endings, lambda ending: suffix(ending, tokens_in_order.token))
            )
                or (
                    regexp_matches(tokens_in_order.token, '^[^市县区省各州旗][局委办会院府司心室处部团协联]?$')
                    and not list_contains(short_names.short_names, tokens_in_order.token)
                )
                then 0
            -- 市市 场监管局: the last character begins a word that is no level
            when list_bool_or(
                list_transform(
                    level_words.words,
                    lambda word: starts_with(
                        concat(right(tokens_in_order.token_before, 1), tokens_in_order.token),
                        word
                    )
                )
            )
                then 0
            -- 市住房和城乡 建设局: the 乡 or 市 inside a bureau's name ends no place
            when length(tokens_in_order.token_before) >= 3
                and regexp_matches(tokens_in_order.token_before, '^[市县区省州旗].*[县区市镇乡旗]$')
                and regexp_matches(tokens_in_order.token, '^[^市县区省州旗各].*(局|委|办|中心|委员会)$')
                then 0
            -- 云河市 卫生 健康委: the government's own name is no unit before a rest without a level
            when tokens_in_order.token_before = documents.jurisdiction_name
                and regexp_matches(tokens_in_order.token, '^[^省市县区州旗各有相]')
                and not regexp_matches(tokens_in_order.token, '([省市县区州旗镇乡]|街道|管委会)$')
                then 0
            -- 小城镇试点 区招商局: a whole name with its level that stands alone elsewhere
            when alone_name.known_name is not null
                and length(tokens_in_order.token_before) >= 4
                and regexp_matches(tokens_in_order.token, '^[省市县区州旗].{3,}')
                then 1
            -- behind a whole name: 局 委 办 政府 公司 曹县
            when (
                length(tokens_in_order.token_before) >= 2
                or regexp_matches(tokens_in_order.token_before, '^[局委办会院部处室府司心团联协社站所队行]$')
            )
                and (
                    regexp_matches(tokens_in_order.token_before, '[等)]$')
                    or list_bool_or(
                        list_transform(
                            endings.spaced_endings,
                            lambda ending: suffix(tokens_in_order.token_before, ending)
                        )
                    )
                )
                then 1
            -- 市移动 市联通: a piece of a name does not begin with the level again
            when length(tokens_in_order.token_before) >= 3
                and substr(tokens_in_order.token_before, 1, 1) = substr(tokens_in_order.token, 1, 1)
                and regexp_matches(tokens_in_order.token, '^[市县区省州旗]..')
                then 1
            else 0
        end as is_start
    from tokens_in_order
    left join known_names as joined_name
        on tokens_in_order.document_id = joined_name.document_id
        and concat(tokens_in_order.token_before, tokens_in_order.token) = joined_name.known_name
    left join known_names as alone_name
        on tokens_in_order.document_id = alone_name.document_id
        and tokens_in_order.token = alone_name.known_name
    left join known_names as before_name
        on tokens_in_order.document_id = before_name.document_id
        and tokens_in_order.token_before = before_name.known_name
    left join documents
        on tokens_in_order.document_id = documents.document_id
    cross join endings
    cross join short_names
    cross join level_words
),

numbered as (
    select
        *,
        sum(is_start) over (
            partition by document_id, unit_cell_text
            order by segment_no, token_no
            rows between unbounded preceding and current row
        ) as piece_no
    from boundaries
),

pieces as (
    select
        document_id,
        unit_cell_text,
        piece_no,
        min(segment_no) as segment_no,
        regexp_replace(
            string_agg(token, ' ' order by segment_no, token_no),
            '^[:.\s]+|[:.\s]+$',
            '',
            'g'
        ) as printed_text,
        regexp_replace(
            string_agg(token, '' order by segment_no, token_no),
            '^[:.\s]+|[:.\s]+$',
            '',
            'g'
        ) as joined_text,
        count(*) as token_count
    from numbered
    group by document_id, unit_cell_text, piece_no
),

-- Most cells say nothing of roles and are one clause.
cells_with_signs as (
    select
        document_id,
        unit_cell_text,
        parted_text like '%<L>%' as has_lead_label
    from intermediate.int_unit_cell_texts
    where regexp_matches(parted_text, '[<\[{;。|]')
),

-- <L> begins a label, [L] is the bracket of the name before it, {L} the tail of its clause, which <;> or a label ends.
signs_read as (
    select
        pieces.document_id,
        pieces.unit_cell_text,
        pieces.piece_no,
        pieces.joined_text,
        cells_with_signs.has_lead_label,
        case when joined_text like '<%' and joined_text <> '<;>' then substr(joined_text, 2, 1) end as label,
        case when joined_text like '{%' then substr(joined_text, 2, 1) end as tail,
        lead(joined_text) over in_cell as next_text,
        sum(case when joined_text like '<%' then 1 else 0 end) over (
            in_cell rows between unbounded preceding and current row
        ) as clause_no
    from pieces
    inner join cells_with_signs
        on pieces.document_id = cells_with_signs.document_id
        and pieces.unit_cell_text = cells_with_signs.unit_cell_text
    window in_cell as (partition by pieces.document_id, pieces.unit_cell_text order by pieces.piece_no)
),

roles_read as (
    select
        document_id,
        unit_cell_text,
        piece_no,
        clause_no,
        has_lead_label,
        regexp_matches(joined_text, '^(<[LSRU;]>|[\[][LSU][\]]|[{][LSU][}])$') as is_sign,
        case when next_text like '[_]' then substr(next_text, 2, 1) end as bracket,
        last_value(tail ignore nulls) over (
            partition by document_id, unit_cell_text, clause_no
            order by piece_no desc
            rows between unbounded preceding and current row
        ) as tail_below,
        count(tail) over (
            partition by document_id, unit_cell_text
            order by piece_no
            rows between unbounded preceding and current row
        ) > 0 as is_behind_tail,
        last_value(label ignore nulls) over (
            partition by document_id, unit_cell_text
            order by piece_no
            rows between unbounded preceding and current row
        ) as label_above
    from signs_read
),

names_with_roles as (
    select
        pieces.document_id,
        pieces.unit_cell_text,
        pieces.piece_no,
        pieces.segment_no,
        pieces.token_count,
        pieces.printed_text,
        pieces.joined_text,
        coalesce(roles_read.clause_no, 0) as clause_no,
        case
            when roles_read.bracket in ('L', 'S') then roles_read.bracket
            when roles_read.tail_below in ('L', 'S') then roles_read.tail_below
            when roles_read.label_above = 'R' and roles_read.has_lead_label then 'S'
            when roles_read.label_above in ('L', 'S') then roles_read.label_above
        end as role_letter,
        coalesce(roles_read.is_behind_tail and roles_read.tail_below is null, false) as is_behind_last_tail
    from pieces
    left join roles_read
        on pieces.document_id = roles_read.document_id
        and pieces.unit_cell_text = roles_read.unit_cell_text
        and pieces.piece_no = roles_read.piece_no
    where roles_read.is_sign is distinct from true
),

-- 等 behind the last name (高等 ends no list), and a bracket whose other half was a label's.
ends_cut as (
    select
        document_id,
        unit_cell_text,
        piece_no,
        segment_no,
        clause_no,
        token_count,
        role_letter,
        case
            when regexp_matches(
                joined_text,
                '.[^高初中平均同]等((各|其他|有关|相关|责任|成员|[省市县区州旗盟][直级属])*(单位|部门)([和及](单位|部门))?)?$'
            )
                then regexp_replace(printed_text, '\s*等((各|其他|有关|相关|责任|成员|[省市县区州旗盟][直级属])*(单位|部门)([和及](单位|部门))?)?$', '')
            when joined_text like '%)' and joined_text not like '%(%' then regexp_replace(printed_text, '\)+$', '')
            when joined_text like '(%' and joined_text not like '%)%' then regexp_replace(printed_text, '^\(+', '')
            else printed_text
        end as printed_text
    from names_with_roles
    cross join endings
    where regexp_matches(joined_text, '[一-龥A-Za-z]')
        -- what came of a target or how much of it, in a row that slid: 完成30%, 已进场施工, 达到目标60元, 参保6300人
        and not regexp_matches(joined_text, '[0-9][万亿]?(%|元|人|户|套|亩|公里)$|^(已|达到)')
        -- what follows the last tail and ends as no name does is a note: 市教育局负责,年内持续推进
        and not (
            is_behind_last_tail
            and not regexp_matches(joined_text, '\)$')
            and not coalesce(list_bool_or(
                list_transform(endings.spaced_endings, lambda ending: suffix(joined_text, ending))
            ), false)
        )
        -- 分管副省长、协管副秘书长负责: who answers, and no unit
        and not regexp_matches(joined_text, '^(分管|协管|主管)(常务)?副?([省市县区州旗盟]|秘书)长$')
        and not regexp_matches(
            joined_text,
            concat(
                '^(无|等((各|其他|有关|相关|责任|成员|[省市县区州旗盟][直级属])*(单位|部门)([和及](单位|部门))?)?',
                '|([0-9]{4}年)?[0-9]{1,2}月(份|底|[0-9]{1,2}日)?(前|底前)?|[0-9]{4}年?(年?底)?前?)(完成)?$'
            )
        )
),

-- A piece that is a deadline (长期坚持, 年底前) names nobody.
deadline_wordings as (
    select distinct wording
    from seeds.deadline_wordings
),

names_restored as (
    select
        ends_cut.document_id,
        ends_cut.unit_cell_text,
        ends_cut.piece_no,
        ends_cut.segment_no,
        ends_cut.clause_no,
        ends_cut.token_count,
        ends_cut.role_letter,
        translate(ends_cut.printed_text, '﹍﹑﹐﹔⁄∣﹒‧∙', ' 、,;/|。·•') as printed_text,
        regexp_replace(
            translate(ends_cut.printed_text, '﹍﹑﹐﹔⁄∣﹒‧∙', ' 、,;/|。·•'), '\s+', '', 'g'
        ) as plain_name
    from ends_cut
    left join deadline_wordings
        on ends_cut.printed_text = deadline_wordings.wording
    where deadline_wordings.wording is null
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    unit_cell_text::varchar as unit_cell_text,  -- 单位格: the cell's whole text as printed
    row_number() over (
        partition by document_id, unit_cell_text order by piece_no
    )::integer as mention_no,  -- 次序: of the name in its cell
    printed_text::varchar as unit_text,  -- 单位原文: the name as printed
    plain_name::varchar as plain_name,  -- 原名: wraps undone
    (token_count > 1)::boolean as is_rejoined,  -- 已接合: white space inside the name was taken for a wrap
    case role_letter when 'L' then 'lead' when 'S' then 'support' end::varchar as marked_role,  -- 标注角色: lead or support where the cell itself says so, else NULL
    segment_no::integer as segment_no,  -- 段序: between hard delimiters
    clause_no::integer as clause_no  -- 句序: of the label or clause it stands in
from names_restored
-- a name of which a sign is lost names no unit
where length(plain_name) >= 2 and not contains(printed_text, chr(65533))
