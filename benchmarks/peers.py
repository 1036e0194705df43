"""What two public extractors need for the same text; runs in an environment with requirements/bench.txt.

Reads the text from standard input, prints characters per second by name as JSON. Sentence by sentence, as their users do.
"""

from __future__ import annotations

import json
import re
import sys
import time


def main() -> None:
    """Measure both over at most 4,000 characters, after one warm-up sentence."""
    sentences = [s for s in re.split(r"(?<=[。\n])", sys.stdin.read()) if s.strip()]
    chosen: list[str] = []
    while sentences and sum(map(len, chosen)) < 4000:
        chosen.append(sentences.pop(0))
    print(
        json.dumps(
            {"JioNLP 时间抽取": jionlp_speed(chosen), "Microsoft recognizers 数量与日期": microsoft_speed(chosen)},
            ensure_ascii=False,
        )
    )


def jionlp_speed(sentences: list[str]) -> float:
    """Characters per second of JioNLP's time extractor."""
    import jionlp

    jionlp.ner.extract_time("2023年3月1日")
    start = time.perf_counter()
    for sentence in sentences:
        jionlp.ner.extract_time(sentence, time_base={"year": 2026, "month": 1, "day": 1})
    return sum(map(len, sentences)) / (time.perf_counter() - start)


def microsoft_speed(sentences: list[str]) -> float:
    """Characters per second of number, unit and date recognition together."""
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number
    from recognizers_number_with_unit import recognize_currency
    from recognizers_text import Culture

    def recognise(sentence: str) -> None:
        recognize_number(sentence, Culture.Chinese)
        recognize_currency(sentence, Culture.Chinese)
        recognize_datetime(sentence, Culture.Chinese)

    recognise("2023年3月1日投入3万元")
    start = time.perf_counter()
    for sentence in sentences:
        recognise(sentence)
    return sum(map(len, sentences)) / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
