import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTokens } from "../../src/access/tokens.ts";
import { forget } from "../../src/recording/corrections.ts";
import type { Store } from "../../src/store/store.ts";
import { filesInZip } from "../exchange/exporting/support.ts";
import { type Api, serveApi } from "../support/api.ts";
import { fillSmallStore, recordRun } from "../support/smallStore.ts";
import { ENGINES } from "../support/stores.ts";

const FRONTIER = "of=frontier&format=csv&benchmark=sums&objective=accuracy&objective=output_tokens";

describe.each(ENGINES)("GET /export on %s", { timeout: 60_000 }, (_, open) => {
  let store: Store;
  let api: Api;
  let hash: string;
  let first: string;
  beforeAll(async () => {
    store = await open();
    await fillSmallStore(store);
    hash = await recordRun(store, {
      samples: [{ problem: "1", repeat: 0, correct: true, outputTokens: 10, answer: "=1" }],
    });
    first = store.version();
    await recordRun(store, {
      ...{ model: "acme/large", lab: "lab-b", sourceUrl: "https://example.org/results", license: "MIT" },
      measures: { accuracy: { value: 0.75, low: 0.5, high: 0.9 }, output_tokens: { value: 40 } },
    });
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });
  const get = (parameters: string, init?: RequestInit) =>
    fetch(api.url.replace("/graphql", `/export?${parameters}`), init);
  const refusal = async (parameters: string, init?: RequestInit) => {
    const response = await get(parameters, init);
    const { errors } = (await response.json()) as any;
    return [response.status, errors[0].extensions.code, errors[0].message];
  };

  it("gives files with a name, a type and an ETag of their version", async () => {
    for (const [parameters, type, name, text] of [
      [FRONTIER, "text/csv", "frontier", /^model,mode,.*\r\nacme\/small,default,/],
      [
        "of=runs&format=csv",
        "text/csv",
        "runs",
        /,acme\/large,default,sums,lab-b,IMPORTED,https:\/\/example.org\/results,MIT,/,
      ],
      ["of=samples&format=csv&model=acme/small", "text/csv", "samples", /,'=1,/],
      ["of=runs&format=parquet", "application/vnd.apache.parquet", "runs", /^PAR1.*PAR1$/s],
      ["of=runs&format=ndjson&lab=lab-a", "application/x-ndjson", "runs", /^\{"run":.*\}\n\{"sample":.*\}\n$/],
      [FRONTIER.replace("csv", "cff"), "application/yaml", "frontier", /cff-version: 1\.2\.0/],
      [FRONTIER.replace("csv", "bibtex"), "application/x-bibtex", "frontier", /@misc\{paretograph-[0-9a-f]{16},/],
    ] as const) {
      const response = await get(parameters);
      expect([parameters, response.status]).toEqual([parameters, 200]);
      expect(await response.text()).toMatch(text);
      expect(response.headers.get("content-type")).toContain(type);
      expect(response.headers.get("content-disposition")).toContain(
        `filename="paretograph-${name}-${store.version()}.`,
      );
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("ratelimit")).toBeTruthy();
      const etag = response.headers.get("etag")!;
      expect(etag).toContain(store.version());
      const again = await get(parameters, { headers: { "if-none-match": `W/${etag}, "other"` } });
      expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);
      const head = await get(parameters, { method: "HEAD" });
      expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, etag, ""]);
    }
    // The tag is that of what the caller may see.
    const { token } = await createTokens(store).create({ scope: "measure", lab: "lab-a" });
    const own = await get("of=runs&format=ndjson", { headers: { authorization: `Bearer ${token}` } });
    const open = await get("of=runs&format=ndjson");
    expect(own.headers.get("etag")).not.toBe(open.headers.get("etag"));
    expect(own.headers.get("cache-control")).toBe("private, no-cache");
    await Promise.all([own.text(), open.text()]);
  });

  it("gives a folder as a ZIP", async () => {
    const zip = Buffer.from(await (await get("of=runs&format=every-eval-ever")).arrayBuffer());
    const files = filesInZip(zip);
    const paths = [...files.keys()].filter((path) => path.startsWith("data/sums/acme/small/"));
    expect(paths).toEqual([
      expect.stringMatching(/\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.json$/),
      expect.stringMatching(/_samples\.jsonl$/),
    ]);
    expect(JSON.parse(files.get(paths[0]!)!).source_metadata.additional_details.content_hash).toBe(hash);
    const again = Buffer.from(await (await get("of=runs&format=every-eval-ever")).arrayBuffer());
    expect(again.equals(zip)).toBe(true);
  });

  it("answers from an earlier version while it is kept", async () => {
    const earlier = await get(`${FRONTIER}&dataVersion=${first}`);
    expect(earlier.headers.get("etag")).toContain(first);
    expect((await earlier.text()).split("\r\n")).toHaveLength(3);
    const rows = await (await get(`of=runs&format=csv&dataVersion=${first}`)).text();
    expect(rows).toContain(hash);
    expect(rows).not.toContain("acme/large");
    const gone = await recordRun(store, { mode: "gone", measures: { accuracy: { value: 0.1 } } });
    const version = store.version();
    await forget(store, [gone], "RUN", "its licence ended");
    for (const parameters of [FRONTIER, "of=samples&format=parquet", "of=runs&format=lm-eval"]) {
      const [status, code, message] = await refusal(`${parameters}&dataVersion=${version}`);
      expect([status, code]).toEqual([410, "VERSION_NOT_KEPT"]);
      expect(message).toContain(`the present one is ${store.version()}`);
    }
  });

  it.each([
    ["", "BAD_REQUEST", /^of: name what to export: frontier, runs, samples\.$/],
    ["of=runs", "BAD_REQUEST", /^format: name a format of runs: csv, parquet, ndjson, /],
    ["of=runs&of=samples&format=csv", "BAD_REQUEST", /^of: it is given more than once/],
    ["of=samples&format=bibtex", "BAD_REQUEST", /^format: name a format of samples: csv, parquet\.$/],
    ["of=toString&format=csv", "BAD_REQUEST", /^of: /],
    ["of=runs&format=constructor", "BAD_REQUEST", /^format: /],
    ["of=runs&format=csv&objective=flops", "BAD_REQUEST", /^objectives: it says how a frontier is computed/],
    ["of=runs&format=csv&colour=red", "BAD_REQUEST", /^colour: there is no parameter "colour"/],
    ["of=runs&format=csv&lab=nobody", "UNKNOWN_LAB", /lab/],
    ["of=frontier&format=csv", "NO_BENCHMARK", /name at least one/],
    ["of=runs&format=csv&dataVersion=0123456789abcdef", "UNKNOWN_VALUE", /never had the version/],
    ["of=runs&format=csv&dataVersion=latest", "BAD_VALUE", /16 hexadecimal digits/],
  ])("refuses %j", async (parameters, code, message) => {
    const [status, own, said] = await refusal(parameters);
    expect([status, own]).toEqual([400, code]);
    expect(said).toMatch(message);
  });

  it("takes no other method, no wrong token, and no caller without one where reading needs one", async () => {
    expect((await refusal("of=runs&format=csv", { method: "POST", body: "x" }))[1]).toBe("METHOD_NOT_ALLOWED");
    const wrong = { headers: { authorization: `Bearer pg_${"0".repeat(40)}` } };
    expect((await refusal("of=runs&format=csv", wrong))[1]).toBe("UNAUTHENTICATED");
    const closed = await serveApi(store, { access: { reading: "token" } as never });
    try {
      const address = closed.url.replace("/graphql", "/export?of=runs&format=csv");
      expect((await fetch(address)).status).toBe(401);
      const { token } = await createTokens(store).create({ scope: "read" });
      expect((await fetch(address, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    } finally {
      await closed.close();
    }
  });

  it("counts what it reads against the budget of the caller", async () => {
    const poor = await serveApi(store, { limits: { budgetPerMinute: 700 } });
    try {
      const address = poor.url.replace("/graphql", "/export?of=runs&format=csv");
      const first = await fetch(address);
      expect([first.status, (await first.text()).length > 0]).toEqual([200, true]);
      const second = await fetch(address);
      expect([second.status, ((await second.json()) as any).errors[0].extensions.code]).toEqual([429, "RATE_LIMITED"]);
    } finally {
      await poor.close();
    }
  });

  it("reads no more than its client takes, and lets go of it when the client leaves", async () => {
    const output = "x".repeat(20_000);
    const samples = Array.from({ length: 1_000 }, (_, i) => ({ problem: `${i}`, repeat: 0, correct: true, output }));
    const long = await recordRun(store, { mode: "long", samples });
    let reads = 0;
    const watched: Store = {
      ...store,
      rows: (text, params) => {
        if (text.includes("cross join lateral")) reads++;
        return store.rows(text, params);
      },
    };
    const own = await serveApi(watched);
    try {
      const { port } = new URL(own.url);
      const socket = connect(Number(port), "127.0.0.1");
      socket.write("GET /export?of=samples&format=csv&mode=long HTTP/1.1\r\nHost: localhost\r\n\r\n");
      await new Promise((resolve) => socket.once("data", resolve));
      socket.pause();
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const before = reads;
      // Two million characters are a page: the whole run has ten.
      expect(before).toBeLessThan(9);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(reads).toBe(before);
      socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 300));
      // Others get their turn, more of them than there are turns.
      const others = await Promise.all(
        Array.from({ length: 9 }, async () => {
          const response = await fetch(own.url.replace("/graphql", "/export?of=samples&format=csv&mode=long"));
          return [response.status, (await response.text()).split("\r\n").length];
        }),
      );
      expect(others).toEqual(others.map(() => [200, 1_002]));
    } finally {
      await own.close();
      await forget(store, [long], "RUN", "it was long");
    }
  });

  it("breaks off a file whose version is lost meanwhile, so that its client can tell", async () => {
    const output = "x".repeat(20_000);
    const samples = Array.from({ length: 1_500 }, (_, i) => ({ problem: `${i}`, repeat: 0, correct: true, output }));
    const long = await recordRun(store, { mode: "long", notes: "again", samples });
    const response = await get("of=samples&format=csv");
    const reader = response.body!.getReader();
    await reader.read();
    await forget(store, [long], "RUN", "its licence ended");
    const rest = async () => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toThrow(/terminated/);
  });
});
