import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLines } from "../../../src/exchange/submitting/lines.ts";
import { submissionsIn } from "../../../src/exchange/submitting/submissionsIn.ts";
import { submitRuns } from "../../../src/exchange/submitting/submitRuns.ts";
import { forget } from "../../../src/recording/corrections.ts";
import { recordRuns } from "../../../src/recording/record.ts";
import { runSubmission } from "../../../src/recording/submitted/submission.ts";
import type { Store } from "../../../src/store/store.ts";
import { runs as runTable, samples } from "../../../src/store/tables.ts";
import { anySubmission } from "../../support/anySubmission.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { runs } from "../../support/runs.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";
import { exported, OPERATOR, textOf } from "./support.ts";

describe.each(ENGINES)("runs that are exported from %s and submitted elsewhere", { timeout: 120_000 }, (_, open) => {
  let stores: [Store, Store];
  let apis: [Api, Api];
  beforeAll(async () => {
    stores = [await open(), await open()];
    for (const store of stores) await fillSmallStore(store);
    apis = [await serveApi(stores[0]), await serveApi(stores[1])];
  });
  afterAll(async () => {
    await Promise.all(apis.map((api) => api.close()));
    await Promise.all(stores.map((store) => store.close()));
  });

  /** All that is stored of runs and samples, row ids and revisions left out. */
  async function stored(store: Store) {
    const rows = await store.drizzle.select().from(runTable);
    const hashes = new Map(rows.map(({ id, contentHash }) => [id, contentHash]));
    const own = (await store.drizzle.select().from(samples)).map(({ runId, ...sample }) => ({
      ...sample,
      run: hashes.get(runId),
    }));
    const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    return {
      runs: rows.map(({ id, addedRevision, retiredRevision, ...run }) => run).sort(byText),
      samples: own.sort(byText),
      version: store.version(),
    };
  }

  it("have the same content hashes, figures and samples, and give the same version of the data", async () => {
    const [from, to] = stores;
    await fc.assert(
      fc.asyncProperty(fc.array(anySubmission, { minLength: 1, maxLength: 4 }), async (submissions) => {
        for (const store of stores) await store.drizzle.delete(runTable);
        const hashes = await recordRuns(from, submissions);
        const text = await textOf(from, "of=runs&format=ndjson");
        const lines = readLines(
          (async function* () {
            yield Buffer.from(text);
          })(),
        );
        const received = [];
        for await (const one of submissionsIn(lines)) received.push("submission" in one ? one.submission : one.refusal);
        const outcomes = await submitRuns(to, received as never, OPERATOR, "at-once");
        expect(outcomes.map(({ status }) => status)).toEqual(outcomes.map(() => "STORED"));
        expect(new Set(outcomes.map((one) => "contentHash" in one && one.contentHash))).toEqual(new Set(hashes));
        await from.refresh();
        expect(await stored(to)).toEqual(await stored(from));
      }),
      runs(15, 500),
    );
  });

  it("go by HTTP from one server to another, and are known there the second time", async () => {
    for (const store of stores) await store.drizzle.delete(runTable);
    const sample = (problem: number) => ({
      ...{ problem: `${problem}`, repeat: 0, correct: problem % 3 === 0 },
      output: "x",
    });
    await recordRun(stores[0], { mode: "a", samples: Array.from({ length: 1_234 }, (_, i) => sample(i)) });
    await recordRun(stores[0], { mode: "b", samples: [], measures: { accuracy: { value: 0.5 } } });
    await recordRun(stores[0], { mode: "c", measures: { accuracy: { value: 0.25, low: 0.1, high: 0.4 } } });
    const response = await fetch(apis[0].url.replace("/graphql", "/export?of=runs&format=ndjson"));
    expect(response.headers.get("content-type")).toContain("application/x-ndjson");
    const body = await response.text();
    const send = async () => {
      const answer = await fetch(apis[1].url.replace("/graphql", "/submissions"), {
        method: "POST",
        headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${await apis[1].operateToken()}` },
        body,
      });
      return JSON.parse((await answer.text()).trimEnd().split("\n").at(-1)!).summary;
    };
    expect(await send()).toEqual({ stored: 3, known: 0, held: 0, forgotten: 0, refused: 0 });
    expect(await send()).toEqual({ stored: 0, known: 3, held: 0, forgotten: 0, refused: 0 });
    expect(await stored(stores[1])).toEqual(await stored(stores[0]));
  });

  it("are whole for those who may measure for their lab, and for others what the API shows", async () => {
    const [from] = stores;
    await from.drizzle.delete(runTable);
    const canary = "GUID 00000000-1111-2222";
    const recipe = {
      runner: { name: "vllm", version: "1", options: { launch: { command: ["/srv/secret/python"] }, model: "small" } },
      dataset: { source: "gpqa.csv", canary },
      engine: { engine: "vllm", version: "0.11", url: "http://user:pass@10.0.0.7:8000" },
    };
    await recordRun(from, {
      ...{ recipe, provenance: "MEASURED" },
      samples: [
        {
          ...{ problem: "1", repeat: 0, correct: true, output: `it says ${canary}`, answer: "B" },
          judgement: { correct: true, reason: `as ${canary} says`, model: "judge" },
        },
      ],
    });
    const anonymous = { id: "anonymous", scope: null, lab: null };
    const ofOther = { id: "2", scope: "measure", lab: "lab-b" } as const;
    for (const reader of [anonymous, ofOther]) {
      for (const what of ["of=runs&format=ndjson", "of=runs&format=csv", "of=samples&format=csv"]) {
        expect(await textOf(from, what, reader)).not.toMatch(/GUID|secret|user:pass|10\.0\.0\.7/);
      }
    }
    const ofLab = await textOf(from, "of=runs&format=ndjson", { id: "3", scope: "measure", lab: "lab-a" });
    expect(ofLab).toContain("/srv/secret/python");
    expect(ofLab).not.toContain("user:pass");
    const [line, sample] = ofLab
      .trimEnd()
      .split("\n")
      .map((one) => JSON.parse(one)) as [any, any];
    expect(runSubmission.safeParse(line.run).success).toBe(true);
    expect(sample.sample.output).toBe(`it says ${canary}`);
    // The tables are for everybody, so that they are the same for all.
    expect(await textOf(from, "of=samples&format=csv")).not.toContain("GUID");
  });

  it("are those that counted in one version, whatever comes and goes while they are written", async () => {
    const [from] = stores;
    await from.drizzle.delete(runTable);
    const hashes: string[] = [];
    for (let i = 0; i < 150; i++) {
      hashes.push(await recordRun(from, { mode: `m${i}`, measures: { accuracy: { value: 0.5 } } }));
    }
    const version = from.version();
    const written = async (then: () => Promise<unknown>, more = "") => {
      const opened = await exported(from, `of=runs&format=ndjson${more}`);
      expect(opened.version).toBe(version);
      const modes: string[] = [];
      for await (const line of opened.pieces()) {
        if (modes.length === 0) await then();
        modes.push(JSON.parse(String(line)).run.mode);
      }
      return modes;
    };
    const all = hashes.map((_, i) => `m${i}`);
    expect(
      await written(async () => {
        await recordRun(from, { mode: "late", measures: { accuracy: { value: 0.5 } } });
        await from.rows("update runs set status = 'RETRACTED' where mode = 'm149'", []);
      }),
    ).toEqual(all);
    const earlier = `&dataVersion=${version}`;
    expect(await written(async () => {}, earlier)).toEqual(all);
    const deleted = written(() => forget(from, [hashes[140]!], "RUN", "its licence ended"), earlier);
    await expect(deleted).rejects.toMatchObject({ code: "VERSION_NOT_KEPT" });
    await expect(textOf(from, `of=runs&format=csv${earlier}`)).rejects.toMatchObject({ code: "VERSION_NOT_KEPT" });
  });
});
