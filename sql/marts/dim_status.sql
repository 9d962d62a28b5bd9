-- 评价: a status wording and its class.
-- grain: status_id
select
    status_id::varchar as status_id,  -- 评价键: the status wording
    status_text::varchar as status_text,  -- 评价原文: as printed
    status_class::varchar as status_class,  -- 评价类别: met, exceeded, on_track, ahead, behind, expected, changed or not_judged
    is_known_wording::boolean as is_known_wording  -- 词表所载: the wording stands in the seed
from intermediate.int_statuses
