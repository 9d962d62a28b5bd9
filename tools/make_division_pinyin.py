"""Make sql/seeds/division_pinyin.csv from the seed of divisions with the package pypinyin (MIT licence).

    pip install pypinyin==0.55.0
    python tools/make_division_pinyin.py

Government sites are named in pinyin without tones (heze.gov.cn, lingbi.gov.cn). The package is needed
here only, it is no dependency of duban. Readings that names of places have kept and its dictionary does not know are in
READINGS.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pypinyin import Style, lazy_pinyin, load_phrases_dict

SEEDS = Path(__file__).parents[1] / "sql" / "seeds"
COLUMNS = ("division_code", "short_name", "short_pinyin", "full_pinyin")
# Gazetteer readings (中国地名大词典), where a character is read otherwise than elsewhere.
READINGS = {
    "陕西": "shaan xi", "六安": "lu an", "亳州": "bo zhou", "蚌埠": "beng bu", "东阿": "dong e",
    "单县": "shan xian", "乐清": "yue qing", "乐山": "le shan", "乐亭": "lao ting", "台州": "tai zhou",
    "莘县": "shen xian", "蔚县": "yu xian", "涡阳": "guo yang", "大埔": "da bu", "番禺": "pan yu",
    "尉氏": "wei shi", "浚县": "xun xian", "会昌": "hui chang", "中牟": "zhong mu", "牟平": "mu ping",
    "洪洞": "hong tong", "繁峙": "fan shi", "井陉": "jing xing", "歙县": "she xian", "枞阳": "zong yang",
    "珙县": "gong xian", "犍为": "qian wei", "荥经": "ying jing", "荥阳": "xing yang", "监利": "jian li",
    "泌阳": "bi yang", "柘城": "zhe cheng", "嵊州": "sheng zhou", "吴堡": "wu bu", "柞水": "zha shui",
    "铅山": "yan shan", "丽水": "li shui", "丽江": "li jiang", "厦门": "xia men", "长治": "chang zhi",
    "朝阳": "chao yang", "重庆": "chong qing", "婼羌": "ruo qiang", "渑池": "mian chi", "盱眙": "xu yi",
    "郫都": "pi du", "郯城": "tan cheng", "砀山": "dang shan", "临朐": "lin qu", "任丘": "ren qiu",
    "任城": "ren cheng", "应县": "ying xian", "曲阜": "qu fu", "曲靖": "qu jing", "解放": "jie fang",
    "隰县": "xi xian", "长子": "zhang zi", "行唐": "xing tang", "藁城": "gao cheng", "鄄城": "juan cheng",
    "巨野": "ju ye", "色达": "se da", "都昌": "du chang", "都安": "du an", "都匀": "du yun", "巴中": "ba zhong",
    "瑞昌": "rui chang", "弋阳": "yi yang", "宿迁": "su qian", "宿州": "su zhou", "宿松": "su song",
    "长安": "chang an", "长垣": "chang yuan", "武陟": "wu zhi", "济源": "ji yuan", "济南": "ji nan",
    "济宁": "ji ning", "上饶": "shang rao", "费县": "fei xian", "成武": "cheng wu", "和县": "he xian",
    "石柱": "shi zhu", "峨边": "e bian",
}  # fmt: skip
# 恩施土家族苗族自治州 is enshi: the peoples of an autonomous division are no part of its short name.
_PEOPLES = re.compile(
    "(?:(?<!内)蒙古族?|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族"
    "|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族"
    "|仡佬族|锡伯族?|塔吉克|怒族|鄂温克族|裕固族|独龙族|普米族|保安族|各族)+(?=自治)"
)
_ENDING = re.compile("(?:特别行政区|自治区|自治州|自治县|自治旗|林区|特区|地区|新区|省|市|区|县|旗|盟)$")


def short_name(name: str) -> str:
    """A name without what kind of division it is, unless but one character is left (洋县).

    >>> short_name("恩施土家族苗族自治州"), short_name("洋县"), short_name("菏泽市")
    ('恩施', '洋县', '菏泽')
    """
    stem = _ENDING.sub("", _PEOPLES.sub("", name))
    return stem if len(stem) > 1 else name


def pinyin(text: str) -> str:
    """A name in pinyin without tones and blanks; ü is written v in some addresses and u in most.

    >>> pinyin("六安市"), pinyin("吕梁")
    ('luanshi', 'lvliang')
    """
    return "".join(lazy_pinyin(text, style=Style.NORMAL, strict=False)).replace("ü", "v").lower()


def main() -> None:
    """Write the seed."""
    load_phrases_dict({phrase: [[syllable] for syllable in reading.split()] for phrase, reading in READINGS.items()})
    with (SEEDS / "administrative_divisions.csv").open(encoding="utf8", newline="") as seed:
        divisions = [row for row in csv.DictReader(seed) if row["level"] != "state"]
    with (SEEDS / "division_pinyin.csv").open("w", encoding="utf8", newline="") as seed:
        writer = csv.writer(seed, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in divisions:
            short = short_name(row["name"])
            writer.writerow([row["code"], short, pinyin(short), pinyin(row["name"])])


if __name__ == "__main__":
    main()
