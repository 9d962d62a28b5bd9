-- 单位名: the units that a printed unit cell names, in order; one row a distinct cell text and name.
-- grain: document_id, unit_cell_text, mention_no
-- Hard delimiters (、 , ; / 。) always part names. White space parts them only between whole names: a name that was
-- wrapped or letter-spaced inside its cell (市人力资源社会保障 局) is put together again. Inside a bracket that belongs to the
-- name nothing parts: 各县（市、区）人民政府 is one group.
with
unit_cells as (
    select
        document_id,
        unit_text as unit_cell_text
    from staging.stg_rows
    where unit_text is not null
    union
    select
        document_id,
        unit_lead_text as unit_cell_text
    from staging.stg_rows
    where unit_lead_text is not null
    union
    select
        document_id,
        unit_support_text as unit_cell_text
    from staging.stg_rows
    where unit_support_text is not null
),

folded as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
            regexp_replace(
                translate(unit_cell_text, '（）：，；／｜．　｡', '():,;/|. 。'),
                '[\x{00A0}\x{2003}\x{FEFF}\x{200B}]+',
                ' ',
                'g'
            ),
            -- 县财政局 等有关单位: the rest of an enumeration begins no name
            '\s+(等(?:(?:各|其他|有关|相关|市直|县直|区直|州直|旗直)*(?:单位|部门))?(?:[\s、,;。)]|$))',
            '\1',
            'g'
        ) as folded_text
    from unit_cells
),

-- Labels inside a cell (牵头单位:…;责任单位:…) set the role of what follows, a bracket behind a name (牵头) that of the name.
-- L and S stand for lead and support; < > mark a label, [ ] a bracket.
labels_marked as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                folded_text,
                                '[(,、;。]?\s*(按照?|根据)?(各自)?(职责|职能)(分工|权限|范围)?(分别|分工)?(负责|落实|配合|抓好落实)?\)?',
                                '、',
                                'g'
                            ),
                            '\(?(牵头|主办|主责|主要|第一)(责任|负责)?(单位|部门)\s*:',
                            '、<L>、',
                            'g'
                        ),
                        '\(?(责任)?(配合|协办|协同|参与|责任)(责任|配合)?(单位|部门)\s*:',
                        '、<S>、',
                        'g'
                    ),
                    '\((牵头|主办|主责|总牵头)[^()]*\)',
                    '[L]',
                    'g'
                ),
                '\((配合|协办|协同|参与)[^()]*\)',
                '[S]',
                'g'
            ),
            -- a list of whole names in brackets is a list: 有关部门(市教育局、市财政局)
            concat(
                '\(((?:', '[市县区省州旗][^()、,;]{2,}(?:局|委|办|办公室|委员会|公司|中心|院|会)', '\s*[、,;]\s*)+',
                '[市县区省州旗][^()、,;]{2,}(?:局|委|办|办公室|委员会|公司|中心|院|会))\)|\(([^()]*[<>][^()]*)\)'
            ),
            '、\1\2、',
            'g'
        ) as marked_text
    from folded
),

-- What parts names stands in for itself (﹑ for 、 and so on) where it parts none: in the brackets of a group
-- (各县(市、区)政府), and before the second half of one (县直各部门、单位).
brackets_closed as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
            array_to_string(
                list_transform(
                    regexp_extract_all(marked_text, '\([^()]*\)|[^()]+|[()]'),
                    lambda piece: case
                        when piece like '(%)'
                            then translate(regexp_replace(piece, '\s+', '﹍', 'g'), '、,;/|。·•', '﹑﹐﹔⁄∣﹒‧∙')
                        else piece
                    end
                ),
                ''
            ),
            '((?:各|有关|相关|[市县区州旗]直)(?:部门|单位))\s*[、,和及]\s*((?:直属)?(?:单位|部门|企业|机构))((?:等|负责)?(?:[\s、,;。)]|$))',
            '\1﹑\2\3',
            'g'
        ) as closed_text
    from labels_marked
),

-- 和 及 与 part names only behind a whole name and before a level or a group (市教育局和市财政局), never inside one
-- (住房和城乡建设局); names glued together part where one bureau ends and the next begins (市教育局市财政局).
conjunctions_parted as (
    select
        document_id,
        unit_cell_text,
        regexp_replace(
            regexp_replace(
                closed_text,
                '(局|委|办|室|府|会|心|公司|院|行|联|协)\s*(?:和|及|与|以及|、)\s*(市|县|区|省|各|有关|相关)',
                '\1、\2',
                'g'
            ),
            '(局|公司|中心|政府|管委会|办公室)(市[^中场政区]|县[^区]|各[县区市镇乡])',
            '\1、\2',
            'g'
        ) as parted_text
    from brackets_closed
),

-- 区 州 旗 begin other words too (区域, 区划): they begin a name behind a bureau where the cell's names begin with them
-- and a whole name follows (区商务局区发展改革局).
glue_parted as (
    select
        document_id,
        unit_cell_text,
        case
            when regexp_matches(
                parted_text,
                '(^|[、,;/|。\s>])区[一-龥]{2,}(局|委|办|公司|中心|政府|会|室|院)区[^域划位间块内][一-龥]+(局|委|办|公司|中心|政府|会|室|院)'
            )
                then regexp_replace(parted_text, '(局|公司|中心|政府|管委会|办公室)(区[^域划位间块内])', '\1、\2', 'g')
            when regexp_matches(
                parted_text,
                '(^|[、,;/|。\s>])州[一-龥]{2,}(局|委|办|公司|中心|政府|会|室|院)州[一-龥]{2,}(局|委|办|公司|中心|政府|会|室|院)'
            )
                then regexp_replace(parted_text, '(局|公司|中心|政府|管委会|办公室)(州)', '\1、\2', 'g')
            when regexp_matches(
                parted_text,
                '(^|[、,;/|。\s>])旗[一-龥]{2,}(局|委|办|公司|中心|政府|会|室|院)旗[^舰下][一-龥]+(局|委|办|公司|中心|政府|会|室|院)'
            )
                then regexp_replace(parted_text, '(局|公司|中心|政府|管委会|办公室)(旗[^舰下])', '\1、\2', 'g')
            else parted_text
        end as parted_text
    from conjunctions_parted
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
        from glue_parted
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
            -- a rest that begins no name: 局, 设局, 办公室, 管委会
            when regexp_matches(
                tokens_in_order.token,
                '^([^市县区省各州旗][局委办会院府司心室处部团协联]|[^市县区省各州旗]|办公室|公室|人?民?政府|管?委会|委?员会|委员会|有?限?公司|集团|分局|中心|科协|管理局|服务局|保障局|事务局|监管局|监督管理局|执法局)(\[[LS]\])?$'
            ) and not regexp_matches(tokens_in_order.token, '^(团委|工会|妇联|残联)') then 0
            -- 市住房和城乡 建设局: the 乡 or 市 inside a bureau's name ends no place
            when length(tokens_in_order.token_before) >= 3
                and regexp_matches(tokens_in_order.token_before, '^[市县区省州旗].*[县区市镇乡旗]$')
                and regexp_matches(tokens_in_order.token, '^[^市县区省州旗各].*(局|委|办|中心|委员会)(\[[LS]\])?$') then 0
            -- behind a whole name: 局 委 办 政府 公司 曹县
            when (
                length(tokens_in_order.token_before) >= 2
                or regexp_matches(tokens_in_order.token_before, '^[局委办会院部处室府司心团联协社站所队行]$')
            )
            and regexp_matches(
                tokens_in_order.token_before,
                '(局|委|办|室|府|会|公司|中心|科协|联|港|集团|银行|厅|院|校|处|部|所|队|馆|社|站|台|大学|学院|单位|部门|街道|[县区市镇乡旗]|组|企业|园|协|厂|移动|联通|电信|铁塔|邮政|烟草|法院|等|\])$'
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
-- a name of which a sign is lost names no unit
where length(regexp_replace(printed_text, '\s+', '', 'g')) >= 2 and not contains(printed_text, chr(65533))
