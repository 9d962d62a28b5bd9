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
)

select
    named.jurisdiction_id::varchar as jurisdiction_id,
    named.jurisdiction_name::varchar as jurisdiction_name,
    coalesce(
        known.level,
        case
            when regexp_matches(named.jurisdiction_name, '(省|自治区)$') then 'province'
            when regexp_matches(named.jurisdiction_name, '(新区|开发区|高新区|示范区)$') then 'development_zone'
            when regexp_matches(named.jurisdiction_name, '(县|旗|自治县|自治旗)$') then 'county'
            when regexp_matches(named.jurisdiction_name, '(州|盟|地区)$') then 'prefecture'
            when regexp_matches(named.jurisdiction_name, '区$') then 'district'
            when regexp_matches(named.jurisdiction_name, '(镇|乡|街道)$') then 'township'
            when regexp_matches(named.jurisdiction_name, '市$') then 'city'
        end
    )::varchar as level,  -- 级别: province, city, prefecture, district, county, development_zone or township; NULL where the name does not tell
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
