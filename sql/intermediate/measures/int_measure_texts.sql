-- 文本: every text in which a number may be promised or reported.
-- grain: document_id, target_id, text_name, text_no
-- Full-width brackets, commas and dashes become half-width one for one, so that a place in plain_text is a place in the
-- printed text. Numbers are read in closed_text where there is one; kept_places leads back to the print.
-- A cell that holds a bare number (开工改造老旧小区(个) | 15) is read with the name of its indicator before it and its unit,
-- from that name, from the column of its row that says so (计量单位) or from the header of its own, behind it:
-- 开工改造老旧小区15个; where half of a column are such numbers, or 指标值 stands over it, without a unit.
-- So is one that prints its unit itself, with words of growth or how near (增长6%左右). A sign that stands in a column
-- beside it (指标性质: ≥) is read before its number.
with
targets as (
    select * from intermediate.int_targets
),

progress as (
    select * from intermediate.int_target_progress
),

-- 全年任务目标(个), 累计完成(万元); a term of several (指标值(年度)) is no unit
header_units as (
    select
        columns.document_id,
        columns.table_no,
        columns.field as text_name,
        min(regexp_extract(columns.header_text, '[(（](?:单位[:：])?([^()（）0-9]{1,6})[)）]$', 1)) as measure_unit_text
    from staging.stg_columns as columns
    left join seeds.measure_units as units
        on regexp_extract(columns.header_text, '[(（]([^()（）]+)[)）]$', 1) = units.measure_unit_text
        and not units.is_measure::boolean
    where columns.field in ('annual_target', 'progress')
        and columns.slot_no = 1
        and regexp_matches(columns.header_text, '[(（][^()（）0-9]{1,9}[)）]$')
        and units.measure_unit_text is null
    group by columns.document_id, columns.table_no, columns.field
),

-- A table of places by indicators: the header over the figures says what is counted (计划完成数).
indicator_headers as (
    select
        document_id,
        table_no,
        part_no,
        min(
            case
                when field = 'annual_target' and slot_no = 1
                    then regexp_replace(header_text, '[(（][^()（）]*[)）]$', '')
            end
        ) as indicator_name
    from staging.stg_columns
    group by document_id, table_no, part_no
    having bool_or(names_target)
),

tables_of_places as (
    select
        document_id,
        table_no,
        regexp_replace(min(indicator_name), '([^数量额率值资度比])$', '\1数') as indicator_name
    from indicator_headers
    group by document_id, table_no
),

-- 单位:亿元 above a table is said of all its figures; of several (万亩、万株) nobody knows which.
table_units as (
    select
        texts.document_id,
        texts.table_no,
        min(regexp_extract(texts.text, '^[(（\s]*单\s*位\s*[:：]\s*([^()（）0-9、,，\s]{1,5})[)）\s]*$', 1)) as measure_unit_text
    from staging.stg_texts as texts
    inner join tables_of_places
        on texts.document_id = tables_of_places.document_id
        and texts.table_no = tables_of_places.table_no
    where regexp_matches(texts.text, '^[(（\s]*单\s*位\s*[:：]\s*[^()（）0-9、,，\s]{1,5}[)）\s]*$')
    group by texts.document_id, texts.table_no
),

units as (
    select measure_unit_text from seeds.measure_units where is_measure::boolean
),

-- of 元/月/人, which no seed knows as a whole, 元
row_units as (
    select
        rows_.document_id,
        rows_.table_no,
        rows_.row_no,
        case
            when units.measure_unit_text is not null then trim(rows_.measure_unit_text)
            else split_part(trim(rows_.measure_unit_text), '/', 1)
        end as measure_unit_text
    from staging.stg_rows as rows_
    left join units
        on regexp_replace(trim(rows_.measure_unit_text), '^[十百千万亿]+', '') = units.measure_unit_text
    where rows_.measure_unit_text is not null
),

-- A result or a progress report without a column for it says behind the promise what came of it, in the same text:
-- 新建学校2所。已建成1所。
answered_texts as (
    select
        targets.document_id,
        targets.target_id,
        least(
            nullif(
                length(
                    regexp_extract(
                        targets.target_text,
                        concat(
                            '^(.*?[。；;]\s*)(?:截[至止]|目前|现已|已|实际|全年[已共实累完]|今年以来|上半年|[前一二三四]+个?季度',
                            '|1月?[-—至到][0-9]{1,2}月|[0-9]{1,2}月底?[,，]|累计)'
                        ),
                        1,
                        's'
                    )
                ),
                0
            ),
            -- 改造小区20个。小区已开工12个: what was promised stands before 已 again
            nullif(
                length(
                    regexp_extract(
                        targets.target_text,
                        '^([^0-9]*[0-9].*?[。；;]\s*)[一-龥]{2,12}?已[一-龥]{2,6}[0-9]',
                        1,
                        's'
                    )
                ),
                0
            )
        ) as promise_length,
        -- 新建床位5620张,为计划的102%: the figure is what came of it, and the promise is not printed
        regexp_matches(
            targets.target_text, '[0-9].*为(?:年度?|全年|年初)?(?:计划|目标|任务)[数量]?的\s*[0-9.]+\s*[%％]'
        ) as states_share
    from targets
    left join (select distinct document_id from progress) as answered
        on targets.document_id = answered.document_id
    where targets.document_kind in ('result', 'progress') and answered.document_id is null
),

target_texts as (
    select
        targets.document_id,
        targets.target_id,
        'target' as text_name,
        1 as text_no,
        case
            when answered_texts.promise_length > 0 then left(targets.target_text, answered_texts.promise_length)
            else targets.target_text
        end as printed_text,
        targets.anchor_table_no as table_no,
        targets.anchor_row_no as row_no
    from targets
    left join answered_texts
        on targets.document_id = answered_texts.document_id
        and targets.target_id = answered_texts.target_id
),

-- stops stand for the promise, so that a place in the rest is its place in the text; a text that states its share of
-- the plan is its own answer
answers_within as (
    select
        targets.document_id,
        targets.target_id,
        'progress' as text_name,
        1 as text_no,
        case
            when answered_texts.promise_length > 0
                then concat(
                    repeat('。', answered_texts.promise_length),
                    substr(targets.target_text, answered_texts.promise_length + 1)
                )
            else targets.target_text
        end as printed_text,
        targets.anchor_table_no as table_no,
        targets.anchor_row_no as row_no
    from targets
    inner join answered_texts
        on targets.document_id = answered_texts.document_id
        and targets.target_id = answered_texts.target_id
    where answered_texts.promise_length > 0 or answered_texts.states_share
),

annual_texts as (
    select
        document_id,
        target_id,
        'annual_target' as text_name,
        1 as text_no,
        annual_target_text as printed_text,
        anchor_table_no as table_no,
        anchor_row_no as row_no
    from targets
    where annual_target_text is distinct from target_text
        -- 完成参保41万人 | 41万人: the goal beside the text is the one in it (compiled for the few that it contains)
        and not case
            when not contains(target_text, trim(annual_target_text)) then false
            when regexp_matches(annual_target_text, '^\s*[0-9][0-9.,]*[^0-9.,，。；;\s]{1,5}\s*$')
                then regexp_matches(
                    target_text, concat('(?:^|[^0-9.,])', regexp_escape(trim(annual_target_text)), '(?:[^0-9]|$)')
                )
            else false
        end
),

progress_texts as (
    select
        document_id,
        target_id,
        'progress' as text_name,
        progress_no as text_no,
        progress_text as printed_text,
        table_no,
        row_no
    from progress
),

texts as (
    select * from target_texts
    union all
    select * from annual_texts
    union all
    select * from progress_texts
    union all
    select * from answers_within
),

-- Other ways to write a number, sign for sign: 1 234.5, 1'234'567 and 1_234 with blanks and other signs for commas;
-- (3.2)% and ▲3.2% behind a word of growth, ↓3.2% and 负3.2% are minus 3.2% (⁻), but not 正负3%, 降低↓3% and 下降了负3%;
-- 2×10⁴ is 2万.
signs_rewritten as (
    select
        *,
        case
            when regexp_matches(printed_text, '[0-9][ ''’ʼ٬_][0-9]|[▲△▼▽↓负] ?[0-9]|[)）]%|10[⁴⁸]')
                then regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                regexp_replace(
                                    regexp_replace(
                                        regexp_replace(printed_text, '([0-9])[×✕xX*]10⁴', '\1万   ', 'g'),
                                        '([0-9])[×✕xX*]10⁸', '\1亿   ', 'g'
                                    ),
                                    '(^|[^0-9.,，第 ] ?)([1-9][0-9]{0,2})[ ''’ʼ٬_]([0-9]{3})[ ''’ʼ٬_]([0-9]{3})'
                                    || '(\.[0-9]|[^0-9. ,]|$)',
                                    '\1\2,\3,\4\5',
                                    'g'
                                ),
                                '(^|[^0-9.,，第 ] ?)([1-9][0-9]{0,2})[ ''’ʼ٬_]([0-9]{3})(\.[0-9]|[^0-9. ,]|$)',
                                '\1\2,\3\4',
                                'g'
                            ),
                            '(增长|增速|增幅|涨幅|同比|环比|增长率|降幅|为|是|达|到|[:：])( ?)[▲△▼▽]( ?)([0-9])',
                            '\1\2\3-\4',
                            'g'
                        ),
                        '(增长|增速|增幅|涨幅|同比|环比|增长率|为|是|达|到|[:：])[(（]([0-9]+(?:\.[0-9]+)?)[)）](%)',
                        '\1-\2\3 ',
                        'g'
                    ),
                    '(^|[^降减少正低了 ] ?)[↓负]( ?)([0-9]+(?:\.[0-9]+)?(?:%|个百分点))',
                    '\1\2⁻\3',
                    'g'
                )
            else printed_text
        end as blank_text
    from texts
    where printed_text is not null
),

-- what is measured and not counted, among all units since the longest that stands behind a number is its own
units_measured as (
    select
        list_sort(
            list(
                {
                    'order_no': -length(measure_unit_text),
                    'measure_unit_text': measure_unit_text,
                    'is_quantity': measure_unit_kind in (
                        'area', 'length', 'volume', 'mass', 'money', 'energy', 'power', 'share', 'points'
                    )
                }
            )
        ) as unit_choices
    from seeds.measure_units
),

numbers_parted as (
    select
        *,
        case
            when not contains(blank_text, '分别')
                and regexp_matches(
                    blank_text, '[0-9](?:,(?:[0-9]{1,2}|[0-9]{4,})(?:[^0-9]|$)|，[0-9]{1,2}，[0-9]|[ ''’ʼ٬_][0-9])'
                )
                then regexp_extract_all(blank_text, '[0-9][0-9 ,，''’ʼ٬_]*(?:\.[0-9]+)?|[^0-9]+')
        end as pieces
    from signs_rewritten
),

-- Of 12 34.5万元, 12,34公里, 1,23,456元 and 1'23亩 nobody knows the number, and its tail is none: a character counts as
-- lost in it. Only where a quantity stands behind: 3,4幢 and 10,12人 are lists, as is what stands behind 分别 and what
-- counts on (35,36公里). int_damaged_rows has these reviewed: its conditions on a piece must be the same as these.
thousands_checked as (
    select
        numbers_parted.*,
        case
            when pieces is not null
                then array_to_string(
                    list_transform(
                        pieces,
                        lambda piece, i: case
                            when regexp_matches(
                                    piece,
                                    '^(?:[0-9]{2,3}(?:,(?:[0-9]{1,2}|[0-9]{4,})| [0-9]{1,2})'
                                    || '|[0-9]{1,3}[''’ʼ٬_](?:[0-9]{1,2}|[0-9]{4,})'
                                    || '|[0-9]{1,3}[,''’ʼ٬_](?:[0-9]{1,2}|[0-9]{4,})(?:[,''’ʼ٬_][0-9]+)+'
                                    || '|[0-9]{1,3}(?:[,''’ʼ٬_][0-9]+)+[,''’ʼ٬_](?:[0-9]{1,2}|[0-9]{4,})(?:[,''’ʼ٬_][0-9]+)*'
                                    || '|[0-9]{1,3}，[0-9]{1,2}(?:，[0-9]{1,3})+'
                                    || ')(?:\.[0-9]+)? ?$'
                                )
                                and not regexp_matches(coalesce(pieces[i - 1], ''), '(?:[A-Za-z第前]|^[,，]) ?$')
                                and coalesce(
                                    try_cast(split_part(replace(piece, '，', ','), ',', 2) as integer)
                                    <> try_cast(split_part(replace(piece, '，', ','), ',', 1) as integer) + 1,
                                    true
                                )
                                and list_filter(
                                    unit_choices,
                                    lambda unit: starts_with(
                                        regexp_replace(pieces[i + 1], '^[十百千万亿]+', ''),
                                        unit.measure_unit_text
                                    )
                                )[1].is_quantity
                                then regexp_replace(piece, '[ ,，''’ʼ٬_]', chr(65533))
                            else piece
                        end
                    ),
                    ''
                )
            else blank_text
        end as comma_text
    from numbers_parted
    cross join units_measured
),

-- 1.26E+02, as a spreadsheet prints it; one that is longer written out (1E+06) would move what stands behind it
powers_rewritten as (
    select
        *,
        case
            when contains(comma_text, 'E+') or contains(comma_text, 'E-')
                then array_to_string(
                    list_transform(
                        regexp_extract_all(comma_text, '[0-9]+(?:\.[0-9]+)?E[+-][0-9]{1,2}|[0-9.]+|[^0-9]+'),
                        lambda piece: case
                            when not regexp_matches(piece, '^[0-9].*E') then piece
                            when abs(piece::double) between 0.01 and 1e6
                                and length(regexp_replace(piece::double::decimal(18, 6)::varchar, '\.?0+$', ''))
                                <= length(piece)
                                then rpad(
                                    regexp_replace(piece::double::decimal(18, 6)::varchar, '\.?0+$', ''),
                                    length(piece)::integer,
                                    ' '
                                )
                            else replace(piece, 'E', chr(65533))
                        end
                    ),
                    ''
                )
            else comma_text
        end as written_text
    from thousands_checked
),

-- Numerals for cheques are numerals: 壹佰贰拾伍, and not 大陆.
numerals_rewritten as (
    select
        *,
        case
            when regexp_matches(written_text, '[壹贰叁肆伍陆柒捌玖拾][拾佰仟万亿]')
                then array_to_string(
                    list_transform(
                        regexp_extract_all(
                            written_text,
                            '[壹贰叁肆伍陆柒捌玖拾佰仟零]{2,}|[^壹贰叁肆伍陆柒捌玖拾佰仟零]+|[壹贰叁肆伍陆柒捌玖拾佰仟零]'
                        ),
                        lambda piece: case
                            when regexp_matches(piece, '[拾佰仟]')
                                then translate(piece, '壹贰叁肆伍陆柒捌玖拾佰仟', '一二三四五六七八九十百千')
                            else piece
                        end
                    ),
                    ''
                )
            else written_text
        end as numeral_text
    from powers_rewritten
),

-- A clause of which a character is lost states no number: whatever counts in it is lost with it.
clauses_rewritten as (
    select
        *,
        case
            when contains(numeral_text, chr(65533))
                then array_to_string(
                    list_transform(
                        regexp_extract_all(numeral_text, '(?:[0-9][,，][0-9]|[^，。；;！？!?\n])+|[，。；;！？!?\n]'),
                        lambda clause: case
                            when contains(clause, chr(65533))
                                then regexp_replace(clause, '[0-9零〇一二两三四五六七八九十百千万亿半数倍番成%‰]', chr(65533), 'g')
                            else clause
                        end
                    ),
                    ''
                )
            else numeral_text
        end as readable_text
    from numerals_rewritten
),

plain as (
    select
        *,
        translate(
            readable_text,
            '，；：（）【】！？／—–―－−～∼〜' || chr(9),
            ',;:()()!?/-----~~~ '
        ) as plain_text
    from clauses_rewritten
),

-- a space between two digits or letters may part them (and 1. 20个 is a number in a list): it is marked; any other was
-- made by a line that ended inside a word (百 分点) or by letter-spacing; kept, since three steps read it and rewriting a
-- text is what costs here
marked as materialized (
    select
        *,
        case
            when contains(plain_text, ' ')
                then regexp_replace(
                    regexp_replace(plain_text, '\b ( *)\b', chr(1) || '\1', 'g'),
                    '([0-9][.]) ( *[0-9])', '\1' || chr(1) || '\2', 'g'
                )
            else plain_text
        end as marked_text
    from plain
),

-- 增长6%左右, 不低于60元: words before and behind the number of a cell that says nothing else
short_cells as (
    select distinct plain_text
    from marked
    where text_name <> 'target'
        and length(plain_text) <= 20
        and regexp_matches(plain_text, '[0-9]')
),

words_before as (
    select
        short_cells.plain_text,
        max(length(words.wording)) as word_length
    from short_cells
    inner join (
        select wording from seeds.measure_operators where side = 'before'
        union
        select wording from seeds.measure_words where word_class = 'tail'
    ) as words
        on starts_with(short_cells.plain_text, words.wording)
    group by short_cells.plain_text
),

words_behind as (
    select
        short_cells.plain_text,
        max(length(words.wording)) as word_length
    from short_cells
    inner join (
        select wording
        from seeds.measure_operators
        where side = 'after'
    ) as words
        on ends_with(short_cells.plain_text, words.wording)
    group by short_cells.plain_text
),

cells_cut as (
    select
        marked.*,
        substr(
            marked.plain_text,
            1 + coalesce(words_before.word_length, 0),
            length(marked.plain_text)
            - coalesce(words_before.word_length, 0)
            - coalesce(words_behind.word_length, 0)
        ) as number_text,
        words_behind.word_length is not null as has_word_behind
    from marked
    left join words_before
        on marked.plain_text = words_before.plain_text
    left join words_behind
        on marked.plain_text = words_behind.plain_text
    where marked.text_name <> 'target'
),

-- A cell that holds a bare number, and the unit that is printed for it: with its row, in the header of its column or
-- above its table.
bare_cells as (
    select
        cells_cut.*,
        coalesce(
            row_units.measure_unit_text, header_units.measure_unit_text, table_units.measure_unit_text
        ) as printed_unit_text
    from cells_cut
    left join header_units
        on header_units.document_id = cells_cut.document_id
        and header_units.table_no = cells_cut.table_no
        and header_units.text_name = cells_cut.text_name
    left join row_units
        on row_units.document_id = cells_cut.document_id
        and row_units.table_no = cells_cut.table_no
        and row_units.row_no = cells_cut.row_no
    left join table_units
        on table_units.document_id = cells_cut.document_id
        and table_units.table_no = cells_cut.table_no
    where regexp_matches(
        cells_cut.number_text, '^[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:[%‰]|[^0-9.,。;:()%‰ ]{1,5})?$'
    )
),

-- ≥ in a column of its own (指标性质 | 指标值): how the goal of the row is meant
row_signs as (
    select
        cells.document_id,
        cells.table_no,
        cells.row_no,
        min(operators.wording) as sign_text
    from staging.stg_field_cells as cells
    inner join seeds.measure_operators as operators
        on trim(cells.cell_text) = operators.wording
        and operators.side = 'before'
        and operators.operator in ('at_least', 'at_most')
    where cells.field = 'other' and cells.text_row_no = cells.row_no
    group by cells.document_id, cells.table_no, cells.row_no
    having count(distinct operators.operator) = 1
),

-- 修建步道 | 36公里 | 21: what came of it is counted in what the goal beside it is. Where that has a scale, a figure
-- without one may have it or not (41万人 | 40.6); one with a scale of its own has its own (41万人 | 40.6万).
goal_units as (
    select
        document_id,
        target_id,
        min(regexp_extract(number_text, '[^0-9%‰]*$', 0)) as scaled_goal_unit_text,
        regexp_replace(scaled_goal_unit_text, '^[百千万亿]+', '') as goal_unit_text
    from bare_cells
    where text_name = 'annual_target'
    group by document_id, target_id
    having count(*) = 1
),

-- A column of figures beside the names of indicators: a bare one there is how much, though nothing says of what.
figure_columns as (
    select
        document_id,
        table_no,
        text_name
    from cells_cut
    where text_name = 'annual_target'
    group by document_id, table_no, text_name
    having count(*) >= 3
        and count(case when regexp_matches(number_text, '^[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?$') then 1 end) * 2
        >= count(*)
    union
    -- 指标值 beside 三级指标 says it in its header
    select
        columns.document_id,
        columns.table_no,
        'annual_target' as text_name
    from staging.stg_columns as columns
    inner join seeds.indicator_words as words
        on regexp_replace(columns.header_text, '[(（][^()（）]*[)）]$', '') = words.wording
    where columns.slot_no = 1
        and (columns.field, words.word_class) in (('annual_target', 'value'), ('target_text', 'name'))
    group by columns.document_id, columns.table_no
    having count(distinct words.word_class) = 2
),

tables_with_units as (
    select distinct
        document_id,
        table_no
    from staging.stg_columns
    where field = 'measure_unit'
),

-- what may stand behind a number, the longest first: what it counts, and behind that how near (90所以上)
words_at_numbers as (
    select
        list_sort(
            list({'order_no': -length(measure_unit_text), 'wording': measure_unit_text})
            filter (where is_measure::boolean and measure_unit_kind not in ('share', 'points'))
        ) as unit_choices,
        (
            select list_sort(list({'order_no': -length(wording), 'wording': wording}))
            from seeds.measure_operators
            where side = 'after'
        ) as word_choices
    from seeds.measure_units
),

-- The name of an indicator as its bare numbers are read with it. Its year, the ages it is about (65岁以上老人免费体检), the
-- size of what it counts (5亿元以上项目) and a bracket behind it are no part of it; nor is, where a column says what each
-- row is counted in, the one goal of other years or places that stands in it (新建学校90所以上 | 12).
names_cut as (
    select
        marked.document_id,
        marked.target_id,
        marked.plain_text,
        tables_with_units.document_id is not null as has_unit_column,
        regexp_replace(
            regexp_replace(
                regexp_extract(marked.plain_text, '^(.*?)(?:\([^()]*\))?[。;,]?$', 1),
                '(?:19|20)[0-9]{2}年|[0-9]+(?:-[0-9]+)?周?岁(?:及?以上|及?以下)?',
                '',
                'g'
            ),
            ' ?[0-9]+(?:\.[0-9]+)? ?[万亿]+元(?:及?以上|及?以下)的?([一-龥])',
            '\1',
            'g'
        ) as cut_name
    from marked
    left join tables_with_units
        on marked.document_id = tables_with_units.document_id
        and marked.table_no = tables_with_units.table_no
    where marked.text_name = 'target'
),

goals_within as (
    select
        names_cut.document_id,
        names_cut.target_id,
        regexp_extract(names_cut.cut_name, '^([^0-9]+)[0-9]', 1) as before_text,
        regexp_extract(names_cut.cut_name, '^[^0-9]+([0-9]+(?:\.[0-9]+)?)[^0-9]+$', 1) as number_text,
        regexp_extract(names_cut.cut_name, '^[^0-9]+[0-9.]+[十百千万亿]*([^0-9]+)$', 1) as behind_text,
        list_filter(
            words_at_numbers.unit_choices, lambda choice: starts_with(behind_text, choice.wording)
        )[1].wording as measure_unit_text,
        substr(behind_text, 1 + length(measure_unit_text)) as behind_unit_text,
        list_filter(
            words_at_numbers.word_choices, lambda choice: starts_with(behind_unit_text, choice.wording)
        )[1].wording as word_behind
    from names_cut
    cross join words_at_numbers
    where names_cut.has_unit_column and regexp_matches(names_cut.cut_name, '^[^0-9]+[0-9]')
),

indicator_names as (
    select
        names_cut.document_id,
        names_cut.target_id,
        names_cut.plain_text,
        regexp_extract(names_cut.plain_text, '\((?:单位:)?([^()0-9]{1,6})\)[。;,]?$', 1) as bracket_text,
        names_cut.has_unit_column,
        goals_within.number_text as number_within,
        goals_within.measure_unit_text as unit_within,
        case
            when goals_within.target_id is null then names_cut.cut_name
            else concat(
                goals_within.before_text,
                substr(goals_within.behind_unit_text, 1 + coalesce(length(goals_within.word_behind), 0))
            )
        end as indicator_name
    from names_cut
    left join goals_within
        on names_cut.document_id = goals_within.document_id
        and names_cut.target_id = goals_within.target_id
        and goals_within.measure_unit_text is not null
),

bare_numbers as (
    select
        bare_cells.document_id,
        bare_cells.target_id,
        bare_cells.text_name,
        bare_cells.text_no,
        bare_cells.plain_text,
        -- the cell's own sign goes before that of its row
        case
            when bare_cells.text_name = 'annual_target' and bare_cells.plain_text = bare_cells.number_text
                then coalesce(row_signs.sign_text, '')
            else ''
        end as sign_text,
        regexp_extract(bare_cells.number_text, '[^0-9%‰]*$', 0) as own_unit_text,
        case
            when regexp_matches(own_unit_text, '^[百千万亿]+$') then coalesce(goal_units.goal_unit_text, '')
            when own_unit_text <> '' or regexp_matches(bare_cells.number_text, '[%‰]$') then ''
            when bare_cells.has_word_behind then null
            else coalesce(
                -- 公开率(涉密除外) | % | 100: what is no unit says less than the column of units
                case when bracket_units.known_text is not null then indicators.bracket_text end,
                bare_cells.printed_unit_text,
                nullif(indicators.bracket_text, ''),
                indicators.unit_within,
                case
                    when goal_units.scaled_goal_unit_text = goal_units.goal_unit_text
                        then nullif(goal_units.goal_unit_text, '')
                end,
                case
                    when tables_of_places.document_id is not null or indicators.has_unit_column then ''
                    when figure_columns.document_id is not null
                        and not regexp_matches(bare_cells.number_text, '^(?:19|20)[0-9]{2}$')
                        then ''
                end
            )
        end as measure_unit_text,
        coalesce(
            -- what came of it is no plan: 完成数143
            case
                when bare_cells.text_name = 'progress'
                    then regexp_replace(tables_of_places.indicator_name, '下达|计划|目标|任务', '', 'g')
                else tables_of_places.indicator_name
            end,
            case
                when own_unit_text = '' and measure_unit_text = '' and not contains(bare_cells.number_text, '%')
                    then regexp_replace(indicators.indicator_name, '([^数量额率值资度比])$', '\1数')
                else indicators.indicator_name
            end
        ) as indicator_name
    from bare_cells
    inner join indicator_names as indicators
        on indicators.document_id = bare_cells.document_id
        and indicators.target_id = bare_cells.target_id
        and not regexp_matches(indicators.indicator_name, '[0-9]')
        and indicators.number_within is distinct from bare_cells.number_text
    left join goal_units
        on goal_units.document_id = bare_cells.document_id
        and goal_units.target_id = bare_cells.target_id
        and bare_cells.text_name = 'progress'
    left join row_signs
        on row_signs.document_id = bare_cells.document_id
        and row_signs.table_no = bare_cells.table_no
        and row_signs.row_no = bare_cells.row_no
    left join (select measure_unit_text as known_text from units) as bracket_units
        on bracket_units.known_text = regexp_replace(indicators.bracket_text, '^(?:百|千|万|亿)+', '')
    left join tables_of_places
        on tables_of_places.document_id = bare_cells.document_id
        and tables_of_places.table_no = bare_cells.table_no
    left join figure_columns
        on figure_columns.document_id = bare_cells.document_id
        and figure_columns.table_no = bare_cells.table_no
        and figure_columns.text_name = bare_cells.text_name
),

-- a bracket that is no unit (试点) gives none
named_numbers as (
    select
        bare_numbers.*,
        concat(indicator_name, sign_text, plain_text, bare_numbers.measure_unit_text) as named_text,
        list_transform(
            range(1, length(named_text) + 1),
            lambda i: greatest(least(i - length(indicator_name) - length(sign_text), length(plain_text)), 0)
        ) as named_places
    from bare_numbers
    left join units
        on units.measure_unit_text
        = regexp_replace(concat(bare_numbers.own_unit_text, bare_numbers.measure_unit_text), '^(?:百|千|万|亿)+', '')
    where units.measure_unit_text is not null
        or (bare_numbers.own_unit_text = '' and bare_numbers.measure_unit_text = '')
),

-- Of a target with several rows the text of its own row says what a number answers: 新增就业1800人 | 1742 over
-- 建设服务站6个 | 5.
own_row_texts as (
    select
        rows_.document_id,
        rows_.table_no,
        rows_.row_no,
        translate(
            regexp_replace(rows_.target_text, '\s+', '', 'g'), '，；：（）【】！？／—–―－−～∼〜', ',;:()()!?/-----~~~'
        ) as own_text
    from staging.stg_rows as rows_
    where rows_.target_text is not null
),

texts_answered as (
    select
        bare_cells.document_id,
        bare_cells.target_id,
        bare_cells.text_no,
        case
            when length(own_row_texts.own_text) < length(targets.plain_text)
                and contains(replace(targets.plain_text, ' ', ''), own_row_texts.own_text)
                then own_row_texts.own_text
            else targets.plain_text
        end as plain_text
    from bare_cells
    inner join marked as targets
        on targets.document_id = bare_cells.document_id
        and targets.target_id = bare_cells.target_id
        and targets.text_name = 'target'
    left join own_row_texts
        on own_row_texts.document_id = bare_cells.document_id
        and own_row_texts.table_no = bare_cells.table_no
        and own_row_texts.row_no = bare_cells.row_no
    where bare_cells.text_name = 'progress'
),

-- 4385 under 完成情况 answers the one number of 新增4000张养老床位; a scale (3万人) or a unit in a header may be another.
answering_numbers as (
    select
        bare_cells.document_id,
        bare_cells.target_id,
        bare_cells.text_name,
        bare_cells.text_no,
        regexp_extract(indicators.plain_text, '^[^0-9]*', 0) as before_text,
        concat(
            before_text, bare_cells.plain_text, regexp_extract(indicators.plain_text, '[0-9]([^0-9]*)$', 1)
        ) as named_text,
        list_transform(
            range(1, length(named_text) + 1),
            lambda i: greatest(least(i - length(before_text), length(bare_cells.plain_text)), 0)
        ) as named_places
    from bare_cells
    inner join texts_answered as indicators
        on indicators.document_id = bare_cells.document_id
        and indicators.target_id = bare_cells.target_id
        and indicators.text_no = bare_cells.text_no
    where bare_cells.text_name = 'progress'
        and bare_cells.printed_unit_text is null
        and regexp_matches(bare_cells.plain_text, '^[0-9]+(?:\.[0-9]+)?$')
        and regexp_matches(indicators.plain_text, '^[^0-9第]*[0-9]+(?:\.[0-9]+)?[^0-9.,万亿千百年月日-][^0-9]*$')
),

cells_named as (
    select
        document_id,
        target_id,
        text_name,
        text_no,
        named_text,
        named_places
    from named_numbers
    union all
    select
        answers.document_id,
        answers.target_id,
        answers.text_name,
        answers.text_no,
        answers.named_text,
        answers.named_places
    from answering_numbers as answers
    left join named_numbers as named
        on answers.document_id = named.document_id
        and answers.target_id = named.target_id
        and answers.text_name = named.text_name
        and answers.text_no = named.text_no
    where named.target_id is null
)

select
    marked.document_id::varchar as document_id,  -- 文档键: the document
    marked.target_id::varchar as target_id,  -- 目标键: the target
    marked.text_name::varchar as text_name,  -- 文本类别: target, annual_target or progress
    marked.text_no::integer as text_no,  -- 文本序号: 1 for a target text, the progress text's number else
    marked.table_no::integer as table_no,  -- 表序: the printed table
    marked.row_no::integer as row_no,  -- 行号: the printed row, headers counted
    marked.printed_text::varchar as printed_text,  -- 原文: as printed
    marked.plain_text::varchar as plain_text,  -- 半角文本: the same text with half-width signs, character for character
    (case
        when cells_named.target_id is not null then cells_named.named_text
        when contains(marked.plain_text, ' ') then translate(replace(marked.marked_text, ' ', ''), chr(1), ' ')
    end)::varchar as closed_text,  -- 合空文本: what is read: plain_text without the spaces that part no words, a bare number with its name and unit; NULL where that is plain_text
    (
        case
            when cells_named.target_id is not null then cells_named.named_places
            when contains(marked.marked_text, ' ')
                then list_filter(
                    list_transform(
                        string_split(marked.marked_text, ''),
                        lambda sign, i: case when sign <> ' ' then i end
                    ),
                    lambda place: place is not null
                )
        end
    )::bigint[] as kept_places  -- 原文位置: where each character of closed_text stands in plain_text, 0 for the name of an indicator; NULL where all do
from marked
left join cells_named
    on cells_named.document_id = marked.document_id
    and cells_named.target_id = marked.target_id
    and cells_named.text_name = marked.text_name
    and cells_named.text_no = marked.text_no
