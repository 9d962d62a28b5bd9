-- 文档: every landed document that no gate holds back, with its place, year, kind and edition.
-- grain: document_id
-- The same jurisdiction, year and kind published twice are editions of one document (progress reports: with the same
-- as-of date). A draft never stands before what was adopted, a revision stands before what it revises, in the order of
-- seeds.edition_wordings. A wording counts in a bracket or a line of its own (within: anywhere in it, end: at its end,
-- whole: alone but for a day), at the end of a title, or (before) directly before the year or the paper that it names.
-- Among equals the newest is current: by publication date, else the side file's edition, else the
-- order of the file names.
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

titles as (
    select
        document_id,
        document_path,
        report_year,
        title_text,
        regexp_extract(document_path, '^(.*)/[^/]*$', 1) as folder,
        regexp_replace(
            translate(title_text, '（）〔〕【】［］[]', '()()()()()'),
            '[\s\x{3000}]+|\([^()]*\)$',
            '',
            'g'
        ) as plain_title
    from facts
),

-- What may say which edition it is: its title, the name of its file, the lines between title and header.
lines as (
    select
        document_id,
        title_text as text,
        true as is_title
    from titles
    where title_text is not null
    union all
    select
        document_id,
        regexp_replace(regexp_extract(document_path, '[^/]+$', 0), '\.[^.]*$', '') as text,
        true as is_title
    from titles
    union all
    select
        texts.document_id,
        texts.text,
        starts_with(texts.squeezed_text, titles.plain_title) as is_title
    from staging.stg_document_texts as texts
    inner join titles
        on texts.document_id = titles.document_id
    where texts.source_rank between 2 and 4
),

said as (
    select
        lines.document_id,
        coalesce(lines.is_title, false) as is_title,
        titles.report_year,
        -- a paper of another year, or of none, is another paper: 落实《…条例(修订)》2023年度目标
        case
            when contains(regexp_extract(lines.text, '《(.*)》', 1), titles.report_year::varchar) then lines.closed_text
            else regexp_replace(lines.closed_text, '《.*》', '')
        end as said_text
    from (
        select
            *,
            translate(regexp_replace(text, '[\s\x{3000}]+', '', 'g'), '（）〔〕【】［］[]', '()()()()()') as closed_text
        from lines
    ) as lines
    inner join titles
        on lines.document_id = titles.document_id
),

-- A day or year says when, not what: (2023年7月，修订). A line of its own with a colon says when a page changed
-- (更新：2023年5月1日).
marks as (
    select
        document_id,
        is_bare,
        regexp_replace(mark, '[,，、;；:：.]|(?:[0-9]{2,4}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?', '', 'g') as mark
    from (
        select
            document_id,
            false as is_bare,
            unnest(
                regexp_extract_all(said_text, '\(([^()]*)\)', 1)
                || regexp_extract_all(said_text, '[-—－_]([^-—－_()]+)$', 1)
            ) as mark
        from said
        where is_title or regexp_matches(said_text, '^\([^()]*\)$')
        union all
        select
            document_id,
            true as is_bare,
            said_text as mark
        from said
        where not regexp_matches(said_text, '[:：]')
    )
),

stages as (
    select
        document_id,
        least(min(edition_order), 0) as draft_order,
        greatest(max(edition_order), 0) as revision_order
    from (
        select
            marks.document_id,
            wordings.edition_order::integer as edition_order
        from marks
        inner join seeds.edition_wordings as wordings
            on case
                when marks.is_bare or wordings.place = 'whole' then marks.mark = wordings.wording
                when wordings.place = 'within' then contains(marks.mark, wordings.wording)
                when wordings.place = 'end' then ends_with(marks.mark, wordings.wording)
            end
        union all
        select
            said.document_id,
            wordings.edition_order::integer as edition_order
        from said
        inner join seeds.edition_wordings as wordings
            on said.is_title
            and case
                when wordings.place in ('within', 'end') then ends_with(said.said_text, wordings.wording)
                when wordings.place = 'before'
                    then contains(said.said_text, concat(wordings.wording, '《'))
                    or contains(said.said_text, concat(wordings.wording, said.report_year, '年'))
            end
    ) as found
    group by document_id
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
        coalesce(stages.draft_order, 0) as draft_order,
        coalesce(stages.revision_order, 0) as revision_order
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
                draft_order,
                revision_order,
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
