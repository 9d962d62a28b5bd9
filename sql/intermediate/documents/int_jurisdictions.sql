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

divisions as (
    select distinct
        jurisdiction_name,
        division_code,
        parent_division_code
    from staging.stg_division_names
),

-- A way to write a name that one division has: 鼓楼区 alone says nothing of which.
plain_names as (
    select
        name_text,
        min(division_code) as division_code,
        min(jurisdiction_name) as jurisdiction_name
    from staging.stg_division_names
    where not coalesce(is_short_form, false)
    group by name_text
    having count(*) = 1
),

-- A place that is no division (合肥市高新区) stands under the division whose name it begins with.
places_above as (
    select
        named.jurisdiction_id,
        plain_names.jurisdiction_name
    from named
    inner join plain_names
        on starts_with(named.jurisdiction_name, plain_names.name_text)
        and length(plain_names.name_text) < length(named.jurisdiction_name)
    qualify row_number() over (
        partition by named.jurisdiction_id order by length(plain_names.name_text) desc, plain_names.name_text
    ) = 1
),

-- One government above, by the first that knows it: the seed, the divisions, what the name begins with, its shape.
parents as (
    select
        named.jurisdiction_id,
        coalesce(
            known.parent_name,
            divisions_above.jurisdiction_name,
            case when divisions.division_code is null then places_above.jurisdiction_name end,
            nullif(
                regexp_extract(
                    named.jurisdiction_name,
                    '^(.{1,8}?(?:省|自治区|州?市|[一-龥]州|盟|地区)).{1,8}(?:区|县|市|州|盟|旗|镇|乡|街道)$',
                    1
                ),
                ''
            )
        ) as parent_text
    from named
    left join known
        on named.jurisdiction_name = known.jurisdiction_name
    left join divisions
        on named.jurisdiction_name = divisions.jurisdiction_name
    left join divisions as divisions_above
        on divisions.parent_division_code = divisions_above.division_code
    left join places_above
        on named.jurisdiction_id = places_above.jurisdiction_id
),

-- Its code and the name under which it would be in follow from that name alone, so that they are of one government.
governments_above as (
    select
        parents.jurisdiction_id,
        plain_names.division_code,
        coalesce(plain_names.jurisdiction_name, parents.parent_text) as jurisdiction_name
    from parents
    left join plain_names
        on parents.parent_text = plain_names.name_text
    where parents.parent_text is not null
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
    coalesce(known.level, levels.level)::varchar as level,  -- 级别: province, city, prefecture, district, county, development_zone or township; NULL where the name does not show it
    divisions.division_code::varchar as division_code,  -- 区划代码: of GB/T 2260; NULL for a place that is no division
    governments_above.division_code::varchar as parent_division_code,  -- 上级区划代码: NULL for a province, and where the government above is no division or not known
    case
        when governments_above.jurisdiction_name is not null
            then md5(concat_ws('|', 'jurisdiction', governments_above.jurisdiction_name))
    end::varchar as parent_jurisdiction_id,  -- 上级地区键: of the government above, whether or not its tables are in
    governments_above.jurisdiction_name::varchar as parent_name,  -- 上级: the government above, from the seed, the divisions or the full name
    named.first_year::integer as first_year,
    named.last_year::integer as last_year,
    named.document_count::bigint as document_count
from named
left join known
    on named.jurisdiction_name = known.jurisdiction_name
left join divisions
    on named.jurisdiction_name = divisions.jurisdiction_name
left join governments_above
    on named.jurisdiction_id = governments_above.jurisdiction_id
left join levels
    on named.jurisdiction_id = levels.jurisdiction_id
