-- 承诺与完成配对: for each promised number the reported number that answers it, and the nearest that does not.
-- grain: document_id, target_id, measure_no
-- Paired by noun, unit and kind of statement, never by position: 71 of Heze 2023 answers 100家 and 500家 in reverse
-- order.
with
promised as (
    select
        *,
        row_number() over (
            partition by document_id, target_id, base_measure_unit order by measure_no
        ) = 1 as is_first_of_unit
    from intermediate.int_measure_promised
),

stated_years as (
    select
        document_id,
        target_id,
        text_no,
        max(stated_year) as last_stated_year
    from intermediate.int_reported_figures
    where stated_year is not null
    group by document_id, target_id, text_no
),

reported as (
    select
        figures.*,
        coalesce(figures.stated_year < stated_years.last_stated_year, false) as is_of_earlier_year
    from intermediate.int_reported_figures as figures
    left join stated_years
        on stated_years.document_id = figures.document_id
        and stated_years.target_id = figures.target_id
        and stated_years.text_no = figures.text_no
),

weights as (
    select map_from_entries(list_sort(list({'name': name, 'value': value::double}))) as value_of
    from seeds.measure_weights
),

renewals as (
    select list_sort(list(wording)) as acts
    from seeds.measure_words
    where word_class = 'renewal_act'
),

pieces as (
    select list_sort(list(wording)) as words
    from seeds.measure_words
    where word_class = 'piece_of_work'
),

-- 供水改造1800个村(2031—2035年): what is promised for several years, and reached in all.
periods as (
    select distinct
        document_id,
        target_id
    from intermediate.int_measure_texts
    where text_name = 'target'
        and regexp_matches(plain_text, '(?:^|[^0-9])(?:19|20)[0-9]{2}年?[-—–~～至到]+(?:19|20)[0-9]{2}年')
),

candidates as (
    select
        promised.document_id,
        promised.target_id,
        promised.measure_no,
        promised.noun_key as promised_key,
        promised.value_kind as promised_kind,
        promised.measure_unit_text as promised_unit,
        promised.base_factor as promised_factor,
        promised.target_value as promised_value,
        -- 完成东湾、西岭2处卫生院改造 is not answered by 7处卫生院
        promised.names_each
        and reported.figure_value * reported.base_factor > promised.target_value * promised.base_factor
            as is_more_than_named,
        promised.text_name = 'annual_target' as is_annual_goal,
        periods.target_id is not null as promises_years,
        promised.is_stock as promises_stock,
        promised.may_be_new as promises_new,
        promised.asks_way,
        promised.asks_change,
        array_length(promised.stages) > 0 as promises_stage,
        array_length(promised.stages) > 0
        and array_length(list_intersect(promised.stages, reported.stages)) > 0 as has_same_stage,
        array_length(promised.stages) > 0 and array_length(reported.stages) > 0
        and array_length(list_intersect(promised.stages, reported.stages)) = 0 as is_other_stage,
        promised.measure_unit_kind as promised_measure_unit_kind,
        -- 设立指导站7个,已建成2100座: a figure in another unit than the noun before it speaks of what was promised in that
        -- unit first
        promised.is_first_of_unit
        and promised.measure_unit_kind = 'count'
        and reported.measure_unit_text <> '个'
        and reported.noun_base_unit <> reported.base_measure_unit
        and reported.base_measure_unit = promised.base_measure_unit as is_meant_by_unit,
        array_length(promised.noun_pairs) as promised_pair_count,
        -- 2022年新建420个,2023年新建530个: of two years the later is the year reported on
        reported.says_last_year or reported.is_of_earlier_year as is_earlier_year,
        -- 新建厂房6万平方米 is not answered by 厂房完成桩基2万平方米
        array_length(
            list_filter(
                pieces.words,
                lambda w: ends_with(reported.noun_key, w) and not contains(promised.noun_key, w)
            )
        ) > 0 as is_piece_of_work,
        -- 招聘教师 is not answered by 培训教师; one verb within the other (改造, 完成改造) is the same act
        array_length(
            list_filter(promised.opposed_words, lambda w: contains(reported.noun_key || '|' || reported.after_key, w))
        ) > 0
        and array_length(
            list_filter(promised.own_marks, lambda w: contains(reported.noun_key || '|' || reported.after_key, w))
        ) = 0 as is_opposed,
        reported.act_key <> ''
        and (
            reported.act_key = promised.act_key
            or (length(promised.noun_key) > length(reported.act_key) and ends_with(promised.noun_key, reported.act_key))
        ) as has_same_act,
        -- 每万人拥有面积820平方米 is not answered by 总面积21.6万平方米
        regexp_matches(promised.noun_key, '人均|户均|亩均|每[百千万]*[人户亩名]|^[百千万]+[人户亩名]')
        and contains(reported.noun_key, '总')
        and not regexp_matches(reported.noun_key, '人均|户均|亩均|每[百千万]*[人户亩名]') as is_other_base,
        promised.act_key <> '' and reported.act_key <> ''
        and not contains(promised.act_key, reported.act_key) and not contains(reported.act_key, promised.act_key)
        -- 修缮16处 is answered by 完工13处
        and not list_contains(reported.stages, 'stage_end')
        -- 更新改造电梯 is answered by 更换电梯
        and not (
            list_contains(renewals.acts, promised.act_key) and list_contains(renewals.acts, reported.act_key)
        ) as is_other_act,
        reported.* exclude (document_id, target_id),
        case
            when reported.base_measure_unit = promised.base_measure_unit then 1.0
            -- 人均15平方米 is 15.2平方米/人
            when regexp_matches(promised.noun_key || reported.noun_key, '[均每千万]')
                and contains(promised.base_measure_unit, '/') <> contains(reported.base_measure_unit, '/')
                and split_part(promised.base_measure_unit, '/', 1) = split_part(reported.base_measure_unit, '/', 1)
                then 1.0
            -- 每人每月2600元 is 2600元/人月
            when promised.base_measure_unit = '元'
                and regexp_matches(reported.base_measure_unit, '^元/(?:人[·./]?[月年]|[月年][·./]人)$')
                then 1.0
            -- 个 stands for any counter, 家 and 户 for the same firms, 名 and 人 for the same people
            when reported.measure_unit_kind = 'count' and promised.measure_unit_kind = 'count'
                then value_of['counter_unit_score']
            when reported.measure_unit_kind = 'people' and promised.measure_unit_kind = 'people'
                then value_of['counter_unit_score']
            when reported.measure_unit_text = '个'
                and promised.measure_unit_kind = 'people'
                or promised.measure_unit_text = '个'
                and reported.measure_unit_kind = 'people'
                then value_of['counter_unit_score']
            else 0.0
        end as unit_score,
        (
            right(reported.noun_key, 2) = right(promised.noun_key, 2)
            -- 重大产业项目相关项目: the noun promised only says which projects they are
            and not (
                length(reported.noun_key) > length(promised.noun_key) + 1
                and starts_with(reported.noun_key, promised.noun_key)
            )
        )
        or (reported.counts_what_follows and strpos(reported.after_key, left(promised.noun_key, 2)) = 1)
        or (reported.after_key <> '' and strpos(reported.after_key, right(promised.noun_key, 2)) > 0) as has_same_head,
        case
            when promised.noun_key = '' then 0.0
            when reported.noun_key = promised.noun_key then 1.0
            when reported.noun_key = '' then 0.0
            when promised.short_key <> '' and contains(reported.noun_key, promised.short_key)
                then case when right(reported.noun_key, 2) = promised.short_key then 0.85 else 0.6 end
            -- 重点项目开工率 asked for, 开工率 answered: the head alone is said again
            when length(reported.noun_key) >= 3 and ends_with(promised.noun_key, reported.noun_key) then 0.85
            -- 转化科技成果 asked for, 成果转化 answered: the verb stands behind its noun
            when promised.act_key <> ''
                and ends_with(reported.noun_key, promised.act_key)
                and length(reported.noun_key) >= length(promised.act_key) + 2
                and ends_with(
                    promised.noun_key,
                    left(reported.noun_key, length(reported.noun_key) - length(promised.act_key))
                )
                then 0.85
            -- 婴幼儿照护服务托位 asked for, 托位 answered
            when reported.short_key <> '' and ends_with(promised.noun_key, reported.short_key) then 0.7
            -- 中职学校招生 asked for, 在校生1.38万人,今年招生4127人 answered: the verb stands where the noun was said before
            when reported.is_elliptic
                and reported.act_key <> ''
                and ends_with(promised.noun_key, reported.act_key)
                and array_length(list_filter(promised.noun_pairs, lambda g: contains(reported.noun_key, g))) > 0
                then 0.8
            -- 为12万名女性接种疫苗 asked for, 累计接种12.3万人 or 接种人数12.3万人 answered: the verb alone, within what was promised
            -- or before it (培训救护员320人)
            when length(reported.act_key) >= 2
                and (
                    reported.is_elliptic and reported.noun_key = reported.act_key
                    or reported.noun_key = reported.act_key || '人数'
                )
                and promised.is_first_of_unit
                and promised.base_measure_unit = reported.base_measure_unit
                and (contains(promised.noun_key, reported.act_key) or promised.act_key = reported.act_key)
                then 0.6
            -- 对残疾儿童应救尽救,全年救助不少于150名 asked for, 实际救助138名 answered: the verb alone on both sides
            when promised.is_led_in
                and reported.is_elliptic
                and length(reported.act_key) >= 2
                and promised.act_key = reported.act_key
                and promised.is_first_of_unit
                and promised.base_measure_unit = reported.base_measure_unit
                then 0.6
            -- 新校区完成投资3.2亿元 asked for, 年内完成投资3.2亿元 answered
            when reported.measure_unit_kind = 'money'
                and length(reported.noun_key) = 2
                and ends_with(promised.noun_key, reported.noun_key)
                then 0.6
            -- 加快公共充电桩建设,全年新增800个 asked for: the clause before holds the noun, and words around it; so does what stands
            -- behind
            when (promised.is_led_in or promised.counts_what_follows)
                and contains(promised.noun_key, coalesce(nullif(reported.short_key, ''), reported.noun_key))
                and (reported.short_key <> '' or length(reported.noun_key) >= 3)
                then 0.7
            -- how much of the noun promised comes again, and how much of the noun reported was promised
            else greatest(
                0.95
                * array_length(list_filter(promised.noun_pairs, lambda g: contains(reported.noun_key, g)))
                / greatest(array_length(promised.noun_pairs), 1),
                case
                    when length(reported.noun_key) >= 4
                        then 0.85
                        * array_length(list_filter(promised.noun_pairs, lambda g: contains(reported.noun_key, g)))
                        / (length(reported.noun_key) - 1)
                    else 0.0
                end
            )
        end as similarity_before,
        case
            when promised.noun_key = '' or reported.after_key = '' then 0.0
            when promised.short_key <> '' and starts_with(reported.after_key, promised.short_key) then 0.85
            -- 16个乡镇康复室设备更新工程 asked for, 为16个康复室购置了设备 answered: as many, of a word of the noun promised
            when reported.counts_what_follows
                and reported.figure_value * reported.base_factor = promised.target_value * promised.base_factor
                and (
                    reported.base_measure_unit = promised.base_measure_unit
                    or reported.measure_unit_kind = 'count' and promised.measure_unit_text = '个'
                )
                and length(reported.after_key) >= 3
                and contains(promised.noun_key, left(reported.after_key, 3))
                then 0.7
            -- 5个乡镇水厂管网项目 asked for, 5个项目均已开工 answered: as many, of the head of the noun promised
            when reported.counts_what_follows
                and reported.figure_value * reported.base_factor = promised.target_value * promised.base_factor
                and reported.measure_unit_text = promised.measure_unit_text
                and ends_with(promised.noun_key, left(reported.after_key, 2))
                and regexp_matches(reported.phrase_after, '^..(?:[均都已全]|$)')
                then 0.7
            when promised.counts_what_follows
                and reported.counts_what_follows
                and left(promised.noun_key, 3) = left(reported.after_key, 3)
                then 0.9
            -- 选派年轻干部到一线60名 asked for, 选派63名年轻干部到乡村振兴一线 answered
            when reported.counts_what_follows
                and promised.act_key <> ''
                and reported.act_key = promised.act_key
                and length(promised.noun_key) >= 4
                and left(promised.noun_key, 4) = left(reported.after_key, 4)
                then 0.85
            else greatest(
                0.95
                * array_length(list_filter(promised.noun_pairs, lambda g: contains(reported.after_key, g)))
                / greatest(array_length(promised.noun_pairs), 1),
                case
                    when reported.counts_what_follows and length(reported.after_key) >= 4
                        then 0.8
                        * array_length(list_filter(promised.noun_pairs, lambda g: contains(reported.after_key, g)))
                        / (length(reported.after_key) - 1)
                    else 0.0
                end
            )
        end as similarity_after,
        case
            when reported.prior_noun_key = '' then 0.0
            else 0.9 * array_length(list_filter(promised.noun_pairs, lambda g: contains(reported.prior_noun_key, g)))
                / greatest(array_length(promised.noun_pairs), 1)
        end as similarity_prior,
        -- 助餐点:其中4处已挂牌: the label is what was promised, or the end of it
        case
            when reported.label_key <> ''
                and reported.base_measure_unit = promised.base_measure_unit
                and contains(promised.noun_key, reported.label_key)
                then 0.75
            else 0.0
        end as similarity_label,
        -- taken here, as the steps behind carry numbers more cheaply than the map
        value_of['least_similarity'] as least_similarity,
        value_of['least_near_similarity'] as least_near_similarity,
        value_of['least_other_unit_similarity'] as least_other_unit_similarity,
        value_of['elliptic_similarity'] as elliptic_similarity,
        value_of['other_act_share'] as other_act_share,
        value_of['opposed_share'] as opposed_share,
        value_of['same_act_bonus'] as same_act_bonus,
        value_of['attempt_penalty'] as attempt_penalty,
        value_of['part_penalty'] as part_penalty,
        value_of['partial_year_penalty'] as partial_year_penalty,
        value_of['reached_level_penalty'] as reached_level_penalty,
        value_of['elliptic_penalty'] as elliptic_penalty,
        value_of['begun_penalty'] as begun_penalty,
        value_of['annual_goal_bonus'] as annual_goal_bonus,
        value_of['prior_bonus'] as prior_bonus,
        value_of['cumulated_limit'] as cumulated_limit
    from promised
    inner join reported
        on reported.document_id = promised.document_id and reported.target_id = promised.target_id
    left join periods
        on promised.document_id = periods.document_id and promised.target_id = periods.target_id
    cross join weights
    cross join renewals
    cross join pieces
),

likened as (
    select
        *,
        case
            when is_elliptic and noun_key = ''
                then elliptic_similarity * (case when is_other_stage then other_act_share else 1.0 end)
            else (
                greatest(
                    similarity_before,
                    similarity_after,
                    similarity_prior,
                    similarity_label,
                    case when is_meant_by_unit then elliptic_similarity else 0.0 end
                )
                -- 津贴80元/人月 answers each promise of 津贴 alike: the head of its sentence says which
                + case when base_measure_unit like '元/%' then prior_bonus * similarity_prior else 0.0 end
            )
            * (case when is_other_act or is_other_stage then other_act_share else 1.0 end)
            * (case when is_opposed then opposed_share else 1.0 end)
        end as noun_similarity
    from candidates
),

judged as (
    select
        *,
        not is_planned
        and not (is_ratio_of_plan and (noun_key <> promised_key or unit_score = 0))
        and not (is_negated and not regexp_matches(promised_key, '未|缺口|差距'))
        and not (is_unfinished and not asks_way)
        and not is_earlier_year
        and not is_piece_of_work
        and not is_more_than_named
        and not (is_share_of_whole and noun_similarity < 0.7)
        -- 较年初新增105亿元 is what came about in the year
        and not (is_change and not asks_change and not (is_since_january and promises_new)) as is_statement,
        unit_score > 0
        and value_kind = promised_kind
        and (unit_score = 1.0 or has_same_head)
        and not is_other_base
        and not (is_stock and not promises_stock)
        -- 累计发放2.52亿元 is the year's where 2.4亿元 was promised, and more than the year's where 1亿元 was
        and not (
            is_cumulated
            and not promises_stock
            and not promises_years
            -- 累计新增床位1.65万张 counts new ones as well
            and (
                promises_new and not is_new_only
                or figure_value * base_factor > cumulated_limit * promised_value * promised_factor
            )
        )
        and not (promises_stock and is_new_only and not is_stock)
        and not (promises_new and is_reached_level) as is_comparable
    from likened
),

scored as (
    select
        *,
        case when similarity_after > similarity_before then phrase_after else noun_text end as counted_text,
        -- 筹集公寓2处合计310套: the figure in the unit that was promised is the answer, with all that was said before the other
        is_meant_by_unit and noun_key = promised_key as is_said_of_noun,
        noun_similarity * (0.7 + 0.3 * unit_score)
        + (case when has_same_head then 0.05 else 0.0 end)
        + (case when has_same_act or has_same_stage or is_said_of_noun then same_act_bonus else 0.0 end)
        + (case when is_annual_goal then annual_goal_bonus else 0.0 end)
        - (case when is_attempt then attempt_penalty else 0.0 end)
        - (case when is_part and not says_this_year and noun_key <> promised_key then part_penalty else 0.0 end)
        -- 开工19处,完工13处: what was only begun goes behind what was done
        - (
            case
                when not promises_stage and array_length(stages) = 1 and stages[1] = 'stage_begin' then begun_penalty
                else 0.0
            end
        )
        - (case when is_partial_year then partial_year_penalty else 0.0 end)
        - (case when is_elliptic and not is_said_of_noun then elliptic_penalty else 0.0 end)
        - (
            case
                -- 上半年解决120个村,累计解决1500个村: of what is promised for years the year's is a part
                when promises_years and not promises_stock
                    then case when is_cumulated then 0.0 else reached_level_penalty end
                when (is_reached_level or is_cumulated) and not promises_stock then reached_level_penalty
                else 0.0
            end
        ) as pair_score
    from judged
    where is_statement
),

-- a reported number answers the promise it is nearest to
answers as (
    select *
    from scored
    where is_comparable and noun_similarity >= least_similarity
    -- 2家正在报批,10家正在安装: of several that are under way none is how far it is
    qualify not (
        is_unfinished
        and count(case when is_unfinished then 1 end) over (partition by document_id, target_id, measure_no) > 1
    )
        and pair_score >= max(pair_score) over (partition by document_id, target_id, text_no, start_pos, item_no)
        - 0.001
),

-- 甲区450元、乙区430元 asked for, 甲区…城区450元;乙区…城区430元 answered: of numbers that could each answer either promise the
-- first answers the first, whatever they come to
answers_in_order as (
    select
        *,
        dense_rank() over (
            partition by document_id, target_id, text_no, start_pos, item_no order by measure_no
        ) = dense_rank() over (
            partition by document_id, target_id, measure_no order by text_no, start_pos, item_no
        ) as is_in_order
    from answers
),

best_answers as (
    select *
    from answers_in_order
    qualify row_number() over (
        partition by document_id, target_id, measure_no
        order by pair_score desc, is_in_order desc, text_no, start_pos, item_no
    ) = 1
),

runners_up as (
    select
        document_id,
        target_id,
        measure_no,
        pair_score as runner_up_score
    from answers
    qualify row_number() over (
        partition by document_id, target_id, measure_no order by pair_score desc, text_no, start_pos, item_no
    ) = 2
),

near_misses as (
    select scored.*
    from scored
    -- the answer to one promise is no wrong answer to another
    anti join best_answers
        on best_answers.document_id = scored.document_id
        and best_answers.target_id = scored.target_id
        and best_answers.text_no = scored.text_no
        and best_answers.start_pos = scored.start_pos
        and best_answers.item_no = scored.item_no
    where not is_comparable
        and not is_elliptic
        and (
            noun_similarity >= least_near_similarity
            -- 高素质农民1200人 against 新型职业农民培训班12期: another counter under another word
            or unit_score < 1.0
            and value_kind = 'level'
            and promised_kind = 'level'
            and measure_unit_kind in ('count', 'people', 'visits', 'area', 'length')
            and promised_measure_unit_kind in ('count', 'people', 'visits', 'area', 'length')
            and noun_similarity >= least_other_unit_similarity
            -- and one pair of characters alone (企业) is no word of the same thing
            and noun_similarity * promised_pair_count >= 1.8
        )
    qualify row_number() over (
        partition by document_id, target_id, measure_no order by pair_score desc, text_no, start_pos, item_no
    ) = 1
)

select
    promised.document_id::varchar as document_id,  -- 文档键: the document
    promised.target_id::varchar as target_id,  -- 目标键: the target
    promised.measure_no::integer as measure_no,  -- 指标序号: the promised number
    (case
        when best_answers.measure_no is not null then 'answered'
        when near_misses.measure_no is not null then 'not_comparable'
        else 'unanswered'
    end)::varchar as answer_kind,  -- 应答情况: answered, not_comparable or unanswered
    (case
        when best_answers.base_measure_unit = promised.base_measure_unit
            and best_answers.measure_unit_text <> promised.measure_unit_text
            then round(best_answers.figure_value * best_answers.base_factor / promised.base_factor, 6)
        else best_answers.figure_value
    end)::double as reported_value,  -- 完成值: in the unit of the promise; NULL where none was reported
    coalesce(best_answers.measure_unit_text, near_misses.measure_unit_text)::varchar as reported_measure_unit_text,  -- 完成单位: as printed, also of one that is not comparable
    near_misses.figure_value::double as other_value,  -- 不可比数值: the nearest number of another unit or noun
    coalesce(best_answers.counted_text, near_misses.counted_text)::varchar as reported_noun_text,  -- 完成名词: what the reported number counts
    best_answers.growth_direction::varchar as reported_direction,  -- 完成增减方向: up, down or ''
    coalesce(best_answers.text_no, near_misses.text_no)::integer as progress_no,  -- 进展文本序号: which progress text
    coalesce(best_answers.start_pos, near_misses.start_pos)::integer as reported_start_pos,  -- 完成起始位置: in that text, from 1
    coalesce(best_answers.end_pos, near_misses.end_pos)::integer as reported_end_pos,  -- 完成结束位置: the number's last character
    coalesce(best_answers.is_forecast, false)::boolean as is_forecast,  -- 是否预计: the answer is a forecast
    coalesce(best_answers.is_partial_year, false)::boolean as is_partial_year,  -- 是否不足全年: the answer does not cover the year
    coalesce(best_answers.noun_similarity, near_misses.noun_similarity)::double as noun_similarity,  -- 名词相似度: 0..1
    best_answers.pair_score::double as pair_score,  -- 配对得分: of the answer chosen
    runners_up.runner_up_score::double as runner_up_score  -- 次选得分: of the next best answer
from promised
left join best_answers
    on best_answers.document_id = promised.document_id
    and best_answers.target_id = promised.target_id
    and best_answers.measure_no = promised.measure_no
left join near_misses
    on near_misses.document_id = promised.document_id
    and near_misses.target_id = promised.target_id
    and near_misses.measure_no = promised.measure_no
    and best_answers.measure_no is null
left join runners_up
    on runners_up.document_id = promised.document_id
    and runners_up.target_id = promised.target_id
    and runners_up.measure_no = promised.measure_no
