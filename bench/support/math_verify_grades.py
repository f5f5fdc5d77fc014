"""Grades lines of {"text", "gold"} with Math-Verify: prints the seconds it took and the verdicts as JSON."""

import json
import logging
import sys
import time

from math_verify import parse, verify

logging.disable(logging.CRITICAL)
answers = [json.loads(line) for line in sys.stdin]
parse("$1$")
verdicts = []
start = time.perf_counter()
for answer in answers:
    try:
        verdicts.append(bool(verify(parse(f"${answer['gold']}$"), parse(answer["text"]))))
    except Exception:
        verdicts.append(False)
print(json.dumps({"seconds": time.perf_counter() - start, "verdicts": verdicts}))
