-- 单位与职务用语表的每一行都能用，且不重复: every line of the seeds of unit and leader words can be used and stands once
-- severity: stop
-- checked: seeds.unit_endings
-- why: 写错的值永远读不到，重复的行看不出用哪一行: a misspelt value is never read, and of two lines nobody knows which holds
-- remedy: 改正该行，或删去多余的一行:
--     correct the line, or take the line too many out
with
lines as (
    select
        'sql/seeds/unit_endings.csv' as source_place,
        ending as wording,
        concat_ws(', ', ends_glued, ends_listed, ends_spaced, is_rest, shares_level) as stated,
        coalesce(ends_glued, '') in ('yes', 'no')
        and coalesce(ends_listed, '') in ('yes', 'before_level', 'no')
        and coalesce(ends_spaced, '') in ('yes', 'no')
        and coalesce(is_rest, '') in ('yes', 'no')
        and coalesce(shares_level, '') in ('yes', 'no') as is_usable
    from seeds.unit_endings
    union all
    select
        'sql/seeds/unit_role_words.csv' as source_place,
        wording,
        concat_ws(', ', position, unit_role) as stated,
        coalesce(concat_ws(' ', position, unit_role), '') in (
            'label lead', 'label support', 'label responsible',
            'tail lead', 'tail support', 'tail unspecified',
            'between support'
        ) as is_usable
    from seeds.unit_role_words
    union all
    select
        'sql/seeds/leader_titles.csv' as source_place,
        title as wording,
        position as stated,
        coalesce(position, '') in ('before', 'behind', 'both') as is_usable
    from seeds.leader_titles
),

counted as (
    select
        source_place,
        wording,
        stated,
        is_usable and coalesce(regexp_matches(wording, '^[一-龥]+$'), false) as is_usable,
        count(*) over (partition by source_place, wording) as times
    from lines
)

select
    source_place,
    wording,
    stated,
    times
from counted
where not is_usable or times > 1
