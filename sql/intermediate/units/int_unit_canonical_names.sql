-- 单位正名: the canonical name and key of every unit name that a document prints.
-- grain: document_id, plain_name
-- An alias belongs to a jurisdiction where the seed names one; else it is a spelling that is safe everywhere, taken
-- behind the level (市 县 区): 市发改委 is 市发展改革委. A government's own name before a bureau's is the level: 菏泽市教育局 is 市教育局.
with
printed_names as (
    select distinct
        document_id,
        plain_name
    from intermediate.int_unit_names
),

documents as (
    select
        document_id,
        jurisdiction_id,
        jurisdiction_name
    from staging.stg_documents
),

own_place_cut as (
    select
        printed_names.document_id,
        printed_names.plain_name,
        documents.jurisdiction_id,
        documents.jurisdiction_name,
        case
            when documents.jurisdiction_name is not null
                and length(documents.jurisdiction_name) >= 2
                and substr(
                    printed_names.plain_name,
                    1,
                    length(documents.jurisdiction_name)
                ) = documents.jurisdiction_name
                and regexp_matches(
                    substr(printed_names.plain_name, length(documents.jurisdiction_name) + 1),
                    '^.{2,}(局|委|办|办公室|委员会|厅|中心|总工会|科协|妇联)$|^人民政府办公室$'
                )
                and regexp_matches(documents.jurisdiction_name, '[市县区州旗盟]$')
                then concat(
                    substr(documents.jurisdiction_name, length(documents.jurisdiction_name), 1),
                    substr(printed_names.plain_name, length(documents.jurisdiction_name) + 1)
                )
            else printed_names.plain_name
        end as local_name
    from printed_names
    inner join documents
        on printed_names.document_id = documents.document_id
),

level_words as (
    select list_sort(list(distinct word)) as words
    from seeds.unit_level_words
),

-- 市 in 市场监管局 is no level.
levels_told as (
    select
        own_place_cut.document_id,
        own_place_cut.plain_name,
        own_place_cut.jurisdiction_id,
        own_place_cut.jurisdiction_name,
        own_place_cut.local_name,
        regexp_matches(own_place_cut.local_name, '^[省市县区州旗盟]..')
        and coalesce(
            array_length(list_filter(level_words.words, lambda w: starts_with(own_place_cut.local_name, w))), 0
        ) = 0 as has_level
    from own_place_cut
    cross join level_words
),

levels_parted as (
    select
        document_id,
        plain_name,
        jurisdiction_id,
        jurisdiction_name,
        local_name,
        case when has_level then substr(local_name, 1, 1) else '' end as level_name,
        case when has_level then substr(local_name, 2) else local_name end as stem_name
    from levels_told
),

aliases as (
    select
        jurisdiction_name,
        old_name,
        old_level,
        old_stem,
        new_name,
        new_level
    from intermediate.int_unit_seed_lines
    where line_kind = 'alias'
),

-- A name that a place's line gives whole, with the government's own name before it: 菏泽市教育局.
whole_aliases as (
    select
        jurisdiction_name,
        old_name,
        min(new_name) as new_name
    from aliases
    where jurisdiction_name is not null
    group by jurisdiction_name, old_name
),

met as (
    select
        levels_parted.document_id,
        levels_parted.plain_name,
        levels_parted.jurisdiction_id,
        case
            when whole_aliases.new_name is not null then whole_aliases.new_name
            -- A line without a level holds under every level, and the name keeps its own.
            when aliases.old_level = '' and aliases.new_level = ''
                then concat(levels_parted.level_name, aliases.new_name)
            when aliases.new_name is not null then aliases.new_name
            else levels_parted.local_name
        end as unit_name,
        case
            when whole_aliases.new_name is not null or aliases.jurisdiction_name is not null
                then 'alias of the jurisdiction'
            when aliases.new_name is not null then 'spelling'
            else 'as printed'
        end as name_method,
        case when aliases.jurisdiction_name is not null then 0 else 1 end as scope_rank,
        case when aliases.old_level <> '' then 0 else 1 end as level_rank
    from levels_parted
    left join whole_aliases
        on levels_parted.jurisdiction_name = whole_aliases.jurisdiction_name
        and levels_parted.plain_name = whole_aliases.old_name
    left join aliases
        on levels_parted.stem_name = aliases.old_stem
        and (aliases.old_level = '' or aliases.old_level = levels_parted.level_name)
        and (aliases.jurisdiction_name is null or aliases.jurisdiction_name = levels_parted.jurisdiction_name)
),

-- A place's line goes before one for every place, and one for a level before one for every level.
named as (
    select
        document_id,
        plain_name,
        jurisdiction_id,
        unit_name,
        name_method
    from met
    qualify row_number() over (
        partition by document_id, plain_name
        order by scope_rank, level_rank, unit_name
    ) = 1
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    plain_name::varchar as plain_name,  -- 原名: as printed, wraps undone
    unit_name::varchar as unit_name,  -- 单位名: canonical name
    md5(concat_ws('|', 'unit', coalesce(jurisdiction_id, document_id), unit_name))::varchar as unit_id,  -- 单位键: a name belongs to a jurisdiction
    name_method::varchar as name_method  -- 正名出处: alias of the jurisdiction, spelling or as printed
from named
