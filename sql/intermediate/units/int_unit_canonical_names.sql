-- 单位正名: the canonical name and key of every unit name that a document prints.
-- grain: document_id, full_name
-- An alias belongs to a jurisdiction where the seed names one; else it is a spelling that is safe everywhere, taken
-- behind the level (市 县 区): 市发改委 is 市发展改革委. A government's own name before a bureau's is the level: 菏泽市教育局 is 市教育局.
-- So it is within a name that the seed has without it: 国家税务总局菏泽市税务局 is 市国家税务总局税务局, which is 市税务局.
with
printed_names as (
    select distinct
        document_id,
        full_name
    from intermediate.int_unit_full_names
),

documents as (
    select
        document_id,
        jurisdiction_id,
        jurisdiction_name
    from staging.stg_documents
),

alias_stems as (
    select distinct old_stem
    from intermediate.int_unit_seed_lines
    where line_kind = 'alias' and jurisdiction_name is null
),

own_place_cut as (
    select
        printed_names.document_id,
        printed_names.full_name,
        documents.jurisdiction_id,
        documents.jurisdiction_name,
        case
            when documents.jurisdiction_name is not null
                and length(documents.jurisdiction_name) >= 2
                and substr(
                    printed_names.full_name,
                    1,
                    length(documents.jurisdiction_name)
                ) = documents.jurisdiction_name
                and regexp_matches(
                    substr(printed_names.full_name, length(documents.jurisdiction_name) + 1),
                    '^.{2,}(局|委|办|办公室|委员会|厅|中心|总工会|科协|妇联)$|^人民政府办公室$'
                )
                and regexp_matches(documents.jurisdiction_name, '[市县区州旗盟]$')
                then concat(
                    substr(documents.jurisdiction_name, length(documents.jurisdiction_name), 1),
                    substr(printed_names.full_name, length(documents.jurisdiction_name) + 1)
                )
            when alias_stems.old_stem is not null
                then concat(right(documents.jurisdiction_name, 1), alias_stems.old_stem)
            else printed_names.full_name
        end as local_name
    from printed_names
    inner join documents
        on printed_names.document_id = documents.document_id
    left join alias_stems
        on position(documents.jurisdiction_name in printed_names.full_name) > 1
        and regexp_matches(documents.jurisdiction_name, '[市县区州旗盟]$')
        and replace(printed_names.full_name, documents.jurisdiction_name, '') = alias_stems.old_stem
),

level_words as (
    select list_sort(list(distinct word)) as words
    from seeds.unit_level_words
),

-- 市 in 市场监管局 is no level.
levels_found as (
    select
        own_place_cut.document_id,
        own_place_cut.full_name,
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
        full_name,
        jurisdiction_id,
        jurisdiction_name,
        local_name,
        case when has_level then substr(local_name, 1, 1) else '' end as level_name,
        case when has_level then substr(local_name, 2) else local_name end as stem_name
    from levels_found
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
        levels_parted.full_name,
        levels_parted.jurisdiction_id,
        case
            when whole_aliases.new_name is not null then whole_aliases.new_name
            -- A line without a level holds under every level, and the name keeps its own.
            when aliases.old_level = '' and aliases.new_level = ''
                then concat(levels_parted.level_name, aliases.new_name)
            when aliases.new_name is not null then aliases.new_name
            else levels_parted.local_name
        end as unit_name,
        levels_parted.local_name,
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
        and levels_parted.full_name = whole_aliases.old_name
    left join aliases
        on levels_parted.stem_name = aliases.old_stem
        and (aliases.old_level = '' or aliases.old_level = levels_parted.level_name)
        and (aliases.jurisdiction_name is null or aliases.jurisdiction_name = levels_parted.jurisdiction_name)
),

-- A place's line goes before one for every place, and one for a level before one for every level.
named as (
    select
        document_id,
        full_name,
        jurisdiction_id,
        local_name,
        unit_name,
        name_method
    from met
    qualify row_number() over (
        partition by document_id, full_name
        order by scope_rank, level_rank, unit_name
    ) = 1
),

-- Two printed names of a document that are one by their spelling.
respelt as (
    select
        document_id,
        unit_name
    from named
    group by document_id, unit_name
    having count(distinct local_name) > 1
),

-- One cell that lists both lists two organs: where 市城管局、市综合行政执法局 stand together they are no spellings of each
-- other anywhere in the document.
listed_apart as (
    select distinct
        listed.document_id,
        unnest(listed.full_names) as full_name
    from (
        select
            names.document_id,
            list_sort(list(distinct names.full_name)) as full_names
        from respelt
        inner join named
            on respelt.document_id = named.document_id
            and respelt.unit_name = named.unit_name
        inner join intermediate.int_unit_full_names as names
            on named.document_id = names.document_id
            and named.full_name = names.full_name
        group by names.document_id, names.unit_cell_text, named.unit_name
        having count(distinct named.local_name) > 1
    ) as listed
)

select
    named.document_id::varchar as document_id,  -- 文档键: the document it comes from
    named.full_name::varchar as full_name,  -- 全名: with the words that its list says once
    (
        case when listed_apart.full_name is null then named.unit_name else named.local_name end
    )::varchar as unit_name,  -- 单位名: canonical name
    md5(
        concat_ws(
            '|',
            'unit',
            coalesce(named.jurisdiction_id, named.document_id),
            case when listed_apart.full_name is null then named.unit_name else named.local_name end
        )
    )::varchar as unit_id,  -- 单位键: a name belongs to a jurisdiction
    (
        case when listed_apart.full_name is null then named.name_method else 'listed apart' end
    )::varchar as name_method  -- 正名出处: alias of the jurisdiction, spelling, as printed, or listed apart (a cell lists it beside another spelling, so they are two)
from named
left join listed_apart
    on named.document_id = listed_apart.document_id
    and named.full_name = listed_apart.full_name
    and named.name_method = 'spelling'
