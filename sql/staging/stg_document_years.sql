-- 文档年度: the year of the targets of a document: as its side file states, else as a text says.
-- grain: document_id
-- A year of the title, of a row above the table or of a heading is believed, of two the one whose targets are handed
-- down (通报2022年度…并下达2023年度…): behind it stands a word of planning; of equals the later. Then the file's name, the
-- year that most deadlines name, the number of the document (〔2023〕5号), a line that begins with a year or announces
-- what is planned in it, the folder. A year that is looked back or ahead to (自2019年以来, 2019年首次实行…以来, 到2030年) is
-- none, nor is one in a sentence. Where none of these states it, what is weaker: the day of the document
-- (seeds.year_of_date says of which year a plan of March or a result of December is), the first year of its period
-- (2031年起5年内), the year up to whose end a report goes (截至2031年12月底), the year that most of the whole text names,
-- and where none of them names another, the year of a plan's goals and the one of its dated deadlines.
-- Where they agree they are surer, where they differ less; a year below a confidence of 0.6 is not taken. Today is
-- never asked.
with
texts as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        text,
        -- 刚刚过去的2030年…今年将办好十件实事
        case
            when regexp_matches(squeezed_text, '过去的(?:19|20)[0-9]{2}年.*今年')
                then replace(
                    squeezed_text,
                    '今年',
                    concat(regexp_extract(squeezed_text, '过去的((?:19|20)[0-9]{2})年', 1)::integer + 1, '年')
                )
            else squeezed_text
        end as squeezed_text
    from staging.stg_document_texts
    where source_rank <= 8
        and regexp_matches(squeezed_text, '(?:^|[^0-9])(?:19|20)[0-9]{2}(?:年|[^0-9]|$)')
),

texts_parted as (
    select
        *,
        string_split(
            regexp_replace(squeezed_text, '((?:19|20)[0-9]{2}(?:年|[^0-9]|$))', '⟦\1', 'g'),
            '⟦'
        ) as pieces
    from texts
),

pieces_numbered as (
    select
        *,
        unnest(range(2, array_length(pieces) + 1)) as piece_no
    from texts_parted
),

-- A year, the words before it and those behind it up to the next: 通报 | 2022 | 年度考核结果并下达.
years_cut as (
    select
        document_id,
        source_rank,
        text_no,
        method,
        text,
        squeezed_text,
        right(pieces[piece_no - 1], 6) as before_text,
        pieces[piece_no] as year_text
    from pieces_numbered
    where not regexp_matches(pieces[piece_no - 1], '[0-9]$')
),

words as (
    select
        list_sort(list(wording) filter (where meaning = 'plans')) as plans,
        list_sort(list(wording) filter (where meaning = 'targets')) as targets,
        list_sort(list(wording) filter (where meaning = 'is_the_year')) as is_the_year,
        list_sort(list(wording) filter (where meaning = 'looks_back')) as looks_back,
        list_sort(list(wording) filter (where meaning = 'began')) as began,
        string_agg(wording, '|' order by length(wording) desc, wording) filter (where meaning = 'account') as account
    from seeds.year_wordings
),

-- Behind a year: its clause, and the words up to where another matter begins (2031年工作总结 | 和2032年…).
years_read as (
    select
        *,
        -- 2031年，市政府将办好十件实事: a comma right behind the year ends no clause
        regexp_extract(year_text, '^(?:[0-9]{4}年度?[,，])?[^,，。;；]*', 0) as clause_text,
        regexp_extract(year_text, '^[^并暨和及]*', 0) as matter_text,
        regexp_extract(year_text, '^[0-9]{4}年度?([^,，。;；]{0,20})', 1) as near_text
    from years_cut
),

-- Compiled for the texts that may name a document's year.
years as (
    select
        document_id,
        report_year,
        'side file' as method,
        0 as source_rank,
        0 as text_no,
        true as is_written_out,
        false as looks_back,
        true as plans,
        true as begins,
        true as names_targets,
        null as text
    from staging.stg_side_files
    where report_year is not null
    union all
    select
        years_read.document_id,
        left(years_read.year_text, 4)::integer as report_year,
        years_read.method,
        years_read.source_rank,
        years_read.text_no,
        -- 2031—2033年 is of its first year
        regexp_matches(years_read.year_text, '^[0-9]{4}(?:年|[-—–~～]+$)') as is_written_out,
        regexp_matches(years_read.before_text, '(?:自|从|到|至|较|比|与|同|过去的|(?:19|20)[0-9]{2}年?[-—–~～]+)$')
        -- the number of a paper: 〔2031〕5号
        or (
            regexp_matches(years_read.before_text, '[〔\[(]$')
            and regexp_matches(years_read.year_text, '^[0-9]{4}[〕\])]')
        )
        or regexp_matches(
            years_read.year_text, '^[0-9]{4}年(?:以来|以前|前|底前|同期|[0-9]{1,2}月[0-9]{1,2}日)'
        )
        -- 2029年,我市首次实行票决制以来: the year in which something began, which 2031年民生实事开展以来 is not
        or (
            ends_with(years_read.clause_text, '以来')
            and (
                regexp_matches(years_read.year_text, '^[0-9]{4}年度?[,，]')
                or list_bool_or(list_transform(words.began, lambda word: contains(years_read.clause_text, word)))
            )
        )
        -- 今年23项实事敲定,来看2029年哪几项最受好评: behind this year's a year of which nothing is to be done is another
        or (
            strpos(years_read.squeezed_text, '今年') between 1 and strpos(years_read.squeezed_text, years_read.year_text)
            and not list_bool_or(
                list_transform(words.targets, lambda word: contains(years_read.clause_text, word))
            )
        ) as looks_back,
        regexp_matches(years_read.before_text, '下达|分解|印发')
        or list_bool_or(list_transform(words.plans, lambda word: contains(years_read.matter_text, word))) as plans,
        regexp_matches(years_read.squeezed_text, '^(?:[一二三四五六七八九十]+、)?(?:关于)?(?:19|20)[0-9]{2}年')
        -- or it is announced: 大会确定2031年为民办8件实事
        or (
            regexp_matches(years_read.clause_text, '(?:将|拟|要|着力|继续|为民|兴办|办好|办理|实施)')
            and not regexp_matches(years_read.clause_text, '完成|已|以来|了')
        )
        -- 2031年,云河县坚持…,年内着力办成十件实事: what the sentence goes on with is of that year
        or regexp_matches(
            years_read.year_text,
            '^[0-9]{4}年[,，][^。]{0,150}[,，]年内(?:将|拟|要|[着著]力|继续|计划|力争)?(?:为民)?(?:办|实施|完成)[^,，。完已了]{0,20}(?:实事|工程|项目|任务)'
        ) as begins,
        list_bool_or(
            list_transform(words.is_the_year, lambda word: starts_with(years_read.near_text, word))
        )
        or (
            list_bool_or(
                list_transform(words.targets, lambda word: contains(years_read.near_text, word))
            )
            and not list_bool_or(
                list_transform(
                    words.looks_back,
                    -- what stands before 完成情况: 2031年重点工作 | 完成情况进行了督办
                    lambda word: contains(
                        regexp_extract(years_read.clause_text, concat('^(.*?)(?:', words.account, '|$)'), 1), word
                    )
                )
            )
        ) as names_targets,
        years_read.text
    from years_read
    cross join words
),

-- 2031年度任务目标 over the column of targets, where no other column names another year.
header_years as (
    select
        document_id,
        max(regexp_extract(header_text, '^((?:19|20)[0-9]{2})年', 1))::integer as report_year,
        min(header_text) as text
    from staging.stg_columns
    where regexp_matches(header_text, '^(?:19|20)[0-9]{2}年')
    group by document_id
    having count(distinct regexp_extract(header_text, '^((?:19|20)[0-9]{2})年', 1)) = 1
        and bool_or(field in ('target_text', 'annual_target'))
),

-- The deadlines of the targets, where nothing better says the year.
deadline_years as (
    select
        cells.document_id,
        regexp_extract(cells.key_text, '((?:19|20)[0-9]{2})年', 1)::integer as report_year,
        count(*) as year_count,
        sum(count(*)) over (partition by cells.document_id) as deadline_count
    from staging.stg_cells as cells
    inner join staging.stg_columns as columns
        on cells.document_id = columns.document_id
        and cells.table_no = columns.table_no
        and cells.column_no = columns.column_no
        and columns.field = 'deadline'
    where regexp_matches(cells.key_text, '(?:19|20)[0-9]{2}年')
    group by cells.document_id, regexp_extract(cells.key_text, '((?:19|20)[0-9]{2})年', 1)
),

deadlines_agreed as (
    select
        document_id,
        report_year
    from deadline_years
    where year_count * 2 > deadline_count and deadline_count >= 2
),

stated as (
    select
        years.*,
        case
            when source_rank <= 3 and is_written_out then source_rank
            when source_rank = 5 and is_written_out then 4
            when source_rank <= 3 then 5
            when source_rank = 5 then 6
            when source_rank in (4, 7) and is_written_out and plans and begins then 9
            when source_rank in (4, 7) and is_written_out and names_targets then 11
            when source_rank = 6 and is_written_out then 10
        end as trust_no
    from years
    where not looks_back
    union all
    select
        document_id,
        report_year,
        method,
        source_rank,
        0 as text_no,
        true as is_written_out,
        false as looks_back,
        true as plans,
        true as begins,
        true as names_targets,
        text,
        trust_no
    from (
        select
            document_id,
            report_year,
            'deadlines' as method,
            4 as source_rank,
            null as text,
            7 as trust_no
        from deadlines_agreed
        union all
        select
            document_id,
            report_year,
            'table' as method,
            3 as source_rank,
            text,
            4 as trust_no
        from header_years
    ) as columns_agreed
    union all
    select
        document_id,
        regexp_extract(squeezed_text, '[〔\[(【]((?:19|20)[0-9]{2})[〕\])】]第?[0-9]{1,4}号', 1)::integer as report_year,
        'document number' as method,
        source_rank,
        text_no,
        true as is_written_out,
        false as looks_back,
        true as plans,
        true as begins,
        true as names_targets,
        text,
        8 as trust_no
    from texts
    where source_rank in (1, 2, 3, 4, 8)
        and length(squeezed_text) <= 60
        and regexp_matches(squeezed_text, '[〔\[(【](?:19|20)[0-9]{2}[〕\])】]第?[0-9]{1,4}号')
),

-- 〔2031〕5号 is the year of issue: a result of that year is of the year before.
asked as (
    select
        documents.document_id,
        kinds.document_kind
    from (select distinct document_id from staging.stg_document_texts) as documents
    left join staging.stg_document_kinds as kinds
        on documents.document_id = kinds.document_id
    left join (select distinct document_id from stated where trust_no <= 7) as surely_stated
        on documents.document_id = surely_stated.document_id
    where surely_stated.document_id is null
),

-- The day of a document: 成文日期, its signature, when it was published, the day in its address.
dates_found as (
    select
        asked.document_id,
        asked.document_kind,
        texts.text,
        case
            when regexp_matches(texts.squeezed_text, '成文日期') then 1
            when texts.source_rank = 7 and length(texts.squeezed_text) <= 12 then 2
            else 3
        end as day_rank,
        regexp_extract(
            texts.squeezed_text,
            '(?:^[^0-9一-龥]*|(?:时间|日期|[>|])[:|]?)((?:19|20)[0-9]{2})[-年./](?:0?([1-9]|1[0-2]))[-月./]',
            ['report_year', 'report_month']
        ) as day,
        regexp_extract(
            texts.squeezed_text, '^[0-3]?[0-9]\.(0?[1-9]|1[0-2])\.((?:19|20)[0-9]{2})', ['report_month', 'report_year']
        ) as day_reversed
    from asked
    inner join staging.stg_document_texts as texts
        on asked.document_id = texts.document_id
    where texts.source_rank in (4, 7, 8)
    union all
    select
        asked.document_id,
        asked.document_kind,
        files.source_url as text,
        4 as day_rank,
        regexp_extract(
            files.source_url,
            '(?:/t?|[^0-9])((?:19|20)[0-9]{2})[-/_]?(0[1-9]|1[0-2])(?:[-/_]?[0-3][0-9])?(?:[/_.]|$)',
            ['report_year', 'report_month']
        ) as day,
        null as day_reversed
    from asked
    inner join staging.stg_side_files as files
        on asked.document_id = files.document_id
    where files.source_url is not null
    union all
    select
        asked.document_id,
        asked.document_kind,
        files.published_on::varchar as text,
        3 as day_rank,
        {'report_year': year(files.published_on)::varchar, 'report_month': month(files.published_on)::varchar} as day,
        null as day_reversed
    from asked
    inner join staging.stg_side_files as files
        on asked.document_id = files.document_id
    where files.published_on is not null
),

dates as (
    select
        document_id,
        document_kind,
        text,
        day_rank,
        coalesce(
            try_cast(day.report_year as integer), try_cast(day_reversed.report_year as integer)
        ) as day_year,
        coalesce(
            try_cast(day.report_month as integer), try_cast(day_reversed.report_month as integer)
        ) as day_month
    from dates_found
),

dated_years as (
    select
        dates.document_id,
        dates.day_year + shifts.year_shift::integer as report_year,
        'date' as method,
        -- a page may be published long after its document
        shifts.confidence::double
        - case when dates.day_rank <= 2 then 0 when dates.day_rank = 3 then 0.05 else 0.1 end as confidence,
        dates.text
    from dates
    inner join seeds.year_of_date as shifts
        on coalesce(dates.document_kind, 'plan') = shifts.document_kind
        and dates.day_month between shifts.first_month::integer and shifts.last_month::integer
    where dates.day_year is not null
    qualify row_number() over (
        partition by dates.document_id order by dates.day_rank, dates.day_year, dates.day_month, dates.text
    ) = 1
),

-- All that is printed. own_text: without the papers that are its ground.
printed as (
    select
        asked.document_id,
        texts.text,
        coalesce(own.squeezed_text, texts.text) as own_text
    from asked
    inner join staging.stg_texts as texts
        on asked.document_id = texts.document_id
    left join staging.stg_document_texts as own
        on texts.document_id = own.document_id
        and texts.text_no = own.text_no
        and own.source_rank in (3, 4, 7)
    union all
    select
        asked.document_id,
        cells.cell_text as text,
        cells.cell_text as own_text
    from asked
    inner join staging.stg_cells as cells
        on asked.document_id = cells.document_id
        and cells.row_no = cells.origin_row_no
        and cells.column_no = cells.origin_column_no
),

-- Every year that the document names and neither looks back nor ahead to, as to the end of a period (2031—2034年).
mentioned as (
    select
        document_id,
        report_year,
        count(*) as mention_count,
        count(*) * 1.0 / sum(count(*)) over (partition by document_id) as mention_share
    from (
        select
            document_id,
            unnest(
                regexp_extract_all(
                    own_text, '(?:^|[^0-9自从到至较比与同〔—–~～-])((?:19|20)[0-9]{2})年(?:度|[^以前底同0-9]|$)', 1
                )
            )::integer as report_year
        from printed
    ) as found
    group by document_id, report_year
),

-- Targets for several years are those of the first: 2031年起5年内, 从2031年开始用三年时间.
periods as (
    select
        document_id,
        regexp_extract(period_text, '^[0-9]{4}')::integer as report_year,
        min(period_text) as text
    from (
        select
            document_id,
            unnest(
                regexp_extract_all(
                    text,
                    '(?:19|20)[0-9]{2}年(?:起|开始)[,，]?(?:利?用|的)?[0-9一二两三四五六七八九十]{1,2}年(?:内|时间|左右)'
                )
            ) as period_text
        from printed
    ) as found
    group by document_id, report_year
    -- one of several is the period of one of its targets
    qualify count(*) over (partition by document_id) = 1
),

-- What was reached by when or in which part of a year, in a report: 截至2031年12月底, 2031年5月份合格率. Where it is said
-- of several years, each is of one target.
reached as (
    select
        document_id,
        regexp_extract(reached_text, '[0-9]{4}')::integer as report_year,
        min(ltrim(reached_text, ',，。;；：:')) as text
    from (
        select
            printed.document_id,
            unnest(
                regexp_extract_all(
                    printed.text,
                    concat(
                        '(?:截[至止]到?(?:19|20)[0-9]{2}年(?:年?底|[6-9]月|1[0-2]月)',
                        '|(?:19|20)[0-9]{2}年(?:[3-9]|1[0-2])月份',
                        -- 2031年上半年, which nothing is compared with
                        '|(?:^|[,，。;；：:])(?:19|20)[0-9]{2}年(?:上半年|前三季度))[^,，。;；]{0,6}'
                    )
                )
            ) as reached_text
        from printed
        inner join asked
            on printed.document_id = asked.document_id
            and asked.document_kind in ('result', 'progress')
    ) as found
    group by document_id, report_year
    qualify count(*) over (partition by document_id) = 1
),

-- Days by which something is to be done, with their year: 2031年11月底前, 2031年年底前.
dated_deadlines as (
    select
        document_id,
        regexp_extract(deadline_text, '[0-9]{4}')::integer as report_year,
        deadline_text
    from (
        select
            document_id,
            unnest(
                regexp_extract_all(
                    own_text,
                    '(?:^|[^0-9〔])(?:19|20)[0-9]{2}年(?:年?底|(?:1[0-2]|[1-9])月(?:份|底|末|[0-9]{1,2}日)?)[之以]?前'
                )
            ) as deadline_text
        from printed
    ) as found
),

-- A plan that says of one thing 2031年11月底前 and of another 年底前 means one year, where no deadline names another.
deadlines_in_texts as (
    select
        dated_deadlines.document_id,
        min(dated_deadlines.report_year) as report_year,
        min(regexp_extract(dated_deadlines.deadline_text, '[0-9]{4}年.*')) as text
    from dated_deadlines
    inner join asked
        on dated_deadlines.document_id = asked.document_id
        and coalesce(asked.document_kind, 'plan') = 'plan'
    inner join (
        select distinct document_id
        from printed
        where regexp_matches(
            own_text, '(?:^|[^0-9年])(?:今?年底前|年内|全年|(?:1[0-2]|[1-9])月(?:份|底|末|[0-9]{1,2}日)[之以]?前)'
        )
    ) as of_this_year
        on dated_deadlines.document_id = of_this_year.document_id
    group by dated_deadlines.document_id
    having count(distinct dated_deadlines.report_year) = 1
        -- a month is named of the year at hand, the end of a year of any
        and bool_or(regexp_matches(dated_deadlines.deadline_text, '^[^到至自从]?[0-9]{4}年[0-9]'))
),

-- The goals of a plan are those of the year that their paragraph begins with: 2031年,空气质量优良天数达到300天以上.
goals as (
    select
        printed.document_id,
        left(printed.own_text, 4)::integer as report_year,
        min(printed.text) as text
    from printed
    inner join asked
        on printed.document_id = asked.document_id
        and coalesce(asked.document_kind, 'plan') = 'plan'
    cross join (
        -- 以上, 控制在: how far, which an account of the year before hardly says
        select list_sort(list(tenses.wording)) as wordings
        from seeds.tense_wordings as tenses
        inner join seeds.measure_operators as operators
            on tenses.wording = operators.wording
            and operators.operator in ('at_least', 'at_most')
        where tenses.tense = 'promise'
    ) as bounds
    cross join (
        select list_sort(list(wording)) as wordings
        from (
            select wording
            from seeds.tense_wordings
            where in_plans = 'no'
            union
            -- what is to be completed is a goal
            select wording
            from seeds.year_wordings
            where meaning = 'looks_back' and wording <> '完成'
        ) as looking_back
    ) as reports
    where regexp_matches(printed.own_text, '^(?:19|20)[0-9]{2}年度?[,，]')
        and list_bool_or(list_transform(bounds.wordings, lambda word: contains(printed.own_text, word)))
        and not list_bool_or(list_transform(reports.wordings, lambda word: contains(printed.own_text, word)))
        and not exists (
            select 1
            from dated_deadlines
            where dated_deadlines.document_id = printed.document_id
                and dated_deadlines.report_year <> left(printed.own_text, 4)::integer
        )
    group by printed.document_id, left(printed.own_text, 4)
    qualify count(*) over (partition by printed.document_id) = 1
),

weaker_found as (
    select
        document_id,
        report_year,
        method,
        confidence,
        text
    from dated_years
    union all
    select
        document_id,
        report_year,
        'text' as method,
        0.65 as confidence,
        text
    from periods
    union all
    select
        document_id,
        report_year,
        'text' as method,
        0.65 as confidence,
        text
    from reached
    union all
    select
        document_id,
        report_year,
        'mentions' as method,
        case
            when mention_count >= 3 and mention_share >= 0.75 then 0.7
            when mention_share > 0.5 then 0.5
            else 0.2
        end as confidence,
        concat(report_year, '年 × ', mention_count) as text
    from mentioned
    union all
    select
        asked.document_id,
        stated.report_year,
        stated.method,
        case
            when stated.method = 'document number' and asked.document_kind = 'result' then 0.3
            when stated.method = 'document number' then 0.75
            when stated.method in ('text', 'closing') and stated.trust_no = 9 then 0.75
            else 0.65
        end as confidence,
        stated.text
    from asked
    inner join stated
        on asked.document_id = stated.document_id
    where stated.trust_no >= 8
    qualify row_number() over (
        partition by asked.document_id, stated.method
        order by
            stated.trust_no,
            case when stated.plans = (coalesce(asked.document_kind, 'plan') = 'plan') then 0 else 1 end,
            stated.text_no,
            -- an account of the year before may go on with the next: 2031年承诺的实事已完成,2032年将继续办好实事
            case when asked.document_kind = 'result' then -stated.report_year else stated.report_year end desc
    ) = 1
),

-- Deadlines and goals are asked where nothing else names another year.
weaker as (
    select *
    from weaker_found
    union all
    select
        found.document_id,
        found.report_year,
        found.method,
        found.confidence,
        found.text
    from (
        select
            document_id,
            report_year,
            'deadlines' as method,
            0.6 as confidence,
            text
        from deadlines_in_texts
        union all
        select
            document_id,
            report_year,
            'text' as method,
            0.65 as confidence,
            text
        from goals
    ) as found
    where not exists (
        select 1
        from weaker_found
        where weaker_found.document_id = found.document_id
            and weaker_found.report_year <> found.report_year
    )
),

-- The best that agrees leaves a share of the doubt, as far as the two are independent; the best that differs takes
-- half its weight away.
weighed as (
    select
        one.document_id,
        one.report_year,
        one.method,
        one.text,
        one.confidence as own_confidence,
        1
        - (1 - one.confidence)
        * (
            1
            - max(
                case
                    when others.report_year = one.report_year and others.method <> one.method then others.confidence
                    else 0
                end
            )
        )
        - 0.5 * max(case when others.report_year <> one.report_year then others.confidence else 0 end) as confidence
    from weaker as one
    inner join weaker as others
        on one.document_id = others.document_id
    group by one.document_id, one.report_year, one.method, one.text, one.confidence
),

best_of_weaker as (
    select *
    from weighed
    qualify row_number() over (
        partition by document_id order by confidence desc, own_confidence desc, report_year desc, method
    ) = 1
),

best_stated as (
    select *
    from stated
    where trust_no <= 7
    qualify row_number() over (
        partition by document_id
        order by
            trust_no,
            case when source_rank in (2, 3, 4) then text_no else 0 end,
            case when plans then 0 else 1 end,
            report_year desc,
            text_no
    ) = 1
),

answers as (
    select
        document_id,
        report_year,
        method,
        case
            when trust_no = 0 then 1
            when trust_no <= 4 then 0.95
            when trust_no <= 6 then 0.85
            else 0.75
        end as confidence,
        text
    from best_stated
    union all
    select
        document_id,
        report_year,
        method,
        confidence,
        text
    from best_of_weaker
)

select
    document_id::varchar as document_id,  -- 文档键: the document it comes from
    case when confidence >= 0.6 then report_year end::integer as report_year,  -- 年度: the year of the targets
    method::varchar as year_method,  -- 年度出处: side file, title, stated title, table, text, file name, deadlines, document number, folder, date or mentions
    confidence::double as year_confidence,  -- 年度置信度: 0 to 1
    case when confidence < 0.6 then report_year end::integer as year_candidate,  -- 可能的年度: where it is not sure enough to be taken
    text::varchar as year_evidence  -- 年度依据: the text that says it, as printed
from answers
