-- 评价: 一种评价用语及其类别 / a status wording and its class.
-- grain: status_id
select
    status_id::varchar as status_id,  -- 评价键: 评价用语 / the status wording
    status_text::varchar as status_text,  -- 评价原文: 按原文 / as printed
    status_class::varchar as status_class,  -- 评价类别: 已完成、超额完成、按进度、超进度、滞后、预计完成、已调整或未评价 / met, exceeded, on_track, ahead, behind, expected, changed or not_judged
    is_known_wording::boolean as is_known_wording  -- 词表所载: 词表中有该用语 / the wording stands in the seed
from intermediate.int_statuses
