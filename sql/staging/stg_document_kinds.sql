-- 文档类型: whether a document is a plan, a result or a progress report, and what says so.
-- grain: document_id
-- The side file states it, else the first text with a wording of seeds.document_kind_wordings; of several wordings in
-- one text that of the lowest priority counts (落实情况 is a result although 计划 stands beside it). Where no text says it,
-- the columns do: a table that answers is a result, a header that is not read may say it (进展落实情况), nearly all verdicts
-- may say that it goes on (按时序推进: a progress report), and one that only promises is a plan. A running text
-- is asked only where it says what the document is (现将…如下) or is short; else only its words of planning count, and only
-- where the columns do not answer; so do words of a priority of 50 and more, which a result has as well (重点任务). A
-- plan's title over a table whose column 落实情况 is filled stands over a report; so do such words over a list without
-- units whose items say what was done (十件民生实事 over 已改造管网9公里). Of a text
-- whose front was cut, so that nothing stands above its list, what stands below it is asked for the latter words.
with
paths as (
    select
        document_id,
        squeezed_text as path_text
    from staging.stg_document_texts
    where source_rank = 4 and regexp_matches(squeezed_text, '^[^。]{0,12}首页[>＞»›→]')
),

lists as (
    select distinct
        document_id,
        contains(what, 'print no unit') as is_without_units
    from raw.notes
    where starts_with(what, 'read as a list')
),

asked_texts as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        text,
        squeezed_text
    from staging.stg_document_texts
    where source_rank <= 5
    union all
    select
        texts.document_id,
        7 as source_rank,
        texts.text_no,
        'text' as method,
        texts.text,
        regexp_replace(texts.text, '\s+', '', 'g') as squeezed_text
    from staging.stg_texts as texts
    inner join lists
        on texts.document_id = lists.document_id
    where texts.kind = 'paragraph'
        and not exists (
            select 1
            from staging.stg_document_texts as above
            where above.document_id = texts.document_id and above.source_rank <= 4
        )
),

texts as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        text,
        -- of two years the later: 2031年工作总结及 | 2032年重点任务分解
        case
            when regexp_extract(squeezed_text, '((?:19|20)[0-9]{2})年', 1)
                < regexp_extract(squeezed_text, '年.*[并暨和及与、][^0-9]{0,8}((?:19|20)[0-9]{2})年', 1)
                then regexp_extract(squeezed_text, '年.*([并暨和及与、][^0-9]{0,8}(?:19|20)[0-9]{2}年.*)$', 1)
            -- 请于每季度末将完成情况书面报督查室 asks for results and is none
            when source_rank = 4 and regexp_matches(squeezed_text, '情况|进度')
                then regexp_replace(
                    regexp_replace(
                        squeezed_text,
                        -- 每季度末向市政府报告进展情况, 将进展情况于每月25日书面报告; 科学安排进度, 倒排进度; 结合历年完成情况
                        '(?:历年|往年|近[几两三]年)[^。;；,，、]{0,8}情况|(?:安排|倒排|加快|把握)进度|[将把][^。;；,，]{0,20}情况[于在]?每[^。;；,，]{0,12}(?:报|反馈)|(?:定期|及时|按时|每月|每季度|[月季年]底前?|[月季]度?末|日前)[^。;；,，]{0,12}(?:报告|报送|上报|反馈)[^。;；,，]{0,16}情况',
                        '',
                        'g'
                    ),
                    '[^。;；]*(?:前|定期|及时|按时|按[月季]|每月|每季度)[,，]?[将把][^。;；,，]{0,20}情况[^。;；,，]{0,10}(?:报|反馈)[^。;；]*',
                    '',
                    'g'
                )
            else squeezed_text
        end as squeezed_text,
        source_rank = 7
        or source_rank = 4
        and length(squeezed_text) > 60
        and not regexp_matches(
            squeezed_text,
            -- 将办理进度作第二轮公布
            '现将|现就|如下|将[^。]{2,80}第[0-9一二三四五六七八九十]{1,3}[轮批次期](?:进行|予以)?(?:公布|公示|通报)'
        ) as is_running
    from asked_texts
    -- 您想了解哪几项的进展情况？ asks for results and is none
    where not (source_rank = 4 and regexp_matches(squeezed_text, '[?？]$'))
        -- nor does the name of a part of the site: 首页 > 工作进展, and again above the text
        and not exists (
            select 1
            from paths
            where paths.document_id = asked_texts.document_id
                and (
                    paths.path_text = asked_texts.squeezed_text
                    or ends_with(paths.path_text, concat('>', asked_texts.squeezed_text))
                )
        )
        -- 附件2:进展情况报送表 is a form to be filled in
        and not (source_rank = 4 and regexp_matches(squeezed_text, '(?:报送|填报|上报|反馈|登记)表$'))
),

said_texts as (
    select
        *,
        -- what stands before 现将 is why the paper is written: 对完成情况进行考核,现将有关事项通知如下
        case
            when source_rank = 4 then regexp_replace(squeezed_text, '^.*?(现将|现就)', '\1')
            else squeezed_text
        end as said_text
    from texts
),

-- Where the sentence of 现将 says what the paper is (现将重点工作分解到各单位), those behind it ask for what is to come of it:
-- 每半年梳理一次,保证任务全部完成.
opening_sentences as (
    select distinct
        sentences.document_id,
        sentences.text_no,
        sentences.sentence
    from (
        select
            document_id,
            text_no,
            regexp_extract(said_text, '^(?:现将|现就)[^。]*') as sentence
        from said_texts
        where source_rank = 4
    ) as sentences
    inner join seeds.document_kind_wordings as wordings
        on contains(sentences.sentence, wordings.wording) and wordings.priority::integer < 50
),

texts_asked as (
    select
        *,
        -- 民生“暖心”实事: a word in quotation marks may stand within one of ours
        regexp_replace(said_text, '[“"][^“”"]{1,6}[”"]', '', 'g') as unquoted_text
    from (
        select
            said_texts.document_id,
            said_texts.source_rank,
            said_texts.text_no,
            said_texts.method,
            said_texts.text,
            said_texts.is_running,
            coalesce(opening_sentences.sentence, said_texts.said_text) as said_text
        from said_texts
        left join opening_sentences
            on said_texts.source_rank = 4
            and said_texts.document_id = opening_sentences.document_id
            and said_texts.text_no = opening_sentences.text_no
    ) as said
),

-- Texts that give a day or a period short of the year's end: 截至10月底, 1-10月, 上半年.
short_texts as (
    select
        document_id,
        arg_min(text, source_rank * 10000 + text_no) filter (where is_until) as until_text,
        arg_min(text, source_rank * 10000 + text_no) as period_text
    from (
        select
            *,
            regexp_matches(squeezed_text, '截[至止]到?(?:[0-9]{4}年)?(?:[1-9]|1[01])月') as is_until
        from texts
        where source_rank <= 4
            and regexp_matches(
                squeezed_text,
                '截[至止]到?(?:[0-9]{4}年)?(?:[1-9]|1[01])月|(?:^|[^0-9])1月?[-—–~至](?:[2-9]|1[01])月|上半年|前三季度|[一二三]季度'
            )
    ) as periods
    where not exists (
        select 1
        from texts as whole_years
        where whole_years.document_id = periods.document_id
            and regexp_matches(whole_years.squeezed_text, '截[至止]到?(?:[0-9]{4}年)?(?:12月|年底)')
    )
    group by document_id
),

under_way as (
    select list_sort(list(wording)) as wordings
    from seeds.tense_wordings
    where tense = 'under_way'
),

-- What the columns hold: which of those that answer are filled, and how far into the year they reach.
answering_cells as (
    select
        columns.document_id,
        count(*) as cell_count,
        count(case when regexp_matches(cells.cell_text, '[0-9A-Za-z一-龥√✓✔☑●]') then 1 end) as filled_count,
        count(case when columns.field = 'status' then cells.cell_text end) as verdict_count,
        count(
            case
                when columns.field = 'status'
                    and array_length(list_filter(under_way.wordings, lambda w: contains(cells.cell_text, w))) > 0
                    then 1
            end
        ) as under_way_count
    from staging.stg_columns as columns
    inner join staging.stg_cells as cells
        on columns.document_id = cells.document_id
        and columns.table_no = cells.table_no
        and columns.column_no = cells.column_no
    cross join under_way
    where columns.field in ('progress', 'progress_pct', 'status')
        and cells.row_no = cells.origin_row_no
        and cells.cell_text is distinct from columns.header_text
    group by columns.document_id
),

-- Headers that say what a result or a progress report is; 进展落实情况 says how far it has come, 进展情况 alone stands over
-- results as well.
answering_headers as (
    select
        columns.document_id,
        columns.table_no,
        columns.part_no,
        columns.column_no,
        count(distinct wordings.document_kind) = 2 as is_mixed
    from staging.stg_columns as columns
    inner join seeds.document_kind_wordings as wordings
        on contains(columns.header_text, wordings.wording)
        and wordings.document_kind in ('progress', 'result')
    where columns.field = 'progress'
    group by columns.document_id, columns.table_no, columns.part_no, columns.column_no
),

answers as (
    select
        columns.document_id,
        bool_or(
            columns.field in ('progress', 'progress_pct', 'status')
            and (answering_cells.document_id is null or answering_cells.filled_count > 0)
        ) as answers,
        coalesce(
            max(
                case when columns.field = 'progress' or columns.is_step then nullif(columns.period_month, 0) end
            ) between 1 and 11,
            false
        )
        or coalesce(bool_or(answering_headers.is_mixed), false)
        -- 累计完成 | 累计进度, 当前完成情况, and no month of December: what has been reached so far
        or coalesce(
            bool_or(columns.field in ('progress', 'progress_pct') and regexp_matches(columns.header_text, '累计|当前|目前'))
            and max(columns.period_month) <> 12,
            false
        )
        or coalesce(
            bool_or(
                answering_cells.verdict_count >= 3
                and answering_cells.under_way_count * 5 >= answering_cells.verdict_count * 4
            ),
            false
        ) as ends_early,
        bool_or(
            columns.field = 'progress'
            and answering_headers.column_no is not null
            and answering_cells.filled_count * 2 > answering_cells.cell_count
        ) as is_answered
    from staging.stg_columns as columns
    left join answering_headers
        on columns.document_id = answering_headers.document_id
        and columns.table_no = answering_headers.table_no
        and columns.part_no = answering_headers.part_no
        and columns.column_no = answering_headers.column_no
    left join answering_cells
        on columns.document_id = answering_cells.document_id
    group by columns.document_id
    having count(columns.field) > 0
),

kinds as (
    select
        document_id,
        'side file' as method,
        document_kind,
        0 as source_rank,
        0 as text_no,
        0 as priority,
        null as text
    from staging.stg_side_files
    where document_kind is not null
    union all
    select
        texts.document_id,
        texts.method,
        wordings.document_kind,
        case
            when wordings.priority::integer >= 50 then 9
            when texts.is_running then 8
            else texts.source_rank
        end as source_rank,
        texts.text_no,
        wordings.priority::integer as priority,
        texts.text
    from texts_asked as texts
    inner join seeds.document_kind_wordings as wordings
        on (contains(texts.said_text, wordings.wording) or contains(texts.unquoted_text, wordings.wording))
        and (not texts.is_running or wordings.document_kind = 'plan')
        -- 分工 and 安排 stand in the last paragraphs of any paper
        and (texts.source_rank <> 7 or wordings.priority::integer >= 50)
    union all
    -- a period short of the year is grammar and no wording: 9月份工作, 1-10月
    select
        document_id,
        method,
        'progress' as document_kind,
        source_rank,
        text_no,
        0 as priority,
        text
    from texts
    where not is_running
        and (
            regexp_matches(squeezed_text, '[0-9]月份?(完成|落实|工作)|1[-—–至][0-9]{1,2}月')
            -- 2031年8月承担县重点工作完成情况
            or source_rank <= 2
            and regexp_matches(
                squeezed_text, '(^|[^0-9])([1-9]|1[01])月份?[^0-9日底前止,，。;；]{1,20}(完成|落实|进展|推进|办理)情况'
            )
        )
    union all
    select
        answers.document_id,
        'columns' as method,
        case
            when answers.answers and (answers.ends_early or short_texts.document_id is not null) then 'progress'
            when answers.answers then 'result'
            else 'plan'
        end as document_kind,
        case when answers.answers then 7 else 10 end as source_rank,
        0 as text_no,
        0 as priority,
        case when answers.answers and not answers.ends_early then short_texts.period_text end as text
    from answers
    left join short_texts
        on answers.document_id = short_texts.document_id
    union all
    select
        columns.document_id,
        'columns' as method,
        wordings.document_kind,
        9 as source_rank,
        0 as text_no,
        wordings.priority::integer as priority,
        columns.header_text as text
    from staging.stg_columns as columns
    inner join seeds.document_kind_wordings as wordings
        on contains(columns.header_text, wordings.wording)
    where columns.field = 'other' and wordings.document_kind <> 'plan'
),

-- A list that prints no units: how many of its items say what was done, in words that no plan has.
reporting_items as (
    select
        items.document_id,
        count(distinct items.cell_text) as item_count,
        count(distinct case when wordings.wording is not null then items.cell_text end) as report_count,
        min(case when wordings.wording is not null then items.cell_text end) as text
    from staging.stg_field_cells as items
    inner join lists
        on items.document_id = lists.document_id
        and lists.is_without_units
    left join seeds.tense_wordings as wordings
        on wordings.tense = 'report'
        and wordings.in_plans is distinct from 'yes'
        and contains(items.cell_text, wordings.wording)
    where items.field = 'target_text'
    group by items.document_id
),

first_kinds as (
    select kinds.*
    from kinds
    left join answers
        on kinds.document_id = answers.document_id
    where kinds.document_kind <> 'plan' or kinds.method = 'side file' or not coalesce(answers.is_answered, false)
    qualify row_number() over (
        partition by kinds.document_id
        order by kinds.source_rank, kinds.text_no, kinds.priority, kinds.document_kind
    ) = 1
)

select
    first_kinds.document_id::varchar as document_id,  -- 文档键: the document it comes from
    (case
        when reporting_items.document_id is not null then 'progress'
        when first_kinds.document_kind = 'result'
            and first_kinds.method <> 'side file'
            and short_texts.until_text is not null
            then 'progress'
        else first_kinds.document_kind
    end)::varchar as document_kind,  -- 类型: plan, result or progress
    case
        when reporting_items.document_id is not null then 'items'
        else first_kinds.method
    end::varchar as kind_method,  -- 类型出处: side file, title, stated title, table, text, file name, columns or items
    coalesce(reporting_items.text, first_kinds.text)::varchar as kind_evidence  -- 类型依据: the text that says it, as printed
from first_kinds
left join reporting_items
    on first_kinds.document_id = reporting_items.document_id
    and first_kinds.document_kind = 'plan'
    and first_kinds.method not in ('side file', 'columns')
    and first_kinds.priority >= 50
    and reporting_items.report_count >= 2
    and reporting_items.report_count >= 0.4 * reporting_items.item_count
left join short_texts
    on first_kinds.document_id = short_texts.document_id
