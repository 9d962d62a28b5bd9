-- 文档: every landed document that no gate holds back, with its place, year, kind and edition.
-- grain: document_id
-- The same jurisdiction, year and kind published twice are editions of one document (progress reports: with the same
-- as-of date). A draft never stands before what was adopted, a revision stands before what it revises; among equals the
-- newest is current: by publication date, else the side file's edition, else the order of the file names.
-- Parts of one table stand beside one another: the side file says so, or documents of one folder and title print ranges
-- of numbers that do not overlap. Of the current documents of a year one kind speaks for it: the result,
-- else the last progress report, else the plan; compiled figures only where no table was published.
with
facts as (
    select document_facts.*
    from staging.stg_document_facts as document_facts
    left join (
        select distinct document_id
        from raw.quarantine
        where document_id is not null and gate is distinct from 'candidate'  -- what gate 2 set aside has no rows here
    ) as quarantined
        on document_facts.document_id = quarantined.document_id
    where quarantined.document_id is null
),

-- A wording counts in brackets, or where it ends the title or the file's name.
titles as (
    select
        document_id,
        regexp_extract(document_path, '^(.*)/[^/]*$', 1) as folder,
        regexp_replace(translate(title_text, '（）〔〕【】', '()()()'), '[\s\x{3000}]+|\([^()]*\)$', '', 'g') as plain_title,
        translate(coalesce(title_text, ''), '（）〔〕【】', '()()()') as said_title,
        translate(
            regexp_replace(regexp_extract(document_path, '[^/]+$', 0), '\.[^.]*$', ''),
            '（）〔〕【】',
            '()()()'
        ) as said_name
    from facts
),

stages as (
    select
        titles.document_id,
        coalesce(bool_or(wordings.stage = 'draft'), false) as is_draft,
        coalesce(bool_or(wordings.stage = 'revision'), false) as is_revision
    from titles
    inner join seeds.edition_wordings as wordings
        on concat('(', wordings.wording, ')') in (
            regexp_extract(titles.said_title, '\([^()]*\)$', 0),
            regexp_extract(titles.said_name, '\([^()]*\)$', 0)
        )
        or ends_with(titles.said_title, wordings.wording)
        or ends_with(titles.said_name, wordings.wording)
    group by titles.document_id
),

-- Ranges of numbers in the order of their beginnings: one that begins above all before it begins a part.
numbered as (
    select
        facts.document_id,
        facts.jurisdiction_name,
        facts.report_year,
        facts.document_kind,
        case when facts.document_kind = 'progress' then facts.as_of_date end as progress_date,
        titles.folder,
        titles.plain_title,
        ranges.first_number,
        ranges.last_number
    from facts
    inner join titles
        on facts.document_id = titles.document_id
    inner join staging.stg_number_ranges as ranges
        on facts.document_id = ranges.document_id
    where facts.part is null
        and not facts.is_compiled
        and facts.jurisdiction_name is not null
        and facts.report_year is not null
        and titles.plain_title is not null
),

ranges_ordered as (
    select
        *,
        max(last_number) over (
            partition by
                jurisdiction_name,
                report_year,
                document_kind,
                progress_date,
                folder,
                plain_title
            order by first_number, last_number, document_id
            rows between unbounded preceding and 1 preceding
        ) as last_number_before
    from numbered
),

parts_begun as (
    select
        *,
        sum(case when first_number <= last_number_before then 0 else 1 end) over (
            partition by
                jurisdiction_name,
                report_year,
                document_kind,
                progress_date,
                folder,
                plain_title
            order by first_number, last_number, document_id
            rows between unbounded preceding and current row
        ) as part_no
    from ranges_ordered
),

parts as (
    select
        document_id,
        case
            when max(part_no) over (
                partition by
                    jurisdiction_name,
                    report_year,
                    document_kind,
                    progress_date,
                    folder,
                    plain_title
            ) > 1 then part_no::varchar
        end as part
    from parts_begun
),

staged as (
    select
        facts.* exclude (part),
        coalesce(facts.part, parts.part) as part,
        coalesce(stages.is_draft, false) as is_draft,
        coalesce(stages.is_revision, false) as is_revision
    from facts
    left join parts
        on facts.document_id = parts.document_id
    left join stages
        on facts.document_id = stages.document_id
),

-- Compiled figures never stand before a published table.
editions_ordered as (
    select
        *,
        row_number() over (
            partition by
                jurisdiction_name,
                report_year,
                document_kind,
                part,
                case when document_kind = 'progress' then as_of_date end
            order by
                case when is_compiled then 0 else 1 end,
                case when is_draft then 0 else 1 end,
                case when is_revision then 1 else 0 end,
                coalesce(published_on, date '0001-01-01'),
                coalesce(try_cast(edition as integer), 0),
                coalesce(edition, ''),
                document_path,
                document_id
        ) as edition_no,
        count(*) over (
            partition by
                jurisdiction_name,
                report_year,
                document_kind,
                part,
                case when document_kind = 'progress' then as_of_date end
        ) as edition_count
    from staged
),

kinds_ordered as (
    select
        *,
        edition_no = edition_count as is_current,
        dense_rank() over (
            partition by jurisdiction_name, report_year, edition_no = edition_count
            order by
                is_compiled,
                case document_kind when 'result' then 1 when 'progress' then 2 else 3 end,
                case when document_kind = 'progress' then as_of_date end desc nulls last
        ) as kind_no
    from editions_ordered
)

select
    document_id::varchar as document_id,  -- 文档键: the first 16 hex digits of the content's sha256
    document_path::varchar as document_path,  -- 路径: relative to the raw folder
    jurisdiction_name::varchar as jurisdiction_name,  -- 地区: name of the government whose targets these are
    case
        when jurisdiction_name is not null then md5(concat_ws('|', 'jurisdiction', jurisdiction_name))
    end::varchar as jurisdiction_id,  -- 地区键: NULL where the place is not known
    report_year::integer as report_year,  -- 年度: the year of the targets
    document_kind::varchar as document_kind,  -- 类型: plan, result or progress
    as_of_date::date as as_of_date,  -- 截止日期: the day up to which it reports
    is_compiled::boolean as is_compiled,  -- 汇编: compiled figures, not a published table
    first_unit_leads::boolean as first_unit_leads,  -- 首列单位牵头
    title_text::varchar as title_text,  -- 标题: as printed
    edition_no::integer as edition_no,  -- 版次: 1 is the oldest
    edition_count::integer as edition_count,  -- 版数
    part::varchar as part,  -- 分部: which part of its table the file holds, NULL for a whole table
    is_current::boolean as is_current,  -- 现行: the newest edition
    (is_current and kind_no = 1 and jurisdiction_name is not null and report_year is not null)::boolean
        as speaks_for_year,  -- 代表年度: of the kind that speaks for its place and year
    published_on::date as published_on,  -- 发布日期
    source_url::varchar as source_url,  -- 来源网址
    format::varchar as format,
    sha256::varchar as sha256,  -- 摘要: of the content
    jurisdiction_method::varchar as jurisdiction_method,  -- 地区出处
    jurisdiction_confidence::double as jurisdiction_confidence,  -- 地区置信度
    jurisdiction_evidence::varchar as jurisdiction_evidence,  -- 地区依据
    year_method::varchar as year_method,  -- 年度出处
    year_confidence::double as year_confidence,  -- 年度置信度
    year_evidence::varchar as year_evidence,  -- 年度依据
    kind_method::varchar as kind_method  -- 类型出处
from kinds_ordered
