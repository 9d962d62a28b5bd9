-- 单位名: the units that a printed unit cell names, in order; one row a distinct cell text and name.
-- grain: document_id, unit_cell_text, mention_no
-- Hard delimiters (、 , ; / 。) always part names. White space parts them only between whole names: a name that was
-- wrapped or letter-spaced inside its cell (市人力资源社会保障 局) is put together again. Inside a bracket that belongs to the
-- name nothing parts: 各县（市、区）人民政府 is one group.
with
-- The words that a name ends with where white space follows it; what they are the ends of is in the seed.
endings as (
    select
        list_sort(list(ending) filter (where ends_spaced = 'yes')) as spaced_endings,
        list_sort(list(ending) filter (where is_rest = 'yes')) as rest_endings
    from seeds.unit_endings
),

-- 纪委, 科协: two characters and a whole name
short_names as (
    select list_sort(list(unit_name)) as short_names
    from seeds.unit_known_names
    where length(unit_name) = 2
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
            string_split_regex(parted_text, '[、,;/|。·•]+') as segment_list
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
                list_transform(
                    endings.rest_endings,
                    lambda ending: suffix(ending, regexp_replace(tokens_in_order.token, '\[[LS]\]$', ''))
                )
            )
            or (
                regexp_matches(
                    tokens_in_order.token,
                    '^[^市县区省各州旗][局委办会院府司心室处部团协联]?(\[[LS]\])?$'
                )
                and not list_contains(
                    short_names.short_names,
                    regexp_replace(tokens_in_order.token, '\[[LS]\]$', '')
                )
            ) then 0
            -- 市住房和城乡 建设局: the 乡 or 市 inside a bureau's name ends no place
            when length(tokens_in_order.token_before) >= 3
                and regexp_matches(tokens_in_order.token_before, '^[市县区省州旗].*[县区市镇乡旗]$')
                and regexp_matches(tokens_in_order.token, '^[^市县区省州旗各].*(局|委|办|中心|委员会)(\[[LS]\])?$') then 0
            -- behind a whole name: 局 委 办 政府 公司 曹县
            when (
                length(tokens_in_order.token_before) >= 2
                or regexp_matches(tokens_in_order.token_before, '^[局委办会院部处室府司心团联协社站所队行]$')
            )
            and (
                regexp_matches(tokens_in_order.token_before, '[等\]]$')
                or list_bool_or(
                    list_transform(
                        endings.spaced_endings,
                        lambda ending: suffix(tokens_in_order.token_before, ending)
                    )
                )
            ) then 1
            -- 市移动 市联通: a piece of a name does not begin with the level again
            when length(tokens_in_order.token_before) >= 3
                and substr(tokens_in_order.token_before, 1, 1) = substr(tokens_in_order.token, 1, 1)
                and regexp_matches(tokens_in_order.token, '^[市县区省州旗]..') then 1
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
    cross join endings
    cross join short_names
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
        string_agg(token, ' ' order by segment_no, token_no) as printed_text,
        string_agg(token, '' order by segment_no, token_no) as joined_text,
        count(*) as token_count
    from numbered
    group by document_id, unit_cell_text, piece_no
),

roles_read as (
    select
        document_id,
        unit_cell_text,
        piece_no,
        token_count,
        case when joined_text in ('<L>', '<S>') then substr(joined_text, 2, 1) end as label,
        case
            when joined_text like '%[L]%' then 'lead'
            when joined_text like '%[S]%' then 'support'
        end as bracket_role,
        regexp_replace(printed_text, '\[[LS]\]|^[:.\s]+|[:.\s]+$', '', 'g') as printed_text,
        regexp_replace(joined_text, '\[[LS]\]|^[:.\s]+|[:.\s]+$', '', 'g') as joined_text
    from pieces
),

roles_carried as (
    select
        *,
        last_value(label ignore nulls) over (
            partition by document_id, unit_cell_text
            order by piece_no
            rows between unbounded preceding and current row
        ) as label_above
    from roles_read
),

-- 等 behind the last name, and a bracket whose other half was a label's.
ends_cut as (
    select
        document_id,
        unit_cell_text,
        piece_no,
        token_count,
        bracket_role,
        label_above,
        case
            when regexp_matches(
                joined_text,
                '.(局|委|办|室|府|会|司|心|县|区|市|州|旗|院|\))等((各|其他|有关|相关|市直|县直|区直|州直|旗直)*(单位|部门))?$'
            )
                then regexp_replace(printed_text, '\s*等((各|其他|有关|相关|市直|县直|区直|州直|旗直)*(单位|部门))?$', '')
            when joined_text like '%)' and joined_text not like '%(%' then regexp_replace(printed_text, '\)+$', '')
            when joined_text like '(%' and joined_text not like '%)%' then regexp_replace(printed_text, '^\(+', '')
            else printed_text
        end as printed_text
    from roles_carried
    where label is null
        and regexp_matches(joined_text, '[一-龥A-Za-z]')
        and not regexp_matches(joined_text, '^(无|等((各|其他|有关|相关|市直|县直|区直)*(单位|部门))?)$')
),

names_restored as (
    select
        document_id,
        unit_cell_text,
        piece_no,
        token_count,
        bracket_role,
        label_above,
        translate(printed_text, '﹍﹑﹐﹔⁄∣﹒‧∙', ' 、,;/|。·•') as printed_text
    from ends_cut
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    unit_cell_text::varchar as unit_cell_text,  -- 单位格: the cell's whole text as printed
    row_number() over (
        partition by document_id, unit_cell_text order by piece_no
    )::integer as mention_no,  -- 次序: of the name in its cell
    printed_text::varchar as unit_text,  -- 单位原文: the name as printed
    regexp_replace(printed_text, '\s+', '', 'g')::varchar as plain_name,  -- 原名: wraps undone
    (token_count > 1)::boolean as is_rejoined,  -- 已接合: white space inside the name was taken for a wrap
    case
        when bracket_role is not null then bracket_role
        when label_above = 'L' then 'lead'
        when label_above = 'S' then 'support'
    end::varchar as marked_role  -- 标注角色: lead or support where the cell itself says so, else NULL
from names_restored
where length(regexp_replace(printed_text, '\s+', '', 'g')) >= 2
