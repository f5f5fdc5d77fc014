"""Reads a JSON list of configurations from standard input and writes the time per output token in ms that
aiconfigurator estimates for each, or null where it has none."""

import json
import logging
import sys

logging.disable(logging.CRITICAL)
from aiconfigurator.cli.api import cli_estimate  # noqa: E402


def estimate(one):
    try:
        return cli_estimate(**{key: value for key, value in one.items() if value is not None}).tpot
    except Exception:
        return None


if __name__ == "__main__":
    print("estimates: " + json.dumps([estimate(one) for one in json.load(sys.stdin)]))
