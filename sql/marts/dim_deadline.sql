-- 时限: a deadline wording of a year.
-- grain: deadline_id
select
    deadline_id::varchar as deadline_id,  -- 时限键: the deadline wording of a year
    deadline_text::varchar as deadline_text,  -- 完成时限: as printed
    report_year::integer as report_year,  -- 年度: 年底 is another day every year
    deadline_class::varchar as deadline_class,  -- 时限类别: date, year, standing (can never be late), event (a milestone) or none
    deadline_date::date as deadline_date,  -- 时限日期: the last day that keeps it, NULL where none is told
    is_known_wording::boolean as is_known_wording  -- 词表所载: the wording stands in the seed
from intermediate.int_deadlines
