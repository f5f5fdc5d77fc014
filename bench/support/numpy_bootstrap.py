"""Times the membership on a frontier in NumPy. Reads float64 candidates × problems (right, then tokens) from a file."""

import json
import sys
import time

import numpy as np

file, candidates, problems, resamples, rounds = sys.argv[1], *map(int, sys.argv[2:])
right, tokens = np.fromfile(file).reshape(2, candidates, problems)


def membership(seed):
    draws = np.random.default_rng(seed).multinomial(problems, np.full(problems, 1 / problems), resamples).astype(float)
    # Sums of whole numbers are exact, so that equal ones are equal.
    accuracy, cost = draws @ right.T, draws @ tokens.T
    times = np.zeros(candidates)
    for a, c in zip(accuracy, cost):
        covers = (a[:, None] >= a) & (c[:, None] <= c)
        times += ~(covers & ~covers.T).any(axis=0)
    return times / resamples


milliseconds = []
for seed in range(rounds):
    start = time.perf_counter()
    found = membership(seed)
    milliseconds.append(1000 * (time.perf_counter() - start))
print(json.dumps({"milliseconds": sorted(milliseconds)[rounds // 2], "membership": found.tolist()}))
