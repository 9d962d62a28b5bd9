-- 人工接续决定都还对得上目标: every decision on a match still fits its targets
-- severity: warn
-- checked: intermediate.int_match_decisions
-- why: 对不上的决定不会应用，要有人知道: a decision that does not fit is not applied; somebody should know
-- remedy: 核对 sql/seeds/match_decisions.csv 的这一行:
--     correct that line of sql/seeds/match_decisions.csv
select
    'sql/seeds/match_decisions.csv' as source_place,
    decision_no,
    jurisdiction_name,
    from_year,
    from_target_no,
    to_year,
    to_target_no,
    decision,
    problem
from intermediate.int_match_decisions
where problem is not null
