"""Does a long text cost what its lines cost? Lines of every kind that the text readers know, in random patterns.

    python -m trials.long_texts [--seed 1] [--patterns 100] [--lines 12000]

Each pattern is read at half of the lines and at all of them, and the ratio of the two is what counts: 2 where the cost
grows with the lines, 4 where it grows with their square. Patterns above 3 that took a second or more are printed; exits
with 1 when there is one.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import sys
import time

from duban.errors import DubanError
from duban.landing.limits import Limits
from duban.landing.reader import Source
from duban.landing.readers.text.plain_text import READER

LINES = (
    "序号", "目标任务", "责任单位", "备注", "1", "2", "{n}", "是", "年底", "|", "", "\t",
    "{n}.建校{n}所。", "(一)办好教育", "一、教育", "市教育局、市财政局", "责任单位:市教育局",
    "(市教育局牵头,市财政局配合)", "新建学校{n}所,改造食堂{n}座。", "序号 任务 牵头  领导 单位",
    "{n} 建校 市教育局 王立安", "王立安 年底 市财政局", "①勘察。", "②开工。", "完成情况:已建{n}所",
    "一是建校二所。二是修路三里。", "第{n}页", "- {n} -", "牵头单位", "甲|乙|丙", "1、2、3、建校4、5、",
    "责任单位为市教育局;", "分值", "地区", "全市", "目标", "任务", "完成比例(%)", "120.4",
    "│{n}│△建校│市教育局│", "├──┼──┤", "│ ├─┬─┤ │", "┌──┬──┐│甲│乙│", "──┬──", "+--+--+",
)  # fmt: skip
HEADER = ("序号", "目标任务", "责任单位", "完成时限")
MOST_GROWTH = 3.0  # from half of the lines to all of them
LEAST_SECONDS = 1.0


def seconds_of(text: str) -> float:
    started = time.process_time()
    with contextlib.suppress(DubanError):  # a limit that a long text passes is no fault
        READER.read(Source("x.txt", text.encode()), Limits())
    return time.process_time() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patterns", type=int, default=100)
    parser.add_argument("--lines", type=int, default=12_000)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    slow = 0
    for _ in range(options.patterns):
        pattern = [chance.choice(LINES) for _ in range(chance.randint(1, 7))]
        header = chance.sample(HEADER, len(HEADER)) if chance.random() < 0.4 else []
        mark = " " if chance.random() < 0.2 else "\n"

        def text(count: int, pattern: list[str] = pattern, header: list[str] = header, mark: str = mark) -> str:
            lines = (pattern[at % len(pattern)].format(n=at // len(pattern) + 1) for at in range(count))
            return mark.join([*header, *lines])

        short, long = seconds_of(text(options.lines // 2)), seconds_of(text(options.lines))
        if long >= LEAST_SECONDS and long > MOST_GROWTH * short:
            slow += 1
            print(f"{long / short:5.1f} x  {long:6.1f} s of CPU  {header} {pattern}", flush=True)
    print(f"{options.patterns} patterns, {slow} of which cost more than their lines")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
