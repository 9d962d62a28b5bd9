-- 括注: a bracket at the end of an item, and whether it says who, by when, or belongs to the item's text.
-- grain: document_id, table_no, row_no, column_no
-- A list's bracket has a column of its own. In a table without a column of units it is the end of the target's cell,
-- and only what says who is a row here; the cell's text stays whole.
-- It says who where a piece of it ends as seeds.bracket_wordings do (市教育局负责) or begins with a label of
-- seeds.unit_role_words (牵头责任单位:市教育局), or where half its pieces are named as units are (seeds.unit_kinds) and so are
-- half the brackets of the list; 含续建2所 and 试行 belong to the text.
with
-- A month, a quarter or the end of the year, and what is then done: 6月底前完成, 2031年10月15日前, 二季度开工.
deadlines_written as (
    select
        concat(
            '^(?:(?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|[份初底末]|[上中下]旬)?|',
            '第?[一二三四]季度[底末]?|[上下]半年|年[底末内])|(?:19|20)[0-9]{2}年[底末内])(?:之?前|以前)?(?:[一-龥]{0,2}(?:',
            string_agg(wording, '|' order by wording),
            ')[一-龥]{0,4})?$'
        ) as pattern
    from seeds.cell_openings
    where cell_class = 'target'
),

tables_without_units as (
    select
        document_id,
        table_no
    from staging.stg_columns
    group by document_id, table_no
    having bool_and(coalesce(field, 'other') not in ('unit', 'unit_lead', 'unit_support', 'bracket'))
),

brackets_printed as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        cells.column_no,
        columns.field = 'bracket' as is_own_cell,
        case
            when columns.field = 'bracket' then cells.cell_text
            else nullif(
                regexp_extract(
                    cells.cell_text,
                    '[(（\[［〔【](?:[^()（）\[\]［］〔〕【】]|[(（][^()（）]*[)）])*[)）\]］〕】][。．.;；,，、\s]*$',
                    0
                ),
                ''
            )
        end as cell_text
    from staging.stg_cells as cells
    inner join staging.stg_printed_rows as printed_rows
        on cells.document_id = printed_rows.document_id
        and cells.table_no = printed_rows.table_no
        and cells.row_no = printed_rows.row_no
    inner join staging.stg_columns as columns
        on printed_rows.document_id = columns.document_id
        and printed_rows.table_no = columns.table_no
        and printed_rows.part_no = columns.part_no
        and cells.column_no = columns.column_no
    left join tables_without_units
        on columns.document_id = tables_without_units.document_id
        and columns.table_no = tables_without_units.table_no
    where (
            columns.field = 'bracket'
            or (
                columns.field = 'target_text'
                and columns.slot_no = 1
                and tables_without_units.document_id is not null
                and cells.row_no = cells.origin_row_no
                and cells.column_no = cells.origin_column_no
            )
        )
        and printed_rows.row_kind = 'data'
        and cells.cell_text is not null
),

brackets as (
    select
        *,
        -- names that a table ran together with a text stand in no bracket: 各乡镇人民政府（街道办事处）
        case
            when regexp_matches(cell_text, '^\s*[(（\[［〔【]')
                then regexp_replace(
                    regexp_replace(cell_text, '^\s*[(（\[［〔【]', ''),
                    '[)）\]］〕】][。．.;；,，、\s]*$',
                    ''
                )
            -- ——市教育局、市财政局 behind a dash
            else regexp_replace(cell_text, '^\s*[—―－–-]{2}\s*|^\s*[—―]\s*', '')
        end as inner_text
    from brackets_printed
    where cell_text is not null
),

-- 张建国副市长牵头,市教育局负责; 分管领导张建国,市教育局: a leader at its head, known by a title or 领导 and a surname.
heads_read as (
    select
        *,
        regexp_extract(
            inner_text,
            '^(?:[一-龥]{2,4}领导[:：]?([一-龥]{2,3}?(?:、[一-龥]{2,3}?)*)|([一-龥]{2,3}?)(?:常务)?副?[省市县区州旗]长|(?:常务)?副?[省市县区州旗]长([一-龥]{2,3}?))(?:同志)?(?:牵头|负责|分管)?(?:[，,；;\s]|$)',
            ['led', 'titled_before', 'titled_behind']
        ) as head
    from brackets
),

surnames as (
    select list_sort(list(surname)) as surnames
    from seeds.surnames
),

heads_parted as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        is_own_cell,
        cell_text,
        case when is_leader then leader_text end as leader_text,
        case
            when is_leader then regexp_replace(inner_text, '^[^，,；;\s]+(?:[，,；;\s]+|$)', '')
            else inner_text
        end as inner_text
    from (
        select
            heads_read.*,
            concat(head.led, head.titled_before, head.titled_behind) as leader_text,
            list_contains(surnames.surnames, left(leader_text, 1))
            or list_contains(surnames.surnames, left(leader_text, 2)) as is_leader
        from heads_read
        cross join surnames
    ) as heads
),

-- 市教育局负责,年内持续推进: the last part of it may be a deadline, or the first
ends as (
    select
        heads_parted.*,
        -- 完成时限：年底
        regexp_replace(
            regexp_extract(inner_text, '^([^，,；;。\s]+)', 1), '^[一-龥]{0,4}(?:时限|时间|期限|节点)[:：]', ''
        ) as first_text,
        regexp_replace(
            regexp_extract(inner_text, '([^，,；;。\s]+)$', 1), '^[一-龥]{0,4}(?:时限|时间|期限|节点)[:：]', ''
        ) as last_text
    from heads_parted
),

-- Compiled for the brackets that close an item.
ends_read as (
    select
        ends.*,
        regexp_matches(ends.first_text, deadlines_written.pattern) as is_first_dated,
        last_wordings.wording is not null
        or regexp_matches(ends.last_text, deadlines_written.pattern) as is_last_dated
    from ends
    cross join deadlines_written
    left join (select distinct wording from seeds.deadline_wordings where deadline_class <> 'none') as last_wordings
        on ends.last_text = last_wordings.wording
),

parted as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        is_own_cell,
        cell_text,
        inner_text,
        leader_text,
        case
            when is_last_dated then last_text
            when is_first_dated then first_text
        end as deadline_text,
        case
            when is_last_dated then regexp_replace(inner_text, '(?:^|[，,；;。\s]+)[^，,；;。\s]+$', '')
            when is_first_dated then regexp_replace(inner_text, '^[^，,；;。\s]+(?:$|[，,；;。\s]+)', '')
            else inner_text
        end as named_text
    from ends_read
),

pieces as (
    select distinct
        document_id,
        table_no,
        row_no,
        column_no,
        -- 市教育局等4个部门
        regexp_replace(
            unnest(string_split_regex(named_text, '[、，,；;。\s]+')),
            '([一-龥])等(?:[0-9一二三四五六七八九十]{1,2}个?(?:部门|单位))?$',
            '\1'
        ) as piece
    from parted
    where named_text <> ''
),

-- Compiled for each name once, for the same names return.
organs as (
    select distinct names.piece
    from (
        select distinct piece
        from pieces
        where piece <> '' and not regexp_matches(piece, '[0-9０-９]')
    ) as names
    inner join seeds.unit_kinds as kinds
        on regexp_matches(names.piece, kinds.pattern)
),

pieces_classified as (
    select
        pieces.document_id,
        pieces.table_no,
        pieces.row_no,
        pieces.column_no,
        pieces.piece,
        bool_or(coalesce(wordings.bracket_kind = 'unit', false) or labels.wording is not null) as says_who,
        bool_or(organs.piece is not null) as is_named_so
    from pieces
    left join seeds.bracket_wordings as wordings
        on ends_with(pieces.piece, wordings.wording)
    left join (select wording from seeds.unit_role_words where position = 'label') as labels
        on regexp_extract(pieces.piece, '^([^:：]+)\s*[:：].', 1) = labels.wording
    left join organs
        on pieces.piece = organs.piece
    where pieces.piece <> ''
    group by pieces.document_id, pieces.table_no, pieces.row_no, pieces.column_no, pieces.piece
),

looked_at as (
    select
        document_id,
        table_no,
        row_no,
        column_no,
        bool_or(says_who) as says_who,
        count(case when is_named_so then 1 end) * 2 >= count(*) as is_named_so
    from pieces_classified
    group by document_id, table_no, row_no, column_no
),

habits as (
    select
        parted.document_id,
        parted.table_no,
        count(case when looked_at.says_who or looked_at.is_named_so then 1 end) * 2 >= count(*) as is_habit
    from parted
    left join looked_at
        on parted.document_id = looked_at.document_id
        and parted.table_no = looked_at.table_no
        and parted.row_no = looked_at.row_no
        and parted.column_no = looked_at.column_no
    group by parted.document_id, parted.table_no
),

brackets_classified as (
    select
        parted.*,
        case
            when looked_at.says_who and (parted.is_own_cell or habits.is_habit) then 'unit'
            when parted.named_text = '' and parted.deadline_text is not null then 'deadline'
            when parted.named_text = '' and parted.leader_text is not null then 'leader'
            when looked_at.is_named_so and habits.is_habit then 'unit'
            else 'text'
        end as bracket_kind
    from parted
    inner join habits
        on parted.document_id = habits.document_id
        and parted.table_no = habits.table_no
    left join looked_at
        on parted.document_id = looked_at.document_id
        and parted.table_no = looked_at.table_no
        and parted.row_no = looked_at.row_no
        and parted.column_no = looked_at.column_no
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    table_no::integer as table_no,  -- 表序: ordinal of the table in the document
    row_no::integer as row_no,  -- 行号: the printed row, headers counted
    column_no::integer as column_no,  -- 列号: where it is landed
    bracket_kind::varchar as bracket_kind,  -- 括注类: unit, deadline, leader, or text where it belongs to the item
    cell_text::varchar as bracket_text,  -- 括注原文: as printed, with the marks that follow it
    case when bracket_kind = 'unit' then named_text end::varchar as unit_text,  -- 单位原文: what it says of who does it
    case when bracket_kind <> 'text' then leader_text end::varchar as leader_text,  -- 领导: whom it names before the units
    case when bracket_kind <> 'text' then deadline_text end::varchar as deadline_text  -- 完成时限: what it says of by when
from brackets_classified
where is_own_cell or bracket_kind = 'unit'
