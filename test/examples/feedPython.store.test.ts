import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLabKey, readLabKey } from "../../src/federation/keys/labKey.ts";
import { addPeer, trustKey } from "../../src/federation/peers/peer.ts";
import { seededRandom } from "../../src/frontier/statistics/seededRandom.ts";
import { retractRun } from "../../src/recording/corrections.ts";
import { readWithoutStore } from "../federation/feed/readWithoutStore.ts";
import { writeSpoilt } from "../federation/feed/spoiltFeed.ts";
import { Instance, samples } from "../federation/instance.ts";
import { keyOf } from "../feeds/makeFeeds.ts";
import { IS_LONG } from "../support/runs.ts";

const ROOT = join(import.meta.dirname, "../..");
const EXAMPLE = join(ROOT, "examples/feed-python");

interface Ended {
  code: number;
  stdout: string;
}
const python = async (...args: string[]): Promise<Ended> => {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  try {
    const { stdout } = await promisify(execFile)("python3", args, { env, maxBuffer: 2 ** 28 });
    return { code: 0, stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as Ended & { stderr: string };
    if (code !== 1 || stderr) throw new Error(stderr, { cause: error });
    return { code, stdout };
  }
};
const isAtHand = await python("-c", "import sys, cryptography; sys.exit(sys.version_info < (3, 10))").then(
  ({ code }) => code === 0,
  () => false,
);

describe.skipIf(!isAtHand)("feeds in Python (needs Python 3.10 with cryptography)", () => {
  let folder: string;
  let north: Instance;
  const at = (name: string) => join(folder, name);
  /** A command of the example: what it printed, line by line. */
  const run = async (...args: string[]) => {
    const { code, stdout } = await python(EXAMPLE, ...args);
    return { code, lines: stdout.trim().split("\n") };
  };
  const key = async (name: string) => (await run("key", at(name))).lines[0]!;
  const publish = (...args: string[]) => run("publish", "--lab", "south", "--to", at("feed"), ...args);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "paretograph-python-"));
    north = await Instance.open("north");
  });
  afterAll(async () => {
    await north.close();
    rmSync(folder, { recursive: true });
  });

  it("are refused and taken as each example says", { timeout: 120_000 }, async () => {
    const { code, stdout } = await python(join(EXAMPLE, "fixtures.py"), join(ROOT, "test/feeds"));
    expect(stdout.split("\n").filter((line) => line.startsWith("WRONG"))).toEqual([]);
    expect(code).toBe(0);
    const examples = ["valid", "invalid"].flatMap((kind) => readdirSync(join(ROOT, "test/feeds", kind)));
    expect(stdout).toContain(`${examples.length} of ${examples.length} examples read as expected`);
  });

  it("are read as here where they are spoilt, or signed with something odd in them", async () => {
    const random = seededRandom(IS_LONG ? Date.now() : 5);
    const told = { lab: "north", pinned: keyOf("north", 1).keyId, remembered: null };
    const codes = new Set<string>();
    for (let i = 0; i < (IS_LONG ? 3000 : 40); i++) {
      const one = at(`spoilt/${i}`);
      mkdirSync(one, { recursive: true });
      await writeSpoilt(join(one, "feed"), random);
      const found = await readWithoutStore(join(one, "feed"), told);
      writeFileSync(join(one, "expected.json"), JSON.stringify({ ...told, ...found }));
      for (const code of [found.fault ?? "", ...Object.values(found.refused)]) codes.add(code);
    }
    const { stdout } = await python(join(EXAMPLE, "fixtures.py"), at("spoilt"));
    expect(stdout.split("\n").filter((line) => line.startsWith("WRONG"))).toEqual([]);
    expect(codes.size).toBeGreaterThan(IS_LONG ? 14 : 7);
  }, 300_000);

  it("are published, and taken here with corrections, retractions, verdicts and another key", {
    timeout: 120_000,
  }, async () => {
    const [theirs] = await north.record([{ mode: "seen", samples: samples(3) }]);
    const pinned = await key("first.key");
    const given = { model: "acme/small", benchmark: "sums", lab: "south", samples: samples(3).reverse() };
    writeFileSync(at("a.json"), JSON.stringify({ ...given, mode: "a" }));
    writeFileSync(at("b.json"), JSON.stringify({ ...given, mode: "b", decoding: { temperature: 1e-7 } }));
    const sign = ["--key", at("first.key")];
    expect(await publish(at("a.json"), at("b.json"), ...sign)).toMatchObject({ code: 0 });
    const peer = await addPeer(north.store, at("feed"), { wanted: pinned, ownLabs: ["north"] });
    expect(await north.pull(peer)).toMatchObject({ taken: 2, refused: 0, waiting: 0 });

    const [a, b] = (await run("read", at("feed"), "--lab", "south", "--pin", pinned)).lines.map(
      (line) => JSON.parse(line).run as string,
    ) as [string, string];
    expect(await north.run(a)).toMatchObject({ accuracy: 0.75, provenance: "FEDERATED", verified: true });
    writeFileSync(at("c.json"), JSON.stringify({ ...given, mode: "a", samples: samples(1), supersedes: a }));
    await publish(at("c.json"), "--correct", a, "--reason", "Cut off.", "--retract", b, "--reason", "Wrong.", ...sign);
    const next = await key("second.key");
    await publish("--next", at("second.key"), ...sign);
    expect(await publish("--retract", a, "--reason", "Again.", ...sign)).toMatchObject({ code: 1 });
    expect(await north.pull(peer)).toMatchObject({ taken: 2, refused: 0, waiting: 0 });
    expect(await north.run(a)).toMatchObject({ status: "RETRACTED" });
    expect(await north.run(b)).toMatchObject({ status: "RETRACTED", retractionReason: "Wrong." });
    const corrected = (await north.run(a))!.supersededBy!;

    const second = ["--key", at("second.key")];
    await publish("--countersign", theirs!, "--own", corrected, "--verdict", "reproduced", ...second);
    await publish("--revoke", ...second);
    expect(await north.pull(peer)).toMatchObject({ taken: 1, refused: 0, waiting: 0 });
    // Of four problems a comparison cannot tell 3 right answers and 1 apart.
    expect(await north.run(theirs!)).toMatchObject({ disputed: false, reproduced: true });

    const third = await key("third.key");
    writeFileSync(at("d.json"), JSON.stringify({ ...given, mode: "d" }));
    await publish(at("d.json"), "--key", at("third.key"));
    await expect(north.pull(peer)).rejects.toMatchObject({ code: "FEED_KEY_REVOKED" });
    await trustKey(north.store, peer, third);
    expect(await north.pull(peer)).toMatchObject({ taken: 1, refused: 0 });
    expect(next).not.toBe(third);
  });

  it("are read as they are published here, once each, and a rewritten past is noticed", {
    timeout: 120_000,
  }, async () => {
    const [first, second] = (await north.record([
      { mode: "one", samples: samples(4) },
      { mode: "two", model: "closed/best", measures: { accuracy: { value: 0.5, low: 0.4, high: 0.6 } } },
    ])) as [string, string];
    await north.publish();
    const { keyId: pinned } = readLabKey(north.data, "north")!;
    const read = () =>
      run("read", north.folder, "--lab", "north", "--pin", pinned, "--state", at("state"), "--runs", at("runs"));
    const taken = (await read()).lines.map((line) => JSON.parse(line));
    expect(taken.map((one) => one.run)).toEqual(expect.arrayContaining([first, second]));
    expect(readdirSync(at("runs")).sort()).toEqual(taken.map((one) => `${one.run}.json`).sort());
    const { id } = (await north.run(first))!;
    await retractRun(north.store, id, "The prompts were cut off.");
    createLabKey(north.data, "north", "next");
    const before = readFileSync(join(north.folder, "feed.json"));
    await north.publish();
    expect((await read()).lines.map((line) => JSON.parse(line))).toMatchObject([{ kind: "retraction", run: first }]);
    expect(await read()).toMatchObject({ code: 0, lines: [""] });
    writeFileSync(join(north.folder, "feed.json"), before);
    expect(JSON.parse((await read()).lines[0]!)).toMatchObject({ fault: "FEED_ROLLED_BACK" });
  });
});
