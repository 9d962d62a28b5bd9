-- 单位正名: the canonical name and key of every unit name that a document prints.
-- grain: document_id, plain_name
-- An alias belongs to a jurisdiction where the seed names one; else it is a spelling that is safe everywhere, taken behind
-- the level (市 县 区): 市发改委 is 市发展改革委. A government's own name before a bureau's is the level: 菏泽市教育局 is 市教育局.
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
                and substr(printed_names.plain_name, 1, length(documents.jurisdiction_name)) = documents.jurisdiction_name
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

levels_parted as (

    select
        *,
        regexp_extract(local_name, '^([省市县区州旗盟]直?)..', 1) as level_name,
        case
            when regexp_matches(local_name, '^[省市县区州旗盟]..') then regexp_replace(local_name, '^[省市县区州旗盟]', '')
            else local_name
        end as stem
    from own_place_cut

),

aliases as (

    select
        jurisdiction_name,
        alias,
        canonical_name
    from seeds.unit_aliases

),

named as (

    select
        levels_parted.document_id,
        levels_parted.plain_name,
        levels_parted.jurisdiction_id,
        coalesce(
            scoped.canonical_name,
            case when general.canonical_name is not null then concat(levels_parted.level_name, general.canonical_name) end,
            levels_parted.local_name
        ) as unit_name,
        case
            when scoped.canonical_name is not null then 'alias of the jurisdiction'
            when general.canonical_name is not null then 'spelling'
            else 'as printed'
        end as name_method
    from levels_parted
    left join aliases as scoped
        on levels_parted.jurisdiction_name = scoped.jurisdiction_name
        and levels_parted.plain_name = scoped.alias
    left join aliases as general
        on general.jurisdiction_name is null
        and levels_parted.stem = general.alias

)

select
    document_id::varchar as document_id,  -- 文档: the document it comes from
    plain_name::varchar as plain_name,  -- 原名: as printed, wraps undone
    unit_name::varchar as unit_name,  -- 正名: canonical name
    md5(concat_ws('|', 'unit', coalesce(jurisdiction_id, document_id), unit_name))::varchar as unit_id,  -- 单位键: a name belongs to a jurisdiction
    name_method::varchar as name_method  -- 正名出处: alias of the jurisdiction, spelling or as printed
from named
