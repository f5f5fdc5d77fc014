"""Answers one JSON request a line: times a peer on row-major float64 points in a file. Less is better."""

import json
import sys
import time

import moocore
import numpy as np
from paretoset import paretoset


def hypervolume(points, request):
    return moocore.hypervolume(points, ref=np.array(request["reference"]))


PEERS = {
    "moocore": lambda points, _: int(moocore.is_nondominated(points, keep_weakly=True).sum()),
    "paretoset": lambda points, _: int(paretoset(points, distinct=False).sum()),
    "hypervolume": hypervolume,
}

paretoset(np.random.rand(100, 2), distinct=False)  # Compiled before anything is timed.
loaded = None, None
for line in sys.stdin:
    request = json.loads(line)
    if loaded[0] != request["file"]:
        loaded = request["file"], np.fromfile(request["file"]).reshape(-1, request["width"])
    start = time.perf_counter()
    result = PEERS[request["peer"]](loaded[1], request)
    milliseconds = 1000 * (time.perf_counter() - start)
    print(json.dumps({"milliseconds": milliseconds, "result": result}), flush=True)
