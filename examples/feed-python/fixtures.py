"""Reads each example of test/feeds and compares what comes out with what its expected.json says."""

import json
import os
import sys

from faults import Fault
from reader import State, read_feed
from source import Source


def outcome(folder: str, expected: dict) -> dict:
    remembered = expected["remembered"]
    state = State(**remembered) if remembered else State()
    refused = {}
    try:
        for one in read_feed(Source(os.path.join(folder, "feed")), expected["lab"], expected["pinned"], state):
            if one.fault:
                refused[one.record] = one.fault.code
    except Fault as fault:
        return {"fault": fault.code, "refused": refused}
    return {"fault": None, "refused": refused}


def main(root: str) -> int:
    wrong = 0
    folders = sorted(at for at, _, names in os.walk(root) if "expected.json" in names)
    for folder in folders:
        with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
            expected = json.load(file)
        found = outcome(folder, expected)
        agrees = all(found[name] == expected[name] for name in found)
        wrong += not agrees
        print(f"{'ok   ' if agrees else 'WRONG'} {os.path.relpath(folder, root)} {json.dumps(found)}")
    print(f"{len(folders) - wrong} of {len(folders)} examples read as expected")
    return 1 if wrong or not folders else 0


sys.exit(main(sys.argv[1]))
