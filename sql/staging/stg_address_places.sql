-- 网址所示地区: a division that the address of a document may stand for.
-- grain: document_id, division_code
-- A government's site bears its name in pinyin before gov.cn (lingbi.gov.cn, xialuqu.gov.cn), its bureau before it
-- (wjw.zhuzhou.gov.cn), a county's name before its city's too. Addresses that are no pinyin are in
-- seeds.government_sites, which goes first; seeds.division_pinyin has the rest. Several divisions may share a reading:
-- all of them stand here. An address outside gov.cn (a mirror) says nothing.
with
addresses as (
    select
        document_id,
        source_url as address_text
    from staging.stg_side_files
    where source_url is not null
    union all
    select
        document_id,
        regexp_extract(text, 'https?://[^\s"<>]+', 0) as address_text
    from staging.stg_texts
    where kind in ('metadata', 'page') and regexp_matches(text, 'https?://[^\s"<>]+')
),

hosts as (
    select
        document_id,
        min(address_text) as address_text,
        string_split(host_text, '.') as labels
    from (
        select
            *,
            regexp_extract(
                lower(address_text), '^(?:[a-z]+://)?(?:[^/@]*@)?((?:[a-z0-9-]+\.)+)gov\.cn\.?(?:[:/?#]|$)', 1
            ) as host_text
        from addresses
    ) as cut
    where host_text <> ''
    group by document_id, host_text
),

-- The last label stands before gov.cn, the one before it is a bureau's or, of a county under its city, the county's.
labels_cut as (
    select
        document_id,
        address_text,
        labels[-2] as site_label,
        labels[-3] as inner_label
    from hosts
),

given_sites as (
    select
        labels_cut.document_id,
        labels_cut.address_text,
        labels_cut.inner_label,
        sites.division_code
    from labels_cut
    inner join seeds.government_sites as sites
        on labels_cut.site_label = sites.site_label
),

readings as (
    select
        pinyin.division_code,
        unnest(
            list_distinct([
                pinyin.short_pinyin,
                pinyin.full_pinyin,
                concat(pinyin.short_pinyin, 'zf'),
                concat(pinyin.full_pinyin, 'zf')
            ])
        ) as site_label
    from seeds.division_pinyin as pinyin
),

sites as (
    select
        document_id,
        address_text,
        inner_label,
        division_code
    from given_sites
    union all
    select
        labels_cut.document_id,
        labels_cut.address_text,
        labels_cut.inner_label,
        readings.division_code
    from labels_cut
    inner join readings
        on labels_cut.site_label = readings.site_label
    left join given_sites
        on labels_cut.document_id = given_sites.document_id
    where given_sites.document_id is null
),

inner_sites as (
    select
        sites.document_id,
        sites.address_text,
        readings.division_code
    from sites
    inner join readings
        on sites.inner_label = readings.site_label
    inner join seeds.administrative_divisions as divisions
        on readings.division_code = divisions.code
        and sites.division_code = divisions.parent_code
),

found as (
    select
        document_id,
        address_text,
        division_code
    from inner_sites
    union all
    select
        sites.document_id,
        sites.address_text,
        sites.division_code
    from sites
    left join (select distinct document_id from inner_sites) as inner_sites
        on sites.document_id = inner_sites.document_id
    where inner_sites.document_id is null
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    division_code::varchar as division_code,  -- 区划代码: of GB/T 2260
    min(address_text)::varchar as address_text  -- 网址: that the side file states or the page prints
from found
group by document_id, division_code
