"""Reads a JSON list of arguments from standard input and writes for each the times in ms that aiconfigurator estimates, or
null where it has none."""

import json
import logging
import sys

logging.disable(logging.CRITICAL)
from aiconfigurator.cli.api import cli_estimate  # noqa: E402


def estimate(one):
    try:
        found = cli_estimate(**one)
        return {"ttft": found.ttft, "tpot": found.tpot}
    except Exception:
        return None


if __name__ == "__main__":
    print("estimates: " + json.dumps([estimate(one) for one in json.load(sys.stdin)]))
