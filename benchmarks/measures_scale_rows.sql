-- The made-up rows of measures_scale.py: a portfolio of targets a place that changes from year to year, and what was reported.
-- Variables: places, years, targets (a place and year).
-- No two places say it alike: a target has a name of its own in its words, which it keeps as long as it goes on, one noun in three
-- carries that name (云溪口袋公园), and nine progress texts in ten speak of something that no other text speaks of.
create table slots as
with lists as (
    select
            [
                '口袋公园', '停车泊位', '社区食堂', '养老床位', '标准化卫生室', '燃气管网', '城市绿道', '充电桩', '高标准农田', '高新技术企业', '绿色工厂',
                '家庭农场', '公办幼儿园学位', '保障性租赁住房', '城镇老旧小区', '农村公路', '文化惠民演出', '中小学教师', '高层次人才', '经营主体', '技能人才',
                '农村改厕', '专精特新中小企业', '智慧社区', '城市书房', '规模以上工业企业', '科技成果', '上市后备企业', '绿色食品认证产品', '雨污分流管网'
            ] as nouns,
            [
                '个', '个', '家', '张', '所', '公里', '公里', '个', '万亩', '家', '家', '家', '个', '套', '个', '公里', '场', '名',
                '名', '万户', '万人次', '万户', '家', '个', '处', '家', '项', '家', '个', '公里'
            ] as units,
            [
                '规模以上工业增加值', '一般公共预算收入', '社会消费品零售总额', '固定资产投资', '外贸进出口总额', '地区生产总值', '居民人均可支配收入', '民间投资'
            ] as growths,
            [
                '完善社会治安防控体系', '推动文化旅游融合发展', '防范化解重点领域风险,守牢安全底线', '统筹抓好国家卫生城市创建', '健全守信激励和失信惩戒制度'
            ] as words,
            [
                '新建', '新增', '建成', '培育', '完成'
            ] as verbs,
            [
                '召开现场推进会12次', '印发《年度工作方案》(政办发〔2022〕9号)', '涉及31个乡镇(街道)', '累计投入财政资金3.4亿元', '较去年同期加快12个百分点'
            ] as noise
),
numbered as (
    select
        place_no, year_no, slot_no,
        -- a slot keeps its target for some years, then another one takes its place
        hash(place_no, slot_no, (year_no + hash(place_no, slot_no) % 7) // 6) as theme,
        hash(place_no, slot_no, year_no) as dice,
        '云山溪河林泉石桥松竹梅兰荷柳枫桂安宁和顺丰盛昌隆明德仁义诚信文武东西南北春夏秋冬金银玉翠红青白紫龙凤鹤鹿雁鹏海湖江川峰岭星月霞露' as name_signs
    from range(getvariable('places')::bigint) as places (place_no)
    cross join range(getvariable('years')::bigint) as years (year_no)
    cross join range(getvariable('targets')::bigint) as slots (slot_no)
),
-- four signs out of 64: sixteen million names
named as (
    select
        *,
        list_reduce(list_transform([1, 64, 4096, 262144], lambda n: name_signs[1 + (theme // n % 64)::bigint]), lambda a, b: a || b) as name_text,
        list_reduce(list_transform([1, 64, 4096, 262144], lambda n: name_signs[1 + (dice // n % 64)::bigint]), lambda a, b: a || b) as event_text
    from numbered
)
select
    place_no, year_no, slot_no, dice, theme % 10 as form,
    name_text,
    case when theme // 13 % 3 = 0 then name_text else '' end || nouns[1 + (theme // 10 % 30)::bigint] as noun,
    units[1 + (theme // 10 % 30)::bigint] as unit,
    growths[1 + (theme // 10 % 8)::bigint] as growth,
    words[1 + (theme // 10 % 5)::bigint] as word,
    verbs[1 + (dice % 5)::bigint] as verb,
    verbs[1 + (theme // 7 % 5)::bigint] as usual_verb,
    case when dice // 17 % 10 > 0 then event_text || '工作专班' else '' end || noise[1 + (dice // 5 % 5)::bigint] as noise_text,
    20 + (theme // 300 % 400)::integer + (case dice % 3 when 0 then 10 else 0 end) as amount,
    4 + (theme // 77 % 8)::integer + (case dice % 4 when 0 then 1 else 0 end) as pace,
    dice // 100 % 10 as answer
from named, lists;
create table intermediate.int_targets as
select
    md5(concat_ws('|', place_no, year_no, slot_no)) as target_id, left(md5(concat_ws('|', place_no, year_no)), 16) as document_id,
    md5(place_no::varchar) as jurisdiction_id, '第' || place_no || '市' as jurisdiction_name, 2005 + year_no::integer as report_year,
    'result' as document_kind, true as is_current, true as speaks_for_year, false as is_compiled, 1 as table_run_no, slot_no::integer + 1 as block_no,
    (slot_no + 1)::varchar as target_no,
    case
        when form < 6 then '聚焦' || name_text || '高质量发展,' || (case dice % 9 when 0 then verb else usual_verb end) || noun || amount || unit || '以上'
        when form < 8 then growth || '增长' || pace || '%左右'
        else word
    end as target_text,
    null::varchar as annual_target_text, null::varchar as section_name, 1 as anchor_table_no, slot_no::integer * 2 + 2 as anchor_row_no
from slots;
create table intermediate.int_target_progress as
select
    md5(concat_ws('|', place_no, year_no, slot_no)) as target_id, left(md5(concat_ws('|', place_no, year_no)), 16) as document_id,
    1 as progress_no,
    case
        when form >= 8 then noise_text || ',各项工作有序推进'
        when form >= 6 then noise_text || '。全年' || growth || '同比增长' || (pace + answer / 4.0)::varchar || '%,增速居全省第5位'
        when answer = 0 then noise_text || ';实施' || noun || '相关项目12项'
        when answer = 1 then noise_text || ',各项工作有序推进'
        when answer < 4 then '全市' || noun || '存量达到' || amount * 9 || unit || ',其中' || verb || (amount + 3) || unit || ';' || noise_text
        when answer = 4 then '预计全年' || verb || noun || amount || unit || ',' || noise_text
        else noise_text || '。截至12月底,实际' || verb || noun || (amount + answer::integer - 6) || unit || ',同比增长11.4%'
    end as progress_text,
    1 as table_no, slot_no::integer * 2 + 2 as row_no
from slots;
create table intermediate.int_target_units as
select
    md5(concat_ws('|', place_no, year_no, slot_no)) as target_id, left(md5(concat_ws('|', place_no, year_no)), 16) as document_id,
    md5(concat_ws('|', place_no, bureau)) as unit_id, bureau as unit_name, bureau as unit_text, 1 as table_run_no,
    slot_no::integer * 2 + nth as table_run_row_no, 'unspecified' as unit_role
from (
    select *, unnest([1, 2]) as nth, unnest([bureaus[1 + (hash(place_no, slot_no) % 12)::bigint],
        bureaus[1 + (hash(place_no, slot_no, year_no // 4) % 12)::bigint]]) as bureau
    from slots, (select [
                '市教育局', '市财政局', '市科技局', '市民政局', '市商务局', '市交通运输局', '市农业农村局', '市生态环境局', '市卫生健康委', '市发展改革委',
                '市市场监管局', '市工业和信息化局'
            ] as bureaus)
);
create table intermediate.int_target_leaders as
select
    md5(concat_ws('|', place_no, year_no, slot_no)) as target_id, left(md5(concat_ws('|', place_no, year_no)), 16) as document_id,
    leaders[1 + (hash(place_no, slot_no % 5, year_no // 5) % 8)::bigint] as leader_name, 1 as leader_no
from slots, (select ['沈知行', '陆秋水', '贺连城', '梅若谷', '程远山', '苏望亭', '顾长风', '白景行'] as leaders);
create table intermediate.int_target_rows as
select
    target_id, document_id, table_run_no, table_run_row_no, 1 as table_no, table_run_row_no + 1 as row_no, '年底' as deadline_text, '是' as status_text,
    unit_text, 'span' as assignment_method, 1.0 as assignment_confidence, 'row ' || table_run_row_no as source_place
from intermediate.int_target_units;
create table intermediate.int_target_row_texts as
select document_id, table_run_no, table_run_row_no, 'status' as field, '是' as text, table_run_row_no + 1 as text_row_no, false as is_shared
from intermediate.int_target_units;
create table staging.stg_rows as
select
    units.document_id, 1 as table_run_no, units.table_run_row_no, 1 as table_no, units.table_run_row_no + 1 as row_no, 'row ' || units.table_run_row_no as source_place,
    'data' as row_kind, true as span_is_known, 7 as cell_count, false as is_realigned, null::varchar as section_name,
    targets.target_no as target_no_text, targets.anchor_row_no as target_no_row_no, targets.target_no,
    targets.target_text, targets.anchor_row_no as target_row_no, leaders.leader_name as leader_text, targets.anchor_row_no as leader_row_no,
    units.unit_name as unit_text, units.table_run_row_no + 1 as unit_row_no, '年底' as deadline_text, units.table_run_row_no + 1 as deadline_row_no,
    progress.progress_text, progress.row_no as progress_row_no, '是' as status_text, units.table_run_row_no + 1 as status_row_no,
    null::varchar as measure_unit_text
from intermediate.int_target_units as units
inner join intermediate.int_targets as targets using (target_id)
inner join intermediate.int_target_progress as progress using (target_id)
inner join intermediate.int_target_leaders as leaders using (target_id);
create table marts.dim_target as select * from intermediate.int_targets;
create table intermediate.int_units as
select distinct unit_id, unit_name as current_name, []::varchar[] as heir_names, jurisdiction_id, jurisdiction_name
from intermediate.int_target_units inner join intermediate.int_targets using (target_id);
create table intermediate.int_unit_appearances as
select unit_id, jurisdiction_id, left(current_name, 1) as level_name from intermediate.int_units;
create table intermediate.int_jurisdiction_successions as
select distinct
    jurisdiction_id, jurisdiction_name, jurisdiction_id as current_jurisdiction_id, jurisdiction_name as current_jurisdiction_name
from intermediate.int_targets;
create table intermediate.int_documents as
select distinct document_id, document_id || '.md' as document_path, report_year, document_kind, null::date as as_of_date, is_current, is_compiled
from intermediate.int_targets;
create table marts.dim_document as select * from intermediate.int_documents;
create table intermediate.int_target_text_places as
select target_id, 'target' as text_name, 1 as text_no, document_id, anchor_table_no as table_no, anchor_row_no as row_no,
    'row ' || anchor_row_no as source_place
from intermediate.int_targets
union all
select target_id, 'progress' as text_name, progress_no as text_no, document_id, table_no, row_no, 'row ' || row_no as source_place
from intermediate.int_target_progress;
-- every text is printed as it is compared
create table intermediate.int_printed_target_texts (
    document_id varchar, target_id varchar, text_name varchar, comparable_text varchar, printed_text varchar
);
create table intermediate.int_statuses as select '是' as status_text, 'on_track' as status_class;
drop table slots;

-- no cell of a bare number: no header and no line above the table is asked for its unit
create table staging.stg_columns (
    document_id varchar, table_no integer, part_no integer, field varchar, slot_no integer, header_text varchar,
    names_target boolean
);
create table staging.stg_field_cells (
    document_id varchar, table_no integer, row_no integer, field varchar, cell_text varchar, text_row_no integer
);
create table staging.stg_texts (document_id varchar, table_no integer, text varchar);
