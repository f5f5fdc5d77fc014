import type { BrowserContext } from "playwright-core";

/** A number between 0 and 1 that follows from its place, so that each run draws the same picture. */
const noise = (at: number) => (((Math.sin(at * 12.9898) * 43758.5453) % 1) + 1) % 1;

function point(at: number) {
  const power = 12 + 4 * noise(at);
  const accuracy = Math.min(0.99, Math.max(0.01, (power - 12) / 4 - 0.6 * noise(at + 0.5)));
  const measure = (name: string, value: number, width: number) => ({
    ...{
      metric: { name },
      value,
      low: value * (1 - width),
      high: value * (1 + width),
      estimated: at % 3 === 0,
      note: null,
    },
  });
  return {
    ...{ mode: "default", operatingPoint: null, run: null, coverage: 1, isPartial: false, betterThanChance: true },
    model: {
      ...{
        slug: `lab-${at % 40}/model-${at}`,
        name: `Model ${at}`,
        developer: `Lab ${at % 40}`,
        family: `Family ${at % 90}`,
      },
      ...{ architecture: ["DENSE", "MOE", "HYBRID"][at % 3], license: ["MIT", "Apache-2.0", null][at % 3] },
      ...{ openWeights: at % 5 > 0, releasedOn: `202${3 + (at % 3)}-0${1 + (at % 9)}-15`, contextLength: 32768 },
      ...{ activeParameters: 1e9 * (1 + (at % 70)), totalParameters: 1e9 * (1 + (at % 70)) },
    },
    measures: [
      ...[measure("accuracy", accuracy, 0.05), measure("flops", 10 ** power, 0.1)],
      ...[measure("output_tokens", 100 + 1000 * noise(at + 0.2), 0.1), measure("cost", 10 ** (power - 15), 0)],
    ],
  };
}

/**
 * Answers the page's questions for candidates with `count` made ones instead of the server's, all in one page of the list.
 * What else it asks goes to the server.
 */
export async function answerWithCandidates(context: BrowserContext, count: number): Promise<void> {
  const nodes = Array.from({ length: count }, (_, at) => point(at));
  const candidates = JSON.stringify({
    data: {
      frontier: {
        ...{ candidateCount: count, dataVersion: "made", points: [] },
        dominated: { nodes, pageInfo: { hasNextPage: false, endCursor: null } },
      },
    },
  });
  const unknown = JSON.stringify({
    errors: [{ message: "unknown", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }],
  });
  await context.route("**/graphql*", async (route) => {
    const request = route.request();
    const contentType = "application/json";
    if (request.method() === "GET") return route.fulfill({ status: 200, contentType, body: unknown });
    const query = request.postDataJSON().query as string;
    if (!query.includes("frontier(")) return route.continue();
    if (query.includes("measures{")) return route.fulfill({ status: 200, contentType, body: candidates });
    // How sure the made candidates are is not known: the page goes on without it.
    return route.fulfill({ status: 200, contentType, body: '{"data":{"frontier":null}}' });
  });
}
