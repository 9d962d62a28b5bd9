"""Claims and years in the words of many fields, each decided by hand before it was run."""

from __future__ import annotations

# id: (target, progress text, printed status, reasons why the claim is not borne out)
CLAIMS: dict[str, tuple[str, str, str, set[str]]] = {
    "share_of_the_task_below_one": (
        "招商引资到位资金30亿元",
        "完成全年任务80.5%",
        "是",
        {"unanswered", "ratio_below_one"},
    ),
    "share_of_the_task_above_one": ("招商引资到位资金30亿元", "完成全年任务的104%", "是", {"unanswered"}),
    "share_of_an_unprinted_task": ("完成省下达的造林任务", "完成省下达任务的96%", "是", {"ratio_below_one"}),
    "share_of_an_unprinted_task_done": ("完成省下达的造林任务", "完成省下达任务的103%", "是", set()),
    "share_of_the_task_in_part_of_the_year": (
        "完成省下达的造林任务",
        "上半年完成年度任务的60%,全年完成年度任务的101%",
        "是",
        set(),
    ),
    "the_number_goes_before_the_share": (
        "新建农村公路100公里",
        "新建农村公路104公里,一季度完成年度任务的30%",
        "是",
        set(),
    ),
    "not_started": ("推进园区路网建设", "项目尚未开工", "是", {"under_way"}),
    "not_yet_begun": ("推进园区路网建设", "因用地调整,项目未开工", "是", {"under_way"}),
    "behind_in_words": ("推进园区路网建设", "征迁工作滞后", "是", {"under_way"}),
    "under_construction": ("新建公园5个", "5个公园正在建设", "是", {"unanswered", "under_way"}),
    "short_by": ("城镇化率提高1个百分点", "距目标还差0.5个百分点", "是", {"unanswered", "under_way"}),
    "one_of_a_list_short": (
        "城镇、农村居民人均可支配收入分别增长6%、8%",
        "城镇、农村居民人均可支配收入分别增长6.1%、7.4%",
        "是",
        {"ratio_below_one"},
    ),
    "one_of_all_short": (
        "污水处理率、垃圾无害化处理率均达到95%以上",
        "污水处理率96.1%,垃圾无害化处理率94%",
        "是",
        {"ratio_below_one"},
    ),
    "fell_where_growth_was_promised": ("固定资产投资增长8%", "固定资产投资同比-3.2%", "是", {"ratio_below_one"}),
    "fell_as_promised": ("单位GDP能耗下降3%", "单位GDP能耗同比下降3.2%", "是", set()),
    "hopeful": ("建好市民中心", "市民中心有望年底完工", "是", {"forecast_only"}),
    "early": ("建好市民中心", "市民中心提前一个月建成投用", "是", set()),
    "parts_each": ("新建学校6所", "新建学校6所,其中幼儿园、小学各3所", "是", set()),
    "parts_each_too_few": ("新建学校6所", "新建学校6所,其中幼儿园、小学各2所", "是", {"parts_do_not_sum"}),
    "parts_in_another_unit": (
        "新增绿地2平方公里",
        "新增绿地2平方公里,其中城东绿地120公顷、城西绿地80公顷",
        "是",
        set(),
    ),
    "parts_not_done": ("签约项目50个", "签约项目52个,其中已开工40个、尚未开工12个", "是", set()),
    "parts_not_done_too_few": (
        "签约项目50个",
        "签约项目52个,其中已开工40个、尚未开工10个",
        "是",
        {"parts_do_not_sum"},
    ),
    "deficit_admitted": ("新建公园5个", "新建公园4个,还差1个", "否", set()),
    # --- decided after the rules for those above were written
    "net_short": ("规上工业企业净增10家", "规上工业企业较上年净增8家", "是", {"ratio_below_one"}),
    "double_short": ("充电桩数量翻一番", "充电桩数量增长80%", "是", {"ratio_below_one"}),
    "looks_back_short": (
        "接待游客增长12%,旅游收入增长15%",
        "接待游客1200万人次、旅游收入85亿元,分别增长12.5%、14.1%",
        "是",
        {"ratio_below_one"},
    ),
    "going_on_but_asked": ("推进5个公园建设", "5个公园正在加快建设", "是", set()),
    "under_way_in_another_clause": ("新建公园5个", "建成公园5个,正在完善配套", "是", set()),
    "started_only": ("改造老旧小区20个", "20个老旧小区已全部开工", "是", {"unanswered"}),
    "striving": ("新建公园5个", "建成公园4个,力争年底全部建成", "是", {"forecast_only", "ratio_below_one"}),
    "exceeds_in_words": ("完成省下达的造林任务", "超额完成省下达的造林任务", "是", set()),
    "rank_only": ("综合考核进入全省前10名", "位居全省第12名", "是", set()),
    "plan_share_of_others": ("完善城市管网", "老旧管网改造任务中,雨污分流占60%", "是", set()),
    "plan_share_forecast": ("完成省下达的造林任务", "预计完成年度任务的95%", "是", {"forecast_only"}),
    "plan_share_and_number_short": (
        "新建农村公路100公里",
        "新建农村公路96公里,占年度任务的96%",
        "是",
        {"ratio_below_one"},
    ),
    "other_unit_of_area": ("新建人才公寓1000套", "新建人才公寓8万平方米", "是", {"not_comparable"}),
    "not_complete": ("建成市民中心", "市民中心尚未完工", "是", {"under_way"}),
    "parts_by_place": ("新建公园10个", "新建公园10个,其中东城区4个、西城区3个、南湖区3个", "是", set()),
    "parts_by_place_wrong": (
        "新建公园10个",
        "新建公园10个,其中东城区4个、西城区3个、南湖区4个",
        "是",
        {"parts_do_not_sum"},
    ),
    "parts_with_growth": ("新增就业5万人", "新增就业5.2万人,其中失业人员再就业1.2万人,同比增长5%", "是", set()),
    "done_claimed_met": ("新建公园5个", "新建公园3个", "已完成", {"ratio_below_one"}),
    "decline_too_small": ("信访总量下降10%", "信访总量下降6%", "是", {"ratio_below_one"}),
    "ceiling_kept": ("较大以上事故控制在2起以内", "发生较大以上事故1起", "是", set()),
}

Pairs = set[tuple[int | None, int | None, str]]
DISTRICTS = ("东城区", "西城区", "南湖区", "北塘区", "高新区", "临港区", "新华区", "铁西区", "云龙区", "鼓楼区")
STREETS = ("东关街道", "西关街道", "南关街道", "北关街道", "城中街道")

# id: (targets of 2022, targets of 2023, pairs as (number of 2022, number of 2023, kind))
YEARS: dict[str, tuple[dict[int, str], dict[int, str], Pairs]] = {
    "new_plan_name": (
        {1: "编制实施“十三五”现代农业发展规划"},
        {1: "编制实施“十四五”现代农业发展规划"},
        {(1, 1, "reworded")},
    ),
    "year_of_the_report": (
        {1: "实施2022年度民生实事项目"},
        {1: "实施2023年度民生实事项目"},
        {(1, 1, "same")},
    ),
    "year_of_the_report_and_a_number": (
        {1: "2022年新建公园5个"},
        {1: "2023年新建公园6个"},
        {(1, 1, "raised")},
    ),
    "another_end_year": (
        {1: "2025年底前建成智慧水务平台"},
        {1: "2026年底前建成智慧水务平台"},
        {(1, 1, "reworded")},
    ),
    "clauses_in_other_order": (
        {1: "新建公园3个,改造公厕20座"},
        {1: "改造公厕20座,新建公园3个"},
        {(1, 1, "reworded")},
    ),
    "renamed_noun": ({1: "市场主体总量达到8万户"}, {1: "经营主体总量达到9万户"}, {(1, 1, "raised")}),
    "renamed_farmers": ({1: "培训新型职业农民1200人"}, {1: "培训高素质农民1300人"}, {(1, 1, "raised")}),
    "renamed_capital": ({1: "实际利用外资1亿美元"}, {1: "实际使用外资1.2亿美元"}, {(1, 1, "raised")}),
    "renamed_relocation": ({1: "抓好易地扶贫搬迁后续扶持"}, {1: "抓好易地搬迁后续扶持"}, {(1, 1, "reworded")}),
    "swapped": (
        {1: "完善社会治安防控体系", 2: "深化农村集体产权制度改革"},
        {1: "深化农村集体产权制度改革", 2: "完善社会治安防控体系"},
        {(1, 2, "same"), (2, 1, "same")},
    ),
    "ten_districts": (
        {n: f"{d}新建停车泊位{100 + n}个" for n, d in enumerate(DISTRICTS, 1)},
        {n: f"{d}新建停车泊位{200 + n}个" for n, d in enumerate(reversed(DISTRICTS), 1)},
        {(n, 11 - n, "raised") for n in range(1, 11)},
    ),
    "ten_districts_without_numbers": (
        {n: f"推进{d}智慧停车体系建设" for n, d in enumerate(DISTRICTS, 1)},
        {n: f"推进{d}智慧停车体系建设" for n, d in enumerate(reversed(DISTRICTS), 1)},
        {(n, 11 - n, "same") for n in range(1, 11)},
    ),
    "equal_in_another_unit": ({1: "到位资金20000万元"}, {1: "到位资金2亿元"}, {(1, 1, "reworded")}),
    "raised_in_another_unit": ({1: "完成技改投资9000万元"}, {1: "完成技改投资1亿元"}, {(1, 1, "raised")}),
    "people_in_another_unit": ({1: "新增城镇就业5万人"}, {1: "新增城镇就业52000人"}, {(1, 1, "raised")}),
    "metres_are_fewer": ({1: "改造供水管网5公里"}, {1: "改造供水管网4000米"}, {(1, 1, "lowered")}),
    "metres_are_more": ({1: "改造供水管网5公里"}, {1: "改造供水管网6000米"}, {(1, 1, "raised")}),
    "jin_for_tons": ({1: "粮食总产量稳定在100万吨"}, {1: "粮食总产量稳定在20亿斤"}, {(1, 1, "reworded")}),
    "points_and_level": ({1: "城镇化率提高1个百分点"}, {1: "城镇化率达到65%"}, {(1, 1, "reworded")}),
    "lower_ceiling": ({1: "信访积案控制在20件以内"}, {1: "信访积案控制在15件以内"}, {(1, 1, "raised")}),
    "larger_fall": ({1: "单位GDP能耗下降3%"}, {1: "单位GDP能耗下降3.5%"}, {(1, 1, "raised")}),
    "smaller_fall": ({1: "PM2.5年均浓度下降3%以上"}, {1: "PM2.5年均浓度下降2%以上"}, {(1, 1, "lowered")}),
    "lower_concentration_without_a_bound": (
        {1: "PM2.5年均浓度达到38微克/立方米"},
        {1: "PM2.5年均浓度达到36微克/立方米"},
        {(1, 1, "raised")},
    ),
    "another_bound": ({1: "城镇调查失业率控制在5.5%左右"}, {1: "城镇调查失业率控制在5.5%以内"}, {(1, 1, "reworded")}),
    "other_counter": ({1: "创建绿色工厂6个"}, {1: "创建绿色工厂8家"}, {(1, 1, "raised")}),
    "list_raised": (
        {1: "地区生产总值、固定资产投资分别增长6%、8%"},
        {1: "地区生产总值、固定资产投资分别增长6.5%、9%"},
        {(1, 1, "raised")},
    ),
    "list_split": (
        {1: "城镇、农村居民人均可支配收入分别增长6%、8%"},
        {1: "城镇居民人均可支配收入增长6.5%", 2: "农村居民人均可支配收入增长8.5%"},
        {(1, 1, "split"), (1, 2, "split")},
    ),
    "list_merged": (
        {1: "进口增长6%", 2: "出口增长8%"},
        {1: "进口、出口分别增长6%、8%"},
        {(1, 1, "merged"), (2, 1, "merged")},
    ),
    "starred": ({1: "★新建公园5个"}, {1: "新建公园5个"}, {(1, 1, "same")}),
    "numbered": ({1: "3.完善社会治安防控体系"}, {1: "(5)完善社会治安防控体系"}, {(1, 1, "same")}),
    "growth_turned": ({1: "煤炭消费总量增长2%以内"}, {1: "煤炭消费总量下降1%"}, {(1, 1, "reworded")}),
    "alike_reforms_are_two_targets": (
        {1: "推进行政审批制度改革"},
        {1: "推进殡葬制度改革"},
        {(1, None, "dropped"), (None, 1, "new")},
    ),
    "alike_systems_are_two_targets": (
        {1: "完善基本养老保险体系"},
        {1: "完善突发事件应急体系"},
        {(1, None, "dropped"), (None, 1, "new")},
    ),
    "town_and_country_are_two_targets": (
        {1: "城镇居民人均可支配收入增长6%"},
        {1: "农村居民人均可支配收入增长8%"},
        {(1, None, "dropped"), (None, 1, "new")},
    ),
    # --- decided after the rules for those above were written
    "districts_come_and_go": (
        {1: "推进东关街道旧城改造", 2: "推进西关街道旧城改造"},
        {1: "推进西关街道旧城改造", 2: "推进南关街道旧城改造"},
        {(2, 1, "same"), (1, None, "dropped"), (None, 2, "new")},
    ),
    "streets_with_numbers": (
        {n: f"{d}改造老旧小区{n}个" for n, d in enumerate(STREETS, 1)},
        {n: f"{d}改造老旧小区{n + 6}个" for n, d in enumerate(reversed(STREETS), 1)},
        {(n, 6 - n, "raised") for n in range(1, 6)},
    ),
    "plan_names_in_numbers": ({1: "“十三五”规划项目完工20个"}, {1: "“十四五”规划项目完工25个"}, {(1, 1, "raised")}),
    "slogan_of_the_year": (
        {1: "围绕“项目攻坚年”,新签约亿元项目50个"},
        {1: "围绕“项目提升年”,新签约亿元项目60个"},
        {(1, 1, "raised")},
    ),
    "range_moved": ({1: "地区生产总值增长6%-7%"}, {1: "地区生产总值增长5%-6%"}, {(1, 1, "lowered")}),
    "range_to_number": ({1: "地区生产总值增长6%-7%"}, {1: "地区生产总值增长8%"}, {(1, 1, "raised")}),
    "more_measures": ({1: "新建公园3个"}, {1: "新建公园3个,改造公厕20座"}, {(1, 1, "reworded")}),
    "one_up_one_down": (
        {1: "新建公园10个,改造公厕20座"},
        {1: "新建公园11个,改造公厕10座"},
        {(1, 1, "lowered")},
    ),
    "compression": ({1: "企业开办时间压缩至2个工作日以内"}, {1: "企业开办时间压缩至1个工作日以内"}, {(1, 1, "raised")}),
    "compression_by_hours": (
        {1: "不动产登记时限压缩至5个工作日"},
        {1: "不动产登记时限压缩至3个工作日"},
        {(1, 1, "raised")},
    ),
    "share_by_tenths": ({1: "课后服务参与率达到85%"}, {1: "课后服务参与率达到九成以上"}, {(1, 1, "raised")}),
    "twofold": ({1: "跨境电商交易额增长50%"}, {1: "跨境电商交易额增长一倍"}, {(1, 1, "raised")}),
    "dollars_for_yuan": ({1: "实际使用外资1亿美元"}, {1: "实际使用外资8亿元"}, {(1, 1, "reworded")}),
    "each_of_two": ({1: "新建公园、停车场各5个"}, {1: "新建公园、停车场各6个"}, {(1, 1, "raised")}),
    "rates_of_two": (
        {1: "污水处理率、垃圾处理率均达到95%"},
        {1: "污水处理率、垃圾处理率均达到96%"},
        {(1, 1, "raised")},
    ),
    "ranks_of_one_award": (
        {1: "新增国家级绿色工厂2家"},
        {1: "新增省级绿色工厂8家"},
        {(1, None, "dropped"), (None, 1, "new")},
    ),
    "widened_noun": ({1: "城镇居民人均可支配收入增长6%"}, {1: "居民人均可支配收入增长6%"}, {(1, 1, "reworded")}),
    "merged_bureau_words": (
        {1: "办好政务服务热线", 2: "完善社区矫正体系"},
        {1: "完善社区矫正工作体系", 2: "办好12345政务服务便民热线"},
        {(1, 2, "reworded"), (2, 1, "reworded")},
    ),
    "campaigns": (
        {1: "开展燃气安全专项整治"},
        {1: "开展校外培训专项整治"},
        {(1, None, "dropped"), (None, 1, "new")},
    ),
    "cities": (
        {1: "创建全国文明城市"},
        {1: "创建国家森林城市"},
        {(1, None, "dropped"), (None, 1, "new")},
    ),
}
