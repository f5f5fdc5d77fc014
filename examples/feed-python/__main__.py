"""The commands. See README.md."""

import argparse
import dataclasses
import json
import os
import sys

from envelope import create_key, key_id, public_key, read_key
from faults import Fault
from publisher import Publisher
from reader import State, read_feed
from source import Source


def main() -> int:
    given = arguments()
    try:
        return {"key": key, "publish": publish, "read": read}[given.command](given)
    except Fault as fault:
        print(json.dumps({"fault": fault.code, "message": str(fault)}))
        return 1
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="feed-python", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    create = commands.add_parser("key", help="makes a key and prints its id")
    create.add_argument("file")
    into = commands.add_parser("publish", help="adds records to a feed in a folder")
    into.add_argument("runs", nargs="*", help="files with one run each")
    into.add_argument("--lab", required=True)
    into.add_argument("--key", required=True, help="the file of the key in force")
    into.add_argument("--to", required=True, help="the folder of the feed")
    into.add_argument("--assurance", default="SELF_ATTESTED")
    into.add_argument("--reproduces", metavar="HASH", help="with REPRODUCED: the run of another lab")
    into.add_argument("--correct", metavar="HASH", help="the runs replace this one")
    into.add_argument("--retract", metavar="HASH")
    into.add_argument("--reason", help="of a correction or retraction")
    into.add_argument("--countersign", metavar="HASH", help="the run of another lab")
    into.add_argument("--own", metavar="HASH", help="one's own run of the same variant and protocol")
    into.add_argument("--verdict", choices=["reproduced", "disputed"])
    into.add_argument("--next", metavar="FILE", help="the key that is in force afterwards")
    into.add_argument("--revoke", action="store_true", help="ends the key")
    follow = commands.add_parser("read", help="prints what is new in a feed, a record on each line")
    follow.add_argument("place", help="folder or address")
    follow.add_argument("--lab", required=True)
    follow.add_argument("--pin", required=True, help="the id of the key")
    follow.add_argument("--state", help="the file that remembers what was read")
    follow.add_argument("--runs", help="a folder for the runs that are taken")
    return parser.parse_args()


def key(given) -> int:
    print(key_id(public_key(create_key(given.file))))
    return 0


def publish(given) -> int:
    feed = Publisher(given.to, given.lab, read_key(given.key))
    for path in given.runs:
        with open(path, encoding="utf-8") as file:
            run = json.load(file)
        stated = {"assurance": given.assurance}
        if given.reproduces:
            stated["reproduces"] = given.reproduces
        if given.correct:
            feed.add("correction", run, **stated, supersedes=given.correct, reason=given.reason)
        else:
            feed.add("result", run, **stated)
    if given.retract:
        feed.add("retraction", given.retract, reason=given.reason)
    if given.countersign:
        feed.add("countersignature", given.countersign, run=given.own, verdict=given.verdict)
    print(feed.publish(read_key(given.next) if given.next else None, given.revoke))
    return 0


def read(given) -> int:
    state = State()
    if given.state and os.path.exists(given.state):
        with open(given.state, encoding="utf-8") as file:
            state = State(**json.load(file))
    refused = 0
    for outcome in read_feed(Source(given.place), given.lab, given.pin, state):
        line = {"record": outcome.record, "kind": outcome.kind}
        if outcome.fault:
            refused += 1
            print(json.dumps({**line, "refused": outcome.fault.code, "message": str(outcome.fault)}))
            continue
        subject = outcome.statement["subject"][0]["digest"]["sha256"]
        print(json.dumps({**line, "run": subject, "predicate": outcome.statement["predicate"]}))
        if given.runs and outcome.run is not None:
            os.makedirs(given.runs, exist_ok=True)
            with open(os.path.join(given.runs, f"{subject}.json"), "wb") as file:
                file.write(outcome.run)
    if given.state:
        with open(f"{given.state}.new", "w", encoding="utf-8") as file:
            json.dump(dataclasses.asdict(state), file)
        os.replace(f"{given.state}.new", given.state)
    return 1 if refused else 0


sys.exit(main())
