import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeRequest } from "../../../src/apiClient/document.ts";
import type { Store } from "../../../src/store/store.ts";
import { frontierArguments, placesOf } from "../../../web/address/frontierArguments.ts";
import { filteredBy, pictureOf } from "../../../web/data/pagePicture.ts";
import { candidateOf, keyOf, RESULTS } from "../../../web/data/pointFields.ts";
import { questionOf } from "../../../web/data/question.ts";
import type { MetricFacts } from "../../../web/data/startFacts.ts";
import { readInputs } from "../../../web/inputs/readInputs.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { BUNDLED_ENGINES } from "../../support/bundledStores.ts";

const PLACES = placesOf(readInputs(readFileSync("schema.graphql", "utf8")).frontier);

let store: Store;
let api: Api;
let metrics: MetricFacts[];
beforeAll(async () => {
  store = await BUNDLED_ENGINES[1]![1]();
  api = await serveApi(store);
  const data = await api.data("{ metrics { name title unit direction scale description } }");
  metrics = data.metrics.map((metric: any) => ({ ...metric, scale: metric.scale === "LOG" ? "log" : "linear" }));
}, 120_000);
afterAll(async () => {
  await api?.close();
  await store?.close();
});

async function ask(args: object, fields: object): Promise<any> {
  const { query, variables } = writeRequest("Query", { frontier: [args, fields] });
  const { data, errors } = await api.ask(query, variables);
  if (errors) throw new Error(errors[0]!.message);
  return data.frontier;
}

/** The candidates, and those on the frontier, that the page shows. */
async function asThePageHasIt(address: string): Promise<{ all: string[]; onFrontier: string[] }> {
  const question = questionOf(frontierArguments(new URLSearchParams(address), PLACES), metrics);
  const { points, dominated } = await ask(question.loaded, {
    points: RESULTS,
    dominated: [{ first: 100 }, { nodes: RESULTS }],
  });
  const candidates = [
    ...points.map((point: any) => candidateOf(point, true)),
    ...dominated.nodes.map((point: any) => candidateOf(point, false)),
  ];
  const picture = pictureOf(question, filteredBy(question, candidates), null, [], "");
  const keys = (isWanted: (point: (typeof picture.points)[number]) => boolean) =>
    picture.points
      .filter(isWanted)
      .map(({ candidate }) => candidate.key)
      .sort();
  return { all: keys(() => true), onFrontier: keys(({ onFrontier }) => onFrontier) };
}

/** The same as the server says it when it is asked with all filters. */
async function asTheServerHasIt(address: string): Promise<{ all: string[]; onFrontier: string[] }> {
  const args = frontierArguments(new URLSearchParams(address), PLACES);
  const { points, dominated } = await ask(args, { points: RESULTS, dominated: [{ first: 100 }, { nodes: RESULTS }] });
  const keys = (list: any[]) => list.map(keyOf).sort();
  return { all: keys([...points, ...dominated.nodes]), onFrontier: keys(points) };
}

describe("what the page decides itself", { timeout: 120_000 }, () => {
  const filters = [
    ...["", "openWeights=true", "openWeights=false", "architecture=MOE", "architecture=DENSE&architecture=HYBRID"],
    ...["license=Apache-2.0", "license=MIT&license=Apache-2.0&architecture=MOE", "family=Qwen3", "developer=Alibaba"],
    ...["totalParameters.max=1e10", "totalParameters.min=1e10&totalParameters.max=1e11", "activeParameters.max=4e9"],
    ...[
      "contextLength.min=131072",
      "releasedOn.from=2025-01-01",
      "asOf=2025-03-01",
      "asOf=2025-08-05&architecture=MOE",
    ],
    ...[
      "license=MIT&developer=Alibaba",
      "objective=accuracy&objective=output_tokens&license=MIT",
      "mode=on",
      "lab=epoch&openWeights=true",
    ],
    ...[
      "objective=accuracy&objective=output_tokens&objective=total_parameters&architecture=MOE",
      "betterThanChance=true&license=MIT",
    ],
    ...["minMembership=0.5&architecture=MOE", "max=flops:1e14&openWeights=true", "grain=RUN&architecture=DENSE"],
    ...[
      "on.hardware=H100-SXM&objective=accuracy&objective=latency&totalParameters.max=1e11",
      "not.lab=epoch&asOf=2025-06-01",
    ],
  ];
  it.each(filters)("is what the server says: %s", async (filter) => {
    for (const benchmark of ["gpqa-diamond", "gsm8k"]) {
      const address = `benchmark=${benchmark}&${filter}`;
      expect(await asThePageHasIt(address)).toEqual(await asTheServerHasIt(address));
    }
  });
});
