import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "../../../src/access/principal.ts";
import { createTokens, type Tokens } from "../../../src/access/tokens.ts";
import { createEvaluation } from "../../../src/evaluation/evaluation.ts";
import { publishProgress } from "../../../src/evaluation/progress.ts";
import { appendToFeed } from "../../../src/federation/feed/feedWriter.ts";
import { createLabKey } from "../../../src/federation/keys/labKey.ts";
import type { Store } from "../../../src/store/store.ts";
import { peers, runs } from "../../../src/store/tables.ts";
import { toyPlugins } from "../../evaluation/toyPlugins.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

const LANES = [true, false] as const;
const CASES = ENGINES.flatMap(([name, open]) => LANES.map((fastLane) => [name, fastLane, open] as const));

const CONFIG = JSON.stringify({
  model_type: "llama",
  hidden_size: 64,
  intermediate_size: 128,
  num_attention_heads: 4,
  num_hidden_layers: 2,
  vocab_size: 1000,
});

const SUBMITTED = `{ model: "acme/small", benchmark: "sums", lab: "lab-a", measures: { accuracy: { value: 0.5 } } }`;

/**
 * Each mutation as the lab `lab-a` would ask it; the text `RUN` stands for the id of a run of `lab-a`. One that derives makes
 * a result of the caller's own lab of the run of another, which stays as it is. One that says of `each` run what became of it
 * refuses it there.
 */
const MUTATIONS: { name: string; query: string; scope: Scope; ofLab: boolean; derives?: boolean; each?: boolean }[] = [
  { name: "submitRun", query: `mutation { submitRun(run: ${SUBMITTED}) { status } }`, scope: "submit", ofLab: true },
  {
    name: "submitRuns",
    query: `mutation { submitRuns(runs: [${SUBMITTED}]) { status error { code } } }`,
    scope: "submit",
    ofLab: true,
    each: true,
  },
  {
    name: "startRun",
    query: `mutation { startRun(input: { model: "acme/small", benchmarks: ["sums"], engine: "toy", lab: "lab-a" }) { runs { lab { slug } } } }`,
    scope: "measure",
    ofLab: true,
  },
  { name: "cancelRun", query: `mutation { cancelRun(id: "RUN") { canceled } }`, scope: "measure", ofLab: true },
  { name: "rerunRun", query: `mutation { rerunRun(id: "RUN") { runs { id } } }`, scope: "measure", ofLab: true },
  { name: "resumeRun", query: `mutation { resumeRun(id: "RUN") { status } }`, scope: "measure", ofLab: true },
  {
    name: "regradeRun",
    query: `mutation { regradeRun(id: "ANSWERED", dryRun: true) { answers } }`,
    scope: "measure",
    ofLab: true,
    derives: true,
  },
  {
    name: "retractRun",
    query: `mutation { retractRun(id: "DONE", reason: "wrong") { id } }`,
    scope: "measure",
    ofLab: true,
  },
  {
    name: "createToken",
    query: `mutation { createToken(scope: read, lab: "lab-a") { token } }`,
    scope: "operate",
    ofLab: true,
  },
  { name: "revokeToken", query: `mutation { revokeToken(id: "TOKEN") { id } }`, scope: "operate", ofLab: true },
  {
    name: "createSignInLink",
    query: `mutation { createSignInLink(scope: read, lab: "lab-a") { code } }`,
    scope: "read",
    ofLab: true,
  },
  {
    name: "acceptSubmissions",
    query: `mutation { acceptSubmissions(ids: ["HELD"]) { status } }`,
    scope: "operate",
    ofLab: false,
  },
  {
    name: "refuseSubmissions",
    query: `mutation { refuseSubmissions(ids: ["HELD"], reason: "no source") { status } }`,
    scope: "operate",
    ofLab: false,
  },
  { name: "addPeer", query: `mutation { addPeer(url: "FEED") { lab } }`, scope: "operate", ofLab: false },
  { name: "pullPeers", query: `mutation { pullPeers(peer: "PEER") { taken } }`, scope: "operate", ofLab: false },
  {
    name: "setPeerPolicy",
    query: `mutation { setPeerPolicy(action: QUARANTINE, peer: "PEER") }`,
    scope: "operate",
    ofLab: false,
  },
  {
    name: "releaseFeedRecords",
    query: `mutation { releaseFeedRecords(peer: "PEER") }`,
    scope: "operate",
    ofLab: false,
  },
  {
    name: "trustPeerKey",
    query: `mutation { trustPeerKey(peer: "PEER", key: "${"a".repeat(64)}") { key } }`,
    scope: "operate",
    ofLab: false,
  },
  {
    name: "pinPeerIdentities",
    query: `mutation { pinPeerIdentities(peer: "PEER", identities: []) { identities { subject } } }`,
    scope: "operate",
    ofLab: false,
  },
  { name: "revokePeerKey", query: `mutation { revokePeerKey(peer: "PEER") { key } }`, scope: "operate", ofLab: false },
  { name: "removePeer", query: `mutation { removePeer(peer: "PEER") { lab } }`, scope: "operate", ofLab: false },
  {
    name: "countersignRun",
    query: `mutation { countersignRun(contentHash: "THEIRS", run: "OWN", lab: "lab-a") { verdict } }`,
    scope: "operate",
    ofLab: true,
  },
  {
    name: "addModel",
    query: `mutation { addModel(slug: "acme/new", config: ${JSON.stringify(CONFIG)}) { slug } }`,
    scope: "operate",
    ofLab: false,
  },
];

describe.each(CASES)("what a token allows on %s, fast lane %s", (_, fastLane, open) => {
  let store: Store;
  let api: Api;
  let tokens: Tokens;
  const given = new Map<string, string>();
  const folders: string[] = [];

  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    tokens = createTokens(store);
    const queue = {
      send: async () => {},
      waiting: async () => new Set<number>(),
      work: async () => {},
      stop: async () => {},
    };
    const evaluation = await createEvaluation(store, queue, toyPlugins().plugins);
    api = await serveApi(store, { evaluation, fastLane });
  });
  afterAll(async () => {
    await api.close();
    await store.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  async function tokenOf(scope: Scope, lab: string | null): Promise<string> {
    const key = `${scope} ${lab}`;
    if (!given.has(key)) given.set(key, (await tokens.create({ scope, lab })).token);
    return given.get(key)!;
  }

  /** A run of `lab-a` that waits. */
  async function queued(): Promise<string> {
    const { data } = await api.ask(
      `mutation { startRun(input: { model: "acme/small", benchmarks: ["sums"], engine: "toy", lab: "lab-a" }) { runs { id } } }`,
    );
    return data.startRun.runs[0].id;
  }

  /** A run of `lab-a` that succeeded. */
  async function succeeded(): Promise<string> {
    const hash = await recordRun(store, { mode: randomUUID(), measures: { accuracy: { value: 0.5 } } });
    return Buffer.from(`Run:${hash}`).toString("base64");
  }

  /** A run of `lab-a` whose output is stored. */
  async function answered(): Promise<string> {
    const samples = [{ problem: "1", repeat: 0, correct: false, output: "wrong", finishReason: "stop" }];
    return Buffer.from(
      `Run:${await recordRun(store, { mode: randomUUID(), provenance: "MEASURED", samples })}`,
    ).toString("base64");
  }

  /** A run of `lab-a` that waits for an operator. */
  async function held(): Promise<string> {
    const run = { model: `acme/${randomUUID()}`, benchmark: "sums", lab: "lab-a", newModel: { openWeights: false } };
    const query = `mutation ($run: JSON!) { submitRun(run: $run) { contentHash } }`;
    const { contentHash } = (await api.ask(query, { run }, await tokenOf("submit", "lab-a"))).data.submitRun;
    const [[id]] = (await store.rows("select id from held_submissions where content_hash = $1", [contentHash])) as [
      [number],
    ];
    return String(id);
  }

  /** The lab of a feed that the store follows, but that is not there. */
  async function followed(): Promise<string> {
    const lab = `lab-${randomUUID()}`;
    await store.drizzle.insert(peers).values({ url: `/nowhere/${lab}`, lab, pinned: "b".repeat(64), mostBytes: 1 });
    return lab;
  }

  /** The folder of an empty feed. */
  async function feed(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "paretograph-feed-"));
    folders.push(folder);
    const key = createLabKey(folder, `lab-${randomUUID()}`);
    const nothing = (async function* () {})();
    await appendToFeed(folder, { sequence: 0, manifest: null }, nothing, { key }, new Date());
    return folder;
  }

  /** The content hash of a run of a lab with a graded answer. */
  const graded = (lab: string) =>
    recordRun(store, { mode: randomUUID(), lab, samples: [{ problem: "1", repeat: 0, correct: false }] });

  async function ask({ query }: { query: string }, token: string | null) {
    const HELD = query.includes("HELD") ? await held() : "";
    const TOKEN = String((await tokens.create({ scope: "read", lab: "lab-a" })).row.id);
    const RUN = query.includes("RUN") ? await queued() : "";
    const DONE = query.includes("DONE") ? await succeeded() : "";
    const ANSWERED = query.includes("ANSWERED") ? await answered() : "";
    return api.ask(
      query
        .replace("HELD", HELD)
        .replace("FEED", query.includes("FEED") ? await feed() : "")
        .replace("PEER", query.includes("PEER") ? await followed() : "")
        .replace("THEIRS", query.includes("THEIRS") ? await graded("lab-b") : "")
        .replace("OWN", query.includes("OWN") ? await graded("lab-a") : "")
        .replace("ANSWERED", ANSWERED)
        .replace("TOKEN", TOKEN)
        .replace("RUN", RUN)
        .replace("DONE", DONE),
      {},
      token,
    );
  }

  it("has a case for each mutation", async () => {
    const { __schema } = await api.data("{ __schema { mutationType { fields { name } } } }");
    const names = __schema.mutationType.fields.map(({ name }: { name: string }) => name);
    expect(names.toSorted()).toEqual(MUTATIONS.map(({ name }) => name).toSorted());
  });

  it.each(MUTATIONS)("$name needs a token", async (mutation) => {
    const { data, errors } = await ask(mutation, null);
    expect(data ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });

  it.each(MUTATIONS)("$name is refused below the scope $scope, and done from it on", async (mutation) => {
    const scopes: Scope[] = ["read", "submit", "measure", "operate"];
    for (const [i, scope] of scopes.entries()) {
      const { data, errors } = await ask(
        mutation,
        await tokenOf(scope, mutation.ofLab ? "lab-a" : null).catch(() => ""),
      );
      if (i < scopes.indexOf(mutation.scope)) {
        // A token of `submit` or `measure` cannot be bound to no lab, so that there is none to try.
        if (!mutation.ofLab && scope !== "read") continue;
        expect([scope, errors]).toMatchObject([scope, [{ extensions: { code: "FORBIDDEN" } }]]);
      } else expect([scope, errors, data?.[mutation.name]]).toEqual([scope, undefined, expect.anything()]);
    }
  });

  it.each(MUTATIONS.filter(({ derives }) => !derives))(
    "$name is refused to another lab, whatever its scope",
    async (mutation) => {
      for (const scope of ["measure", "operate"] as const) {
        const { data, errors } = await ask(mutation, await tokenOf(scope, "lab-b"));
        if (mutation.each) {
          expect(data[mutation.name]).toEqual([{ status: "REFUSED", error: { code: "FORBIDDEN" } }]);
          continue;
        }
        expect(data ?? null).toBeNull();
        expect(["FORBIDDEN", "BAD_ID"]).toContain(errors![0]!.extensions!.code);
      }
    },
  );

  it.each(MUTATIONS)("$name is done for every lab by an operator of all", async (mutation) => {
    expect((await ask(mutation, await tokenOf("operate", null))).errors).toBeUndefined();
  });

  it("takes a token's own lab where a run names none, and makes no lab for a refused one", async () => {
    const start = (lab: string) =>
      `mutation { startRun(input: { model: "acme/small", benchmarks: ["sums"], engine: "toy" ${lab} }) { runs { lab { slug } } } }`;
    const own = await api.ask(start(""), {}, await tokenOf("measure", "lab-a"));
    expect(own.data.startRun.runs).toEqual([{ lab: { slug: "lab-a" } }]);
    for (const lab of ["local", "lab-A", "lab-a ", "LAB-A", "new-lab", ""]) {
      const { errors } = await api.ask(start(`, lab: "${lab}"`), {}, await tokenOf("measure", "lab-a"));
      expect([lab, errors]).toMatchObject([lab, [{ extensions: { code: "FORBIDDEN", argument: "input.lab" } }]]);
    }
    const known = (await store.rows("select slug from labs order by slug", [])).flat();
    expect(known).toEqual(["lab-a", "lab-b"]);
  });

  it("refuses one mutation of a document alone, and does not do it", async () => {
    const run = await queued();
    const both = `mutation { a: cancelRun(id: "${run}") { canceled } b: createToken(scope: operate) { token } }`;
    const before = (await tokens.list(null)).length;
    const { errors } = await api.ask(both, {}, await tokenOf("measure", "lab-a"));
    expect(errors).toMatchObject([{ path: ["b"], extensions: { code: "FORBIDDEN" } }]);
    expect((await tokens.list(null)).length).toBe(before);
  });

  it("shows tokens to operators alone, those of its lab to a bound one, and never a secret", async () => {
    const list = "{ tokens { id hint scope lab } }";
    expect((await api.ask(list, {}, null)).errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
    expect((await api.ask(list, {}, await tokenOf("measure", "lab-a"))).errors).toMatchObject([
      { extensions: { code: "FORBIDDEN" } },
    ]);
    const all = (await api.ask(list, {}, await tokenOf("operate", null))).data.tokens;
    expect(new Set(all.map(({ lab }: { lab: string | null }) => lab))).toEqual(new Set([null, "lab-a", "lab-b"]));
    const ofB = (await api.ask(list, {}, await tokenOf("operate", "lab-b"))).data.tokens;
    expect(new Set(ofB.map(({ lab }: { lab: string }) => lab))).toEqual(new Set(["lab-b"]));
    for (const token of given.values()) expect(JSON.stringify(all)).not.toContain(token.slice(10));
  });

  it("gives a bound operator no way to rights over another lab", async () => {
    const bound = await tokenOf("operate", "lab-b");
    const made = await api.ask("mutation { createToken(scope: operate) { details { lab } } }", {}, bound);
    expect(made.data.createToken.details.lab).toBe("lab-b");
    const link = await api.ask("mutation { createSignInLink { code } }", {}, bound);
    const response = await fetch(new URL("/sign-in", api.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code: link.data.createSignInLink.code }),
    });
    expect(await response.json()).toMatchObject({ scope: "operate", lab: "lab-b" });
  });

  it.each([
    ["slug", "acme", CONFIG, "BAD_VALUE"],
    ["slug", "acme/../new", CONFIG, "BAD_VALUE"],
    ["slug", `acme/${"n".repeat(300)}`, CONFIG, "BAD_VALUE"],
    ["config", "acme/new", " ".repeat(300_000), "TOO_LONG"],
    ["config", "acme/new", "no json", "INVALID_CONFIG"],
    ["config", "acme/new", `{"model_type":"llama","torch_dtype":"\\u0000"}`, "INVALID_CONFIG"],
    ["config", "acme/new", `{"model_type":"abacus"}`, "UNKNOWN_MODEL_TYPE"],
    ["config", "acme/new", "[]", expect.any(String)],
  ])("refuses a model with a wrong %s", async (_, slug, config, code) => {
    const query = "mutation ($slug: String!, $config: String!) { addModel(slug: $slug, config: $config) { slug } }";
    const { errors } = await api.ask(query, { slug, config });
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(errors![0]!.extensions!.code).not.toBe("INTERNAL_SERVER_ERROR");
  });

  it.each(["http://host/config.json", "https://user:secret@host/config.json", "javascript:alert(1)", "host"])(
    "refuses %s as the source of a model",
    async (source) => {
      const query = `mutation { addModel(slug: "acme/new", config: ${JSON.stringify(CONFIG)}, source: "${source}") { slug } }`;
      expect((await api.ask(query)).errors).toMatchObject([{ extensions: { code: "BAD_VALUE", argument: "source" } }]);
    },
  );

  describe("an operator's matters", () => {
    const RECIPE = {
      runner: {
        name: "toy",
        version: "1.0.0",
        options: {
          endpoint: "http://user:pass@10.0.0.5:8000/v1?key=k",
          apiKeyEnv: "SECRET_KEY",
          model: "org/model",
          launch: { command: ["sh", "--url=https://user:pass@host/x"], environment: { HF_TOKEN: "hf_secret" } },
        },
      },
      benchmark: { name: "sums", version: "1.0.0", options: { seed: 3, key: "sk-secret" } },
      thinking: "off",
      repeats: 2,
      meter: { dcgmExporter: "http://user:pass@gpu-host:9400/metrics", nvidiaSmi: "/opt/bin/nvidia-smi" },
      dataFile: "/etc/passwd",
      engine: { engine: "toy", version: "0.9.1", model: "org/model", modelRoot: "/home/op/models/m" },
      dataset: { source: "/home/op/data.jsonl", revision: null, sha256: "0" },
    };
    const QUERY = `query ($id: ID!) { run(id: $id) { recipe error errorCode errorDetails } }`;
    let id: string;
    beforeAll(async () => {
      const hash = await recordRun(store, {
        notes: fastLane ? "fast" : "slow",
        measures: { accuracy: { value: 0.5 } },
      });
      id = Buffer.from(`Run:${hash}`).toString("base64");
      await store.drizzle
        .update(runs)
        .set({ recipe: RECIPE, error: "It failed.", errorCode: "UNREACHABLE", errorDetails: "SELECT at 10.0.0.5" })
        .where(eq(runs.contentHash, hash));
      await store.refresh();
    });
    const see = async (token: string | null) => (await api.ask(QUERY, { id }, token)).data.run;

    it("are hidden from everybody else, twice over and in this order", async () => {
      const strangers = [null, await tokenOf("read", "lab-a"), await tokenOf("submit", "lab-a")];
      const others = [await tokenOf("measure", "lab-b"), await tokenOf("operate", "lab-b")];
      // The second round is answered by compiled queries.
      for (const token of [await tokenOf("operate", null), ...strangers, ...others, ...strangers, ...others]) {
        const run = await see(token);
        if (token === (await tokenOf("operate", null))) continue;
        expect(run.errorDetails).toBeNull();
        expect(run).toMatchObject({ error: "It failed.", errorCode: "UNREACHABLE" });
        expect(run.recipe).toEqual({
          runner: { name: "toy", version: "1.0.0", options: { model: "org/model" } },
          benchmark: { name: "sums", version: "1.0.0", options: { seed: 3 } },
          thinking: "off",
          repeats: 2,
          engine: { engine: "toy", version: "0.9.1", model: "org/model" },
          dataset: { revision: null, sha256: "0" },
        });
      }
    });

    it("are shown to operators and to who measures for the lab, without passwords in addresses", async () => {
      const allowed = [
        await tokenOf("operate", null),
        await tokenOf("operate", "lab-a"),
        await tokenOf("measure", "lab-a"),
      ];
      for (const token of [...allowed, ...allowed]) {
        const run = await see(token);
        expect(run.errorDetails).toBe("SELECT at 10.0.0.5");
        expect(run.recipe.runner.options).toEqual({
          ...RECIPE.runner.options,
          endpoint: "http://10.0.0.5:8000/v1?key=k",
          launch: { command: ["sh", "--url=https://host/x"], environment: { HF_TOKEN: "hf_secret" } },
        });
        expect(JSON.stringify(run)).not.toContain("pass@");
      }
    });

    it("are in no answer that was kept whole for another caller", async () => {
      const frontier = `{ frontier(where: { benchmark: ["sums"] }, grain: RUN, objectives: [{ metric: "accuracy" }]) { points { run { recipe errorDetails } } } }`;
      const ask = async (token: string | null) => JSON.stringify(await api.ask(frontier, {}, token));
      const operator = await tokenOf("operate", null);
      const shown = [];
      for (let round = 0; round < 3; round++) {
        for (const token of [operator, null, await tokenOf("measure", "lab-b")])
          shown.push([token, await ask(token)] as const);
      }
      for (const [token, text] of shown) {
        expect(text).toContain('"points"');
        expect(text.includes("SECRET_KEY")).toBe(token === operator);
        expect(text.includes("SELECT at")).toBe(token === operator);
      }
    });
  });

  describe("the progress of a run", () => {
    const follow = async (run: string, token: string | null) => {
      const query = `subscription { runProgress(id: "${run}") { status message } }`;
      const headers = {
        "content-type": "application/json",
        accept: "text/event-stream",
        ...(token && { authorization: `Bearer ${token}` }),
      };
      const response = await fetch(api.url, { method: "POST", headers, body: JSON.stringify({ query }) });
      return response.text();
    };
    const rowOf = async () => ((await store.rows("select max(id) from runs", [])) as [[number]])[0][0];
    const moment = () => new Promise((resolve) => setTimeout(resolve, 500));

    it("shows its messages to the own lab alone", async () => {
      const run = await queued();
      const callers = [
        null,
        await tokenOf("operate", "lab-b"),
        await tokenOf("measure", "lab-a"),
        await tokenOf("operate", null),
      ];
      const followed = callers.map((token) => follow(run, token));
      await moment();
      await publishProgress(store, await rowOf(), "Launching on 10.0.0.5");
      await api.ask(`mutation { cancelRun(id: "${run}") { canceled } }`);
      const texts = await Promise.all(followed);
      for (const text of texts) expect(text).toContain('"CANCELED"');
      expect(texts.map((text) => text.includes("10.0.0.5"))).toEqual([false, false, true, true]);
    });

    it("ends with the token with which it was asked", async () => {
      const run = await queued();
      const { token, row } = await tokens.create({ scope: "measure", lab: "lab-a" });
      const followed = follow(run, token);
      await moment();
      await publishProgress(store, await rowOf(), "before");
      await moment();
      await api.ask(`mutation { revokeToken(id: "${row.id}") { id } }`);
      await moment();
      await publishProgress(store, await rowOf(), "after");
      const text = await followed;
      expect(text).toContain("before");
      expect(text).not.toContain("after");
    });
  });
});
