-- 评价: every status wording and its class.
-- grain: status_id
-- The wording is read by the seed; a wording the seed does not hold by the words in it, from the plainest to the
-- vaguest. Of words with boxes (☑是 ☐否, 是□ 否☑, (√)是( )否) that with the ticked box counts; where none is ticked, none.
with
wordings as (
    select distinct text as status_text
    from intermediate.int_target_row_texts
    where field = 'status'
),

folded as (
    select
        status_text,
        -- a verdict of which a sign is lost is none: �完成 may be 未完成
        case
            when contains(status_text, chr(65533)) then chr(65533)
            else translate(
                regexp_replace(status_text, '[\s。.;；,，、]+', '', 'g'),
                '（）',
                '()'
            )
        end as folded_text
    from wordings
),

boxes as (
    select
        status_text,
        folded_text,
        regexp_replace(
            regexp_replace(folded_text, '[(\[【][√✓✔☑vV][)\]】]|[☑☒✓✔√■●◉]', '☑', 'g'),
            '[(\[【][)\]】]|[☐□○◯▢]', '☐', 'g'
        ) as boxed_text
    from folded
),

ticked as (
    select
        status_text,
        case
            when not contains(boxed_text, '☐') or not regexp_matches(boxed_text, '[^☑☐]') then folded_text
            when regexp_matches(boxed_text, '^[☑☐]') then regexp_extract(boxed_text, '☑([^☑☐]+)', 1)
            else regexp_extract(boxed_text, '([^☑☐]+)☑', 1)
        end as folded_text
    from boxes
),

seeded as (
    select
        ticked.status_text,
        ticked.folded_text,
        min(known.status_class) as seed_class
    from ticked
    left join seeds.status_wordings as known
        on ticked.folded_text = known.wording
    group by ticked.status_text, ticked.folded_text
)

select
    md5(concat_ws('|', 'status', status_text))::varchar as status_id,  -- 评价键: the status wording
    status_text::varchar as status_text,  -- 评价原文: as printed
    coalesce(
        seed_class,
        case
            when regexp_matches(folded_text, '调整|取消|终止|变更|暂停|延期') then 'changed'
            when regexp_matches(folded_text, '预计|有望|预期|可望') then 'expected'
            when regexp_matches(folded_text, '未|滞后|缓慢|落后|欠|逾期|低于|不达|否') then 'behind'
            when regexp_matches(folded_text, '超额|超出目标') then 'exceeded'
            when regexp_matches(folded_text, '超|提前.{0,4}进度|快于|领先') then 'ahead'
            when regexp_matches(folded_text, '推进|进行|正在|进度|序时|实施|启动|开工|是') then 'on_track'
            when regexp_matches(folded_text, '完成|办结|达标|达到|建成|竣工|落实|100%') then 'met'
            else 'not_judged'
        end
    )::varchar as status_class,  -- 评价类别: met, exceeded, on_track, ahead, behind, expected, changed or not_judged
    (seed_class is not null)::boolean as is_known_wording  -- 词表所载: the wording stands in the seed
from seeded
