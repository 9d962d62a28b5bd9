-- 地区: the governments whose tables are in, their level and the government above where it is known.
-- grain: jurisdiction_id
with
named as (
    select
        jurisdiction_id,
        jurisdiction_name,
        min(report_year) as first_year,
        max(report_year) as last_year,
        count(*) as document_count
    from staging.stg_documents
    where jurisdiction_id is not null
    group by jurisdiction_id, jurisdiction_name
),

known as (
    select
        jurisdiction_name,
        level,
        parent_name
    from seeds.jurisdictions
),

-- 自治区 ends with 区 too: the longest ending counts
levels as (
    select
        named.jurisdiction_id,
        endings.level
    from named
    inner join seeds.government_endings as endings
        on ends_with(named.jurisdiction_name, endings.ending)
    qualify row_number() over (
        partition by named.jurisdiction_id order by length(endings.ending) desc, endings.ending
    ) = 1
)

select
    named.jurisdiction_id::varchar as jurisdiction_id,
    named.jurisdiction_name::varchar as jurisdiction_name,
    coalesce(known.level, levels.level)::varchar as level,  -- 级别: province, city, prefecture, district, county, development_zone or township; NULL where the name does not tell
    coalesce(
        known.parent_name,
        nullif(
            regexp_extract(
                named.jurisdiction_name,
                '^(.{1,8}?(?:省|自治区|州?市|[一-龥]州|盟|地区)).{1,8}(?:区|县|市|州|盟|旗|镇|乡|街道)$',
                1
            ),
            ''
        )
    )::varchar as parent_name,  -- 上级: the government above, from the seed or the full name
    named.first_year::integer as first_year,
    named.last_year::integer as last_year,
    named.document_count::bigint as document_count
from named
left join known
    on named.jurisdiction_name = known.jurisdiction_name
left join levels
    on named.jurisdiction_id = levels.jurisdiction_id
