-- 单位全名: a name of a unit cell with what its list says once for several, without a second name in brackets.
-- grain: document_id, unit_cell_text, mention_no
-- 东区、西区政府 are 东区政府 and 西区政府; 省财政厅、水利厅 are 省财政厅 and 省水利厅; 市数据局(市人工智能局) is 市数据局. What is
-- not printed behind or before the name itself is inferred: full_name_method says how, full_name_confidence how surely.
with
names as (
    select
        document_id,
        unit_cell_text,
        mention_no,
        plain_name,
        segment_no,
        clause_no
    from intermediate.int_unit_names
),

level_words as (
    select coalesce(list_sort(list(distinct word)), []) as words
    from seeds.unit_level_words
),

endings as (
    select
        coalesce(list_sort(list(ending) filter (where shares_level = 'yes')), []) as level_endings,
        coalesce(list_sort(list(ending) filter (where ends_listed <> 'no')), []) as listed_endings
    from seeds.unit_endings
),

-- Each spelling of a document once. The second name is a whole one (市数据局(市人工智能局)) or the middle of one
-- (省市场监管(知识产权)局); what is in the brackets of a group (各县(市、区)) or a note (市府办(金融)) stays.
distinct_names as (
    select distinct
        document_id,
        plain_name
    from names
),

brackets_read as (
    select
        distinct_names.document_id,
        distinct_names.plain_name,
        case
            when regexp_matches(distinct_names.plain_name, '^(各|有关|相关)|[、,;/]') then distinct_names.plain_name
            when regexp_matches(distinct_names.plain_name, '^[^()]{3,}\([^()]{3,}\)$')
                and list_bool_or(
                    list_transform(
                        endings.listed_endings,
                        lambda ending: suffix(distinct_names.plain_name, concat(ending, ')'))
                    )
                )
                and list_bool_or(
                    list_transform(
                        endings.listed_endings,
                        lambda ending: contains(distinct_names.plain_name, concat(ending, '('))
                    )
                ) then regexp_replace(distinct_names.plain_name, '\(.*$', '')
            when regexp_matches(distinct_names.plain_name, '^[^()]{3,}\([^()]{2,}\)[局委办厅部]$')
                and not regexp_matches(distinct_names.plain_name, '[省市县区州旗镇乡]\)|街道\)')
                then regexp_replace(distinct_names.plain_name, '\(.*\)', '')
            else distinct_names.plain_name
        end as bare_name
    from distinct_names
    cross join endings
),

-- 宁波 of 宁波市: the names of provinces and cities that an office of the state's begins with (宁波证监局, 青岛海关).
places as (
    select distinct regexp_replace(name, '(省|市|(壮族|回族|维吾尔)?自治区|地区|盟)$', '') as place_name
    from seeds.administrative_divisions
    where level in ('province', 'city')
),

-- 市 in 市场监管局 is no level. A name shares the level of its list where an organ of any level may be called so and no
-- place is in it: 科技厅, 财政局, not 曹县教育局, 宁波证监局, 国家税务总局, 团委.
levels_read as (
    select
        brackets_read.document_id,
        brackets_read.plain_name,
        brackets_read.bare_name,
        case
            when regexp_matches(brackets_read.bare_name, '^[省市县区州旗盟]..')
                and not coalesce(
                    list_bool_or(
                        list_transform(level_words.words, lambda word: starts_with(brackets_read.bare_name, word))
                    ),
                    false
                ) then left(brackets_read.bare_name, 1)
        end as level_name,
        regexp_matches(brackets_read.bare_name, '^[^()省市县区州旗盟镇乡村国各]{2,10}$|^市(场|监|容)[^()省市县区州旗盟镇乡村国各]{1,9}$')
        and not regexp_matches(brackets_read.bare_name, '^(有关|相关|其他|其它|所有|全体|中国|中央|省|人民银行)')
        and list_bool_or(
            list_transform(endings.level_endings, lambda ending: suffix(brackets_read.bare_name, ending))
        )
        and of_two.place_name is null
        and of_three.place_name is null as may_share_level
    from brackets_read
    left join places as of_two
        on left(brackets_read.bare_name, 2) = of_two.place_name
    left join places as of_three
        on left(brackets_read.bare_name, 3) = of_three.place_name
    cross join level_words
    cross join endings
),

-- The levels under which the document prints a name.
printed_levels as (
    select
        document_id,
        substr(bare_name, 2) as stem_name,
        min(level_name) as level_name,
        count(distinct level_name) as level_count
    from levels_read
    where level_name is not null
    group by document_id, stem_name
),

-- A place without the organ (东区) before one with it (西区政府), 、 between them.
listed as (
    select
        names.*,
        levels_read.bare_name,
        levels_read.level_name,
        levels_read.may_share_level,
        regexp_matches(names.plain_name, '^[^各有相()]{1,7}[县区市旗州镇乡]$')
        and lead(names.segment_no) over in_cell > names.segment_no as is_place,
        case
            when regexp_matches(names.plain_name, '^[^各有相()]{1,7}([县区市旗州镇乡]|街道)(人民政府|政府|管委会|办事处)$')
                then regexp_extract(names.plain_name, '(人民政府|政府|管委会|办事处)$', 1)
        end as organ_word,
        last_value(levels_read.level_name ignore nulls) over (
            partition by names.document_id, names.unit_cell_text, names.clause_no
            order by names.mention_no
            rows between unbounded preceding and 1 preceding
        ) as level_above
    from names
    inner join levels_read
        on names.document_id = levels_read.document_id
        and names.plain_name = levels_read.plain_name
    window in_cell as (partition by names.document_id, names.unit_cell_text, names.clause_no order by names.mention_no)
),

-- A run of places ends with the first name that is none.
runs as (
    select
        *,
        coalesce(
            sum(case when is_place then 0 else 1 end) over (
                partition by document_id, unit_cell_text, clause_no
                order by mention_no
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as run_no
    from listed
),

carried as (
    select
        runs.*,
        case
            when runs.is_place
                then max(runs.organ_word) over (
                    partition by runs.document_id, runs.unit_cell_text, runs.clause_no, runs.run_no
                )
        end as organ_said_once,
        case
            when runs.level_name is null and runs.may_share_level and printed_levels.level_count = 1
                then printed_levels.level_name
        end as level_printed,
        case
            when runs.level_name is null and runs.may_share_level and printed_levels.level_count is null
                then runs.level_above
        end as level_said_once
    from runs
    left join printed_levels
        on runs.document_id = printed_levels.document_id
        and runs.bare_name = printed_levels.stem_name
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    unit_cell_text::varchar as unit_cell_text,  -- 单位格: the cell's whole text as printed
    mention_no::integer as mention_no,  -- 次序: of the name in its cell
    plain_name::varchar as plain_name,  -- 原名: wraps undone
    case
        when organ_said_once is not null then concat(plain_name, organ_said_once)
        when level_printed is not null then concat(level_printed, bare_name)
        when level_said_once is not null then concat(level_said_once, bare_name)
        else bare_name
    end::varchar as full_name,  -- 全名: with the words that its list says once
    case
        when organ_said_once is not null then 'organ said once'
        when level_printed is not null then 'level printed elsewhere'
        when level_said_once is not null then 'level said once'
        when bare_name <> plain_name then 'second name in brackets'
        else 'as printed'
    end::varchar as full_name_method,  -- 全名出处: as printed, organ said once (东区、西区政府), level printed elsewhere (省科技厅 in the document), level said once (省财政厅、科技厅) or second name in brackets
    case
        when organ_said_once is not null then 0.95
        when level_printed is not null then 0.95
        when level_said_once is not null then 0.8
        when bare_name <> plain_name then 0.9
        else 1
    end::double as full_name_confidence  -- 全名把握: 1 where printed, else how surely it was inferred
from carried
