-- 时限: 某年度的一种时限用语 / a deadline wording of a year.
-- grain: deadline_id
select
    deadline_id::varchar as deadline_id,  -- 时限键: 某年度的时限用语 / the deadline wording of a year
    deadline_text::varchar as deadline_text,  -- 完成时限: 按原文 / as printed
    report_year::integer as report_year,  -- 年度: 每年的“年底”是不同的日子 / 年底 is another day every year
    deadline_class::varchar as deadline_class,  -- 时限类别: 有日期、当年、长期（不存在逾期）、随事项（节点）或未写 / date, year, standing (can never be late), event (a milestone) or none
    deadline_date::date as deadline_date,  -- 时限日期: 按期完成的最后一天；未写明则为空 / the last day that keeps it, NULL where none is stated
    is_known_wording::boolean as is_known_wording  -- 词表所载: 词表中有该用语 / the wording stands in the seed
from intermediate.int_deadlines
