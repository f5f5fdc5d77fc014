import { readFileSync } from "node:fs";
import { buildSchema, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DECODING_SETTINGS } from "../../src/decoding/decoding.ts";
import { readThinking } from "../../src/decoding/thinking.ts";
import { BUILT_IN_BENCHMARKS } from "../../src/plugins/benchmarks/builtIn.ts";
import type { Store } from "../../src/store/store.ts";
import { type Api, serveApi } from "../support/api.ts";
import { BUNDLED_ENGINES } from "../support/bundledStores.ts";

/** A value that a description names as an example, and where: as `Type.field` or `Type.field(argument)`. */
interface Example {
  place: string;
  value: string;
}

/**
 * The examples of all descriptions: what follows "e.g." or "for example" and is written as code, or, where a description
 * comes from the flags of the command, what stands there without a blank.
 */
const EXAMPLES = /(?:e\.g\.|for example|such as) ((?:`[^`]+`(?:, or |, | or | and )?)+|[\w/.,-]*[\w](?=\.(?: |$)))/g;

function examplesIn(place: string, description: string): Example[] {
  return [...description.matchAll(EXAMPLES)].flatMap(([, list]) =>
    (list!.includes("`") ? [...list!.matchAll(/`([^`]+)`/g)].map(([, value]) => value!) : [list!]).map((value) => ({
      place,
      value,
    })),
  );
}

function allExamples(): Example[] {
  const found: Example[] = [];
  const add = (place: string, { description }: { description?: string | null | undefined }) =>
    found.push(...examplesIn(place, description ?? ""));
  for (const type of Object.values(buildSchema(readFileSync("schema.graphql", "utf8")).getTypeMap())) {
    // What GraphQL itself says of its own scalars is none of ours.
    if (type.name.startsWith("__") || type.name === "ID") continue;
    add(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) add(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      add(`${type.name}.${field.name}`, field);
      if ("args" in field) for (const one of field.args) add(`${type.name}.${field.name}(${one.name})`, one);
    }
  }
  return found;
}

type Check = (api: Api, value: string, name: string) => unknown;

/** What holds for an example, by its place: whatever asks with it finds something. */
const CHECKS: [RegExp, Check][] = [
  [/^Run(Filter|Exclusion)\.(?<name>\w+)$/, found("runs", "RunFilter")],
  [/^Model(Filter|Exclusion)\.(?<name>\w+)$/, found("models", "ModelFilter")],
  [/^Model\.(?<name>family|license)$/, found("models", "ModelFilter")],
  [/^Serving\.(?<name>\w+)$/, found("runs", "RunFilter")],
  [/^(Query\.(model|models)\((slug|search)\)|Model\.slug|ComparedInput\.model|StartRunInput\.model)$/, searched],
  [/^Mutation\.addModel\(slug\)$/, searched],
  [/^(Query\.(benchmark\(slug\)|\w+\(benchmark\))|Benchmark\.slug)$/, named("benchmark")],
  [/^(Query\.lab\(slug\)|Lab\.slug)$/, named("lab")],
  [/^(Query\.accelerator\(slug\)|Hardware\.slug|HardwareInput\.name|DeploymentInput\.hardware)$/, named("accelerator")],
  [/^(Metric\.name|MeasureRange\.metric|ObjectiveInput\.metric|Run\.measure\(metric\))$/, metric],
  [/^FlopPart\.part$/, part],
  [/^PluginChoiceInput\.name$/, found("runs", "RunFilter", "runner")],
  [/^StartRunInput\.benchmarks$/, (_, value) => expect(BUILT_IN_BENCHMARKS.map(({ name }) => name)).toContain(value)],
  [
    /^StartRunInput\.leaveOut$/,
    (_, value) => expect(Object.keys(DECODING_SETTINGS)).toEqual(expect.arrayContaining(value.split(","))),
  ],
  [
    /^StartRunInput\.thinking$/,
    (_, value) => value.split(",").map((word) => word === "full" || readThinking(word, "thinking")),
  ],
  // No bundled run has loaded its benchmark; the plugins say which parts they have.
  [
    /^(ProblemStratum|StratumResult|Run)\.(name|strata\(name\))$/,
    (_, value) => expect(BUILT_IN_BENCHMARKS.flatMap(({ strata = [] }) => strata)).toContain(value),
  ],
];

/** Examples of what no store and no plugin holds: subjects of problems, fields in messages, issuers of identities. */
const FREE = [
  "Signer.issuer",
  "SignerInput.issuer",
  "ProblemStratum.value",
  "StratumResult.value",
  "SubmissionError.field",
];

function found(field: "runs" | "models", filter: string, fixed?: string): Check {
  return async (api, value, name) => {
    const { [field]: page } = await api.data(`query ($where: ${filter}) { ${field}(where: $where) { totalCount } }`, {
      where: { [fixed ?? name]: [value] },
    });
    expect(page.totalCount).toBeGreaterThan(0);
  };
}

function named(field: string): Check {
  return async (api, value) => {
    const answer = await api.data(`query ($slug: String!) { ${field}(slug: $slug) { slug } }`, { slug: value });
    expect(answer[field]).toEqual({ slug: value });
  };
}

async function searched(api: Api, value: string) {
  const { models } = await api.data("query ($search: String) { models(search: $search) { nodes { slug } } }", {
    search: value,
  });
  const words = value.toLowerCase().split(" ");
  expect(models.nodes.length).toBeGreaterThan(0);
  for (const word of words) expect(models.nodes[0].slug.toLowerCase()).toContain(word);
}

async function metric(api: Api, value: string) {
  const { metrics } = await api.data("{ metrics { name } }");
  expect(metrics.map(({ name }: { name: string }) => name)).toContain(value);
}

async function part(api: Api, value: string) {
  const { model } = await api.data(
    '{ model(slug: "Qwen/Qwen3-30B-A3B") { compute(promptTokens: 100, outputTokens: 100) { parts { part } } } }',
  );
  expect(model.compute.parts.map((one: { part: string }) => one.part)).toContain(value);
}

describe("the examples in the descriptions of the schema", () => {
  const examples = allExamples().filter(({ place }) => !FREE.includes(place));
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    store = await BUNDLED_ENGINES[1]![1]();
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  it("are found by their form", () => {
    expect(examples.length).toBeGreaterThan(60);
    expect(examplesIn("a", "Modes, e.g. `on`, `off` or `high`.").map(({ value }) => value)).toEqual([
      "on",
      "off",
      "high",
    ]);
    expect(examplesIn("a", "Settings, for example seed,frequencyPenalty.").map(({ value }) => value)).toEqual([
      "seed,frequencyPenalty",
    ]);
    expect(examplesIn("a", "Such as words, for example what a worker waits for.")).toEqual([]);
  });

  it.each(examples)("$value of $place is there", async ({ place, value }) => {
    const [pattern, check] = CHECKS.find(([pattern]) => pattern.test(place)) ?? [];
    // A place without a check needs one above.
    expect(check, `${place} has an example and no check`).toBeDefined();
    await check!(api, value, pattern!.exec(place)!.groups?.name ?? "");
  });
});
