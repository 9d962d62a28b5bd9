-- 时限: every deadline wording of a year, its class and its date.
-- grain: deadline_id
-- The wording is read by the seed first, else by what it says: a day, month, quarter or year is a date, with words
-- behind it (9月投入使用) the deadline of a milestone. 年底 is a date, the end of the reported year; 年内 and 全年 have the
-- class year. 二〇二三年十二月三十一日 is read by its figures.
-- 45291 is a day too: the number that a spreadsheet keeps it by, shown because its format was lost.
with
printed_deadlines as (
    select distinct
        texts.document_id,
        texts.text as deadline_text,
        documents.report_year
    from intermediate.int_target_row_texts as texts
    inner join staging.stg_documents as documents
        on texts.document_id = documents.document_id
    where texts.field = 'deadline'
),

wordings as (
    select distinct
        deadline_text,
        report_year
    from printed_deadlines
),

folded as (
    select
        deadline_text,
        report_year,
        -- a deadline of which a sign is lost is no date: 1�月 may be October and December
        case
            when contains(deadline_text, chr(65533)) then chr(65533)
            else translate(
                regexp_replace(deadline_text, '[\s。;；,，]+', '', 'g'),
                '（）－～—–／',
                '()-----'
            )
        end as numeral_text,
        -- 十 is 1 before a figure, 0 behind one, nothing between two and 10 alone
        case
            when regexp_matches(numeral_text, '[一二][〇○零九][〇○零一二三四五六七八九]{2}年')
                or regexp_matches(
                    numeral_text,
                    '^(?:20[0-9]{2}年)?[一二三四五六七八九十]{1,3}月(?:份?[底末前]{0,2}|[一二三四五六七八九十]{1,3}日前?)$'
                )
                then array_to_string(
                    list_transform(
                        regexp_extract_all(
                            numeral_text,
                            '[〇○零一二三四五六七八九十]+[年月日]|[^〇○零一二三四五六七八九十]+|[〇○零一二三四五六七八九十]+'
                        ),
                        lambda piece: case
                            when regexp_matches(piece, '^[〇○零一二三四五六七八九十]+[年月日]$')
                                then replace(
                                    regexp_replace(
                                        regexp_replace(
                                            regexp_replace(
                                                translate(piece, '〇○零一二三四五六七八九', '000123456789'),
                                                '([0-9])十([0-9])', '\1\2'
                                            ),
                                            '([0-9])十', '\1' || '0'
                                        ),
                                        '十([0-9])', '1\1'
                                    ),
                                    '十',
                                    '10'
                                )
                            else piece
                        end
                    ),
                    ''
                )
            else numeral_text
        end as folded_text
    from wordings
),

seeded as (
    select
        folded.deadline_text,
        folded.report_year,
        folded.folded_text,
        known.deadline_class as seed_class,
        known.month as seed_month,
        known.day as seed_day
    from folded
    left join seeds.deadline_wordings as known
        on folded.folded_text = known.wording
),

-- The last date named counts where there are several (3-5月, 2023年3月至2024年6月).
read as (
    select
        *,
        nullif(regexp_extract(folded_text, '^.*?((?:19|20)[0-9]{2})年?[^0-9年]*(?:[0-9]{1,2}月.*)?$', 1), '') as year_text,
        nullif(regexp_extract(folded_text, '^(?:.*[^0-9])?([0-9]{1,2})月', 1), '') as month_text,
        nullif(regexp_extract(folded_text, '^.*月([0-9]{1,2})日', 1), '') as day_text,
        regexp_extract(folded_text, '([上中])旬', 1) as third_text,
        regexp_extract(folded_text, '((?:19|20)[0-9]{2})[./-][0-9]{1,2}[./-][0-9]{1,2}', 1) as dotted_year,
        regexp_extract(folded_text, '(?:19|20)[0-9]{2}[./-]([0-9]{1,2})[./-][0-9]{1,2}', 1) as dotted_month,
        regexp_extract(folded_text, '(?:19|20)[0-9]{2}[./-][0-9]{1,2}[./-]([0-9]{1,2})', 1) as dotted_day,
        -- 2017.12, also behind the month it begins with (2017.3-2017.12)
        regexp_extract(
            folded_text,
            concat(
                '^(?:.*[^0-9./-])?(?:(?:19|20)[0-9]{2}[./-][0-9]{1,2}-)?',
                '((?:19|20)[0-9]{2}[./-](?:1[0-2]|0?[1-9]))(?:[^0-9./-].*)?$'
            ),
            1
        ) as dotted_year_month,
        case
            when regexp_matches(folded_text, '一季度|1季度') then 3
            when regexp_matches(folded_text, '二季度|2季度|上半年|年中') then 6
            when regexp_matches(folded_text, '三季度|3季度') then 9
            when regexp_matches(folded_text, '四季度|4季度|下半年|年底|年末|年内|全年|年终') then 12
        end as quarter_month,
        regexp_matches(
            folded_text,
            '(开工|动工|竣工|完工|投产|投用|使用|启动|建成|开学|验收|通车|开业|运营|入住|交付|开园|完成.{2,}|启用|封顶|试运行|出台|印发|举办|召开|上报|开展|达到|实现|交房|挂牌|签约|落地|供暖)'
        ) as has_milestone,
        case
            when regexp_matches(folded_text, '^(?:3[6-9]|4[0-9]|5[0-4])[0-9]{3}$')
                then date '1899-12-30' + folded_text::integer
        end as numbered_date,
        -- 自7月20日起: when it begins, not when it is due
        regexp_matches(folded_text, '(年|月|日|季度|即日)(起|开始)(执行|实施|施行)?$') as is_beginning
    from seeded
),

dated as (
    select
        *,
        coalesce(
            try_cast(nullif(substr(dotted_year_month, 1, 4), '') as integer),
            try_cast(year_text as integer),
            report_year
        ) as year_no,
        coalesce(
            try_cast(nullif(substr(dotted_year_month, 6), '') as integer),
            try_cast(nullif(dotted_month, '') as integer),
            try_cast(month_text as integer),
            quarter_month,
            case when year_text is not null then 12 end
        ) as month_no
    from read
),

classed as (
    select
        deadline_text,
        report_year,
        folded_text,
        seed_class,
        coalesce(
            seed_class,
            case
                when numbered_date is not null then 'date'
                when is_beginning then 'none'
                when has_milestone then 'event'
                when regexp_matches(folded_text, '长期|持续|常态|常年|不间断|日常|贯穿|每(月|季|季度|半年|年|周|日|天)|[按分逐](月|季|季度|年)')
                    then 'standing'
                when month_text is not null
                    or dotted_year_month <> ''
                    or dotted_month <> ''
                    or regexp_matches(folded_text, '季度|半年')
                    then 'date'
                when regexp_matches(folded_text, '年(底|末|终)|月底') then 'date'
                when year_text is not null or quarter_month is not null then 'year'
                when regexp_matches(folded_text, '前$|时$|期间$|节点|要求') then 'event'
                else 'none'
            end
        ) as deadline_class,
        case
            when seed_class is not null and seed_month is null then null
            when seed_class is null and is_beginning then null
            when numbered_date is not null then numbered_date
            when seed_month is not null
                then try_cast(concat(report_year, '-', lpad(seed_month, 2, '0'), '-', lpad(seed_day, 2, '0')) as date)
            when dotted_day <> '' and dotted_year_month = ''
                then try_cast(
                    concat(dotted_year, '-', lpad(dotted_month, 2, '0'), '-', lpad(dotted_day, 2, '0')) as date
                )
            when month_no is null or year_no is null then null
            when day_text is not null
                then try_cast(
                    concat(year_no, '-', lpad(month_no::varchar, 2, '0'), '-', lpad(day_text, 2, '0')) as date
                )
            when third_text = '上' then try_cast(concat(year_no, '-', lpad(month_no::varchar, 2, '0'), '-10') as date)
            when third_text = '中' then try_cast(concat(year_no, '-', lpad(month_no::varchar, 2, '0'), '-20') as date)
            else last_day(try_cast(concat(year_no, '-', lpad(month_no::varchar, 2, '0'), '-01') as date))
        end as deadline_date
    from dated
)

select
    md5(concat_ws('|', 'deadline', deadline_text, coalesce(report_year::varchar, '')))::varchar as deadline_id,
    deadline_text::varchar as deadline_text,  -- 完成时限: as printed
    report_year::integer as report_year,
    -- A wording that looks like a date and names none that there is (2月30日, 本季度) is none: no wording may stop a load.
    (
        case when deadline_class = 'date' and deadline_date is null then 'none' else deadline_class end
    )::varchar as deadline_class,  -- 时限类别: date, year, standing, event or none
    (case when deadline_class = 'standing' then null else deadline_date end)::date as deadline_date,
    (seed_class is not null)::boolean as is_known_wording
from classed
