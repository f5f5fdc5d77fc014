import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askStore } from "../../src/cli/progress/ask.ts";
import { readTrustedRoot } from "../../src/federation/keys/identity.ts";
import { readLabKey } from "../../src/federation/keys/labKey.ts";
import type { Following } from "../../src/federation/peers/pull.ts";
import { bundleBy } from "../../src/federation/publishing/bundleBy.ts";
import { publish, type Said } from "../../src/federation/publishing/publish.ts";
import { readModelFiles } from "../../src/recording/submitted/modelFiles.ts";
import { Instance, samples } from "./instance.ts";
import { type Authorities, ISSUER, JOB, openAuthorities } from "./sigstore/authorities.ts";

let north: Instance;
let reader: Instance;
let authorities: Authorities;
let folder: string;
let following: Following;

beforeAll(async () => {
  north = await Instance.open("north");
  reader = await Instance.open("reader");
  authorities = await openAuthorities();
  folder = mkdtempSync(join(tmpdir(), "paretograph-trust-"));
  writeFileSync(join(folder, "root.json"), JSON.stringify(authorities.trustedRoot));
  following = { policy: "held", ownLabs: [], trusted: readTrustedRoot(join(folder, "root.json")) };
}, 180_000);
afterAll(async () => {
  await north.close();
  await reader.close();
  rmSync(folder, { recursive: true });
});

const say = (said: Said) => {
  const key = readLabKey(north.data, "north")!;
  return publish(north.store, north.data, north.folder, { key }, "SELF_ATTESTED", new Date(), said);
};
const ask = (query: string, variables: object = {}) => askStore(reader.store, async () => following)(query, variables);
const PULL = 'mutation { pullPeers(peer: "north") { taken waiting errorCode error } }';
const predicates = () =>
  readdirSync(join(north.folder, "records")).map((name) => {
    const { payload } = JSON.parse(readFileSync(join(north.folder, "records", name), "utf8"));
    return JSON.parse(Buffer.from(payload, "base64").toString()).predicate;
  });

it("publishes of each run its assurance, its harness, its data set and the files of its model", async () => {
  const signed = join(folder, "model.sig");
  const resources = [{ name: "model-1.safetensors", digest: "ab".repeat(32), algorithm: "sha256" }];
  const statement = { predicateType: "https://model_signing/signature/v1.0", predicate: { resources } };
  const payload = Buffer.from(JSON.stringify(statement)).toString("base64");
  writeFileSync(signed, JSON.stringify({ dsseEnvelope: { payload } }));
  const recipe = {
    benchmark: { name: "sums", version: "1.2.0", options: { terms: 3 } },
    dataset: { source: "https://data.example/sums.jsonl", sha256: "cd".repeat(32) },
  };
  const [measured, third] = (await north.record([
    { mode: "a", samples: samples(3), recipe },
    { mode: "b", samples: samples(3), protocol: { harness: "lm-eval", task: "sums" } },
  ])) as [string, string];
  expect(measured).not.toBe(third);
  await say({
    assurances: new Map([[third, "THIRD_PARTY" as const]]),
    modelFiles: new Map([["acme/small", readModelFiles(signed)]]),
  });
  const files = [{ name: "model-1.safetensors", sha256: "ab".repeat(32) }];
  const eee = expect.stringMatching(/^[0-9a-f]{64}$/);
  expect(predicates().sort((a, b) => (a.mode < b.mode ? -1 : 1))).toMatchObject([
    {
      ...{ mode: "a", assurance: "SELF_ATTESTED", modelFiles: files, everyEvalEver: eee },
      harness: { name: "sums", version: "1.2.0", options: { terms: 3 } },
      dataset: { name: "https://data.example/sums.jsonl", sha256: "cd".repeat(32) },
    },
    {
      ...{ mode: "b", assurance: "THIRD_PARTY", modelFiles: files, everyEvalEver: eee },
      harness: { name: "lm-eval", options: { task: "sums" } },
    },
  ]);
  writeFileSync(
    signed,
    JSON.stringify({ ...statement, predicate: { resources: [{ ...resources[0], algorithm: "md5" }] } }),
  );
  expect(() => readModelFiles(signed)).toThrow(/no digest of SHA-256/);
  await ask("mutation ($url: String!) { addPeer(url: $url) { lab } }", { url: north.folder });
  expect((await ask(PULL)).pullPeers).toMatchObject([{ taken: 2, errorCode: null }]);
  const { runs } = await ask(
    "{ runs(where: { assurance: [THIRD_PARTY] }) { nodes { contentHash identity { subject } } } }",
  );
  expect(runs.nodes).toEqual([{ contentHash: third, identity: null }]);
});

it("takes only what a pinned CI job signed, and shows the job", async () => {
  const PIN = `mutation ($identities: [SignerInput!]!) {
    pinPeerIdentities(peer: "north", identities: $identities) { identities { issuer subject } } }`;
  const job = { issuer: ISSUER, subject: JOB };
  const pin = async (...identities: object[]) => (await ask(PIN, { identities })).pinPeerIdentities.identities;
  expect(await pin({ issuer: ISSUER, subject: "https://github.com/other/repo" })).toHaveLength(1);
  const [hash] = await north.record([{ mode: "ci", samples: samples(4) }]);
  const signed = await say({ bundleBy: (records) => authorities.attest([...records]) });
  expect(signed.added).toBe(1);
  expect((await ask(PULL)).pullPeers).toMatchObject([{ taken: 0, waiting: 1 }]);
  expect(await reader.run(hash!)).toBeUndefined();
  const { feedRecords } = await ask('{ feedRecords(peer: "north") { status code message } }');
  expect(feedRecords).toMatchObject([
    { status: "WAITING", code: "RECORD_OTHER_IDENTITY", message: expect.stringContaining(JOB) },
  ]);

  expect(await pin(job)).toEqual([job]);
  const [unsigned] = await north.record([{ mode: "by hand", samples: samples(4) }]);
  await say({});
  expect((await ask(PULL)).pullPeers).toMatchObject([{ taken: 1, waiting: 1 }]);
  const shown = async (one: string) =>
    (
      await ask(
        `{ run(id: "${Buffer.from(`Run:${one}`).toString("base64")}") { identity { issuer subject } verified } }`,
      )
    ).run;
  expect(await shown(hash!)).toEqual({ identity: job, verified: true });
  expect(await reader.run(unsigned!)).toBeUndefined();
  expect(await pin()).toEqual([]);
  expect((await ask(PULL)).pullPeers).toMatchObject([{ taken: 1, waiting: 0 }]);
  expect(await shown(unsigned!)).toEqual({ identity: null, verified: true });

  following = { ...following, trusted: null };
  await expect(pin(job)).rejects.toMatchObject({ code: "BAD_VALUE" });
});

it("has a command sign, and publishes nothing where that fails or signs something else", async () => {
  await north.record([{ mode: "signed by a command", samples: samples(4) }]);
  const before = readFileSync(join(north.folder, "feed.json"));
  for (const command of ["exit 3", "true", "echo {} > $BUNDLE", `cp ${join(folder, "other.json")} $BUNDLE`]) {
    writeFileSync(join(folder, "other.json"), await authorities.attest(["0".repeat(64)]));
    await expect(say({ bundleBy: bundleBy(command) })).rejects.toMatchObject({ code: "BAD_VALUE" });
  }
  expect(readFileSync(join(north.folder, "feed.json"))).toEqual(before);
});

it("asks a frontier for reproduced results alone", async () => {
  const [own] = await reader.record([{ mode: "ours", samples: samples(4) }]);
  const FRONTIER = `query ($only: Boolean) {
    frontier(where: { benchmark: ["sums"], reproduced: $only }, grain: RUN, objectives: [{ metric: "accuracy" }]) {
      points { run { contentHash } } } }`;
  const of = async (only: boolean | null) =>
    (await ask(FRONTIER, { only })).frontier.points.map((point: any) => point.run.contentHash);
  expect(await of(true)).toEqual([]);
  const [theirs] = (await ask("{ runs(where: { verified: true }) { nodes { contentHash mode } } }")).runs.nodes.filter(
    ({ mode }: { mode: string }) => mode === "ci",
  );
  const said = { hash: theirs.contentHash, own };
  const COUNTERSIGN = `mutation ($hash: String!, $own: String!) {
    countersignRun(contentHash: $hash, run: $own, lab: "reader") { verdict problemCount } }`;
  expect((await ask(COUNTERSIGN, said)).countersignRun).toEqual({ verdict: "REPRODUCED", problemCount: 4 });
  expect(await of(true)).toEqual([theirs.contentHash]);
  expect(await of(false)).not.toContain(theirs.contentHash);
});
