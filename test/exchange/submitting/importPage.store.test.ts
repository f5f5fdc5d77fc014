import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTokens } from "../../../src/access/tokens.ts";
import type { Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { BUNDLED_ENGINES } from "../../support/bundledStores.ts";

let store: Store;
let api: Api;
beforeAll(async () => {
  store = await BUNDLED_ENGINES.at(-1)![1]();
  api = await serveApi(store);
});
afterAll(async () => {
  await api.close();
  await store.close();
});

it("docs/import.md submits runs that are answered as it says, by HTTP and again by GraphQL", async () => {
  const [given, answered] = [...readFileSync("docs/import.md", "utf8").matchAll(/^```ndjson\n([\s\S]*?)^```/gm)].map(
    ([, block]) => block!,
  );
  const { token } = await createTokens(store).create({ scope: "submit", lab: "newcomer" });
  const response = await fetch(api.url.replace("/graphql", "/submissions"), {
    method: "POST",
    headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${token}` },
    body: given!,
  });
  expect((await response.text()).replace(/(?<="contentHash":")\w+/g, "…")).toBe(answered);

  const [, last] = given!.split("\n").filter((line) => line.startsWith('{"run"'));
  const { run } = JSON.parse(last!);
  const { data, errors: errorsOfBatch } = await api.ask(
    "mutation ($runs: [JSON!]!) { submitRuns(runs: $runs) { status error { code field message } run { lab { slug } measures { metric { name } value low } } } }",
    { runs: [run, { ...run, mode: "other" }, { ...run, mode: 4 }, 5] },
    token,
  );
  expect(errorsOfBatch).toBeUndefined();
  expect(data.submitRuns.map(({ status }: any) => status)).toEqual(["KNOWN", "STORED", "REFUSED", "REFUSED"]);
  expect(data.submitRuns[1].run).toMatchObject({ lab: { slug: "newcomer" } });
  expect(data.submitRuns[1].run.measures).toContainEqual(
    expect.objectContaining({ metric: { name: "accuracy" }, value: 0.93, low: 0.916 }),
  );
  expect(data.submitRuns[2].error).toMatchObject({ code: "BAD_RUN", field: "mode" });

  const single = "mutation ($run: JSON!) { submitRun(run: $run) { status } }";
  expect((await api.ask(single, { run: { ...run, mode: "other" } }, token)).data.submitRun.status).toBe("KNOWN");
  const { errors } = await api.ask(single, { run: { ...run, benchmark: "gsm8" } }, token);
  expect(errors![0]!.extensions!.code).toBe("UNKNOWN_BENCHMARK");
});
