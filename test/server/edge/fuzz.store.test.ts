import fc from "fast-check";
import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { schema } from "../../../src/schema/schema.ts";
import { openStore, type Store } from "../../../src/store/store.ts";
import { type Api, serveApi } from "../../support/api.ts";
import { createDatabaseOn } from "../../support/createDatabase.ts";
import { requestText, sendRaw } from "../../support/rawHttp.ts";
import { runs } from "../../support/runs.ts";
import { fillSmallStore, recordRun } from "../../support/smallStore.ts";

/** An answer must come within this time, however strange the request. */
const HANG_MS = 20_000;

/** Texts of every kind, and often one that means something here. */
const text = fc.oneof(
  fc.constantFrom("sums", "proofs", "acme/small", "lab-a", "h100", "accuracy", "flops", "2025-01-31", "default", ""),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.string({ unit: "binary-ascii", maxLength: 20 }),
);
const number = fc.oneof(
  fc.integer({ min: -3, max: 200 }),
  fc.integer(),
  fc.double(),
  fc.constantFrom(1e308, -0, 2 ** 53),
);
const globalId = fc.oneof(
  fc
    .tuple(fc.constantFrom("Run", "Sample", "Model", "Benchmark", "Lab", "Query", ""), text)
    .map(([type, key]) => Buffer.from(`${type}:${key}`).toString("base64")),
  fc.base64String({ maxLength: 60 }),
  text,
);
const cursor = fc.oneof(
  fc.json({ maxDepth: 1 }).map((json) => Buffer.from(json).toString("base64url")),
  fc
    .array(fc.oneof(text, number, fc.constant(null)), { maxLength: 4 })
    .map((key) => Buffer.from(JSON.stringify(key)).toString("base64url")),
  text,
);
const anything = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.json({ maxDepth: 2 }).map((json) => JSON.parse(json)),
);

/** A value for an argument: mostly of its type, sometimes anything. */
function valueFor(type: GraphQLInputType, name: string, depth = 0): fc.Arbitrary<unknown> {
  const inner = getNullableType(type);
  const fitting = (): fc.Arbitrary<unknown> => {
    if (isListType(inner)) return fc.array(valueFor(inner.ofType, name, depth + 1), { maxLength: 3 });
    if (inner instanceof GraphQLEnumType) return fc.constantFrom(...inner.getValues().map((value) => value.name));
    if (inner instanceof GraphQLInputObjectType) {
      if (depth > 3) return fc.constant({});
      const fields = Object.values(inner.getFields());
      return fc.record(
        Object.fromEntries(fields.map((field) => [field.name, valueFor(field.type, field.name, depth + 1)])),
        { requiredKeys: fields.filter(({ type: of }) => of !== getNullableType(of)).map((field) => field.name) },
      );
    }
    if (name === "id" || name === "ids") return globalId;
    if (name === "after" || name === "before") return cursor;
    switch (inner.name) {
      case "Int":
        return fc.integer({ min: -3, max: 120 });
      case "Float":
        return number;
      case "Boolean":
        return fc.boolean();
      case "Date":
      case "DateTime":
        return fc.oneof(
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
          text,
        );
      default:
        return text;
    }
  };
  return fc.oneof({ weight: 9, arbitrary: fitting() }, { weight: 1, arbitrary: anything });
}

interface Request {
  query: string;
  variables: Record<string, unknown>;
}

/** A query of one field with its arguments as variables, and some of what it gives. */
const query: fc.Arbitrary<Request> = fc
  .constantFrom(...Object.values(schema.getQueryType()!.getFields()))
  .chain((field) => {
    const given = fc.record(Object.fromEntries(field.args.map(({ name, type }) => [name, valueFor(type, name)])), {
      requiredKeys: field.args.filter(({ type }) => type !== getNullableType(type)).map(({ name }) => name),
    });
    return fc.tuple(given, fc.integer({ min: 1, max: 3 })).map(([variables, depth]) => {
      const used = field.args.filter(({ name }) => name in variables);
      const declared = used.map(({ name, type }) => `$${name}: ${type}`).join(", ");
      const passed = used.map(({ name }) => `${name}: $${name}`).join(", ");
      const head = declared === "" ? "query" : `query (${declared})`;
      const call = passed === "" ? field.name : `${field.name}(${passed})`;
      return { query: `${head} { ${call}${selectionOf(field.type, depth)} }`, variables };
    });
  });

/** The fields of a type that need no arguments, to some depth. */
function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return "";
  if (!isObjectType(named) || depth === 0) return " { __typename }";
  const fields = Object.values(named.getFields()).filter(({ args }) =>
    args.every(({ type: of }) => of === getNullableType(of)),
  );
  return ` { ${fields.map((field) => field.name + selectionOf(field.type, depth - 1)).join(" ")} }`;
}

const TOKENS = [
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  "query",
  "mutation",
  "subscription",
  "fragment",
  "on",
  "...",
  "@skip",
  "$x",
  "!",
  ":",
  "=",
  '"',
  '"""',
  "\\u",
  "1e999",
  "#",
  "\n",
  "runs",
  "frontier",
  "first",
  "where",
  "__schema",
  "__typename",
  "null",
  "&",
  "|",
  "\u0000",
  "é",
  "😀",
];

/** Whole documents that hardly make sense. Deep nesting is left to the limits of documents, which have tests of their own. */
const document = fc.oneof(
  fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }).map((tokens) => tokens.join(" ")),
  text,
  fc.tuple(query, fc.nat(), text).map(([one, at, insert]) => {
    const place = at % (one.query.length + 1);
    return one.query.slice(0, place) + insert + one.query.slice(place);
  }),
);

const header = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        "Accept",
        "Content-Type",
        "Host",
        "Origin",
        "Sec-Fetch-Site",
        "Authorization",
        "If-None-Match",
        "Content-Encoding",
        "Transfer-Encoding",
        "Expect",
        "Connection",
        "Upgrade",
        "Content-Length",
        "Cookie",
        "X-Forwarded-For",
      ),
      fc.stringMatching(/^[A-Za-z-]{1,12}$/),
    ),
    fc.oneof(
      fc.constantFrom(
        "application/json",
        "application/graphql-response+json",
        "text/html",
        "*/*;q=",
        ";;,",
        "localhost",
        "null",
        "chunked",
        "100-continue",
        "upgrade",
      ),
      fc.stringMatching(/^[ -~]{0,40}$/),
    ),
  )
  .map(([name, value]) => `${name}: ${value}`);

describe("strange requests", { timeout: 3_600_000 }, () => {
  let store: Store;
  let api: Api;
  beforeAll(async () => {
    // PostgreSQL refuses more texts and times than the embedded database.
    store = await openStore({ url: await createDatabaseOn(inject("postgresUrl")) });
    await fillSmallStore(store);
    for (const accuracy of [0.5, 0.7]) {
      await recordRun(store, {
        model: accuracy > 0.6 ? "acme/large" : "acme/small",
        measures: { accuracy: { value: accuracy }, output_tokens: { value: 100 * accuracy } },
      });
    }
    api = await serveApi(store);
  });
  afterAll(async () => {
    await api.close();
    await store.close();
  });

  /** The answer is JSON, no fault of the server, and where it refuses it has a code. */
  function judge(status: number, body: string, question: unknown): void {
    const shown = `${status} ${body.slice(0, 500)} to ${JSON.stringify(question)}`;
    if (status >= 500) throw new Error(`A fault of the server: ${shown}`);
    let answer: { errors?: { extensions?: { code?: string } }[]; error?: { code?: string } };
    try {
      answer = JSON.parse(body);
    } catch {
      throw new Error(`No JSON: ${shown}`);
    }
    const codes = [
      ...(answer.errors ?? []).map(({ extensions }) => extensions?.code),
      ...(answer.error ? [answer.error.code] : []),
    ];
    if (codes.some((code) => !code || code === "INTERNAL_SERVER_ERROR"))
      throw new Error(`No code of a refusal: ${shown}`);
    if (status >= 400 && codes.length === 0) throw new Error(`No error in a refusal: ${shown}`);
  }

  const post = async (body: string) => {
    const response = await fetch(api.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(HANG_MS),
    });
    judge(response.status, await response.text(), body);
  };

  const kinds: [string, fc.Arbitrary<unknown>, (value: any) => Promise<void>, [number, number]][] = [
    [
      "queries with arguments of every kind, ids and cursors among them",
      query,
      (asked: Request) => post(JSON.stringify(asked)),
      [120, 4000],
    ],
    [
      "documents that hardly make sense",
      document,
      (asked: string) => post(JSON.stringify({ query: asked })),
      [100, 3000],
    ],
    [
      "bodies that are hardly requests",
      fc.oneof(
        fc.json(),
        fc.string({ unit: "grapheme" }),
        fc
          .record({ query: anything, variables: anything, operationName: anything, extensions: anything })
          .map((one) => JSON.stringify(one)),
      ),
      post,
      [80, 2000],
    ],
    [
      "headers of every kind",
      fc.tuple(
        fc.constantFrom("GET", "POST", "PUT", "OPTIONS", "HEAD"),
        fc.constantFrom("/graphql", "/graphql?query={__typename}", "/health/ready", "/nothing", "*"),
        fc.array(header, { maxLength: 4 }),
      ),
      async ([method, target, headers]: [string, string, string[]]) => {
        const body = method === "POST" ? '{"query":"{__typename}"}' : "";
        const request = requestText(
          method,
          target,
          headers.some((one) => /^host:/i.test(one)) ? headers : ["Host: localhost", ...headers],
          body,
        );
        const answer = await sendRaw(api.url, request, { waitMs: 1000 }).catch((error: Error) => error);
        // A body whose length is stated wrongly keeps the server waiting for the rest; the time limit of a request ends that.
        if (answer instanceof Error)
          expect(request).toMatch(
            /Content-Length: .*Content-Length:|Transfer-Encoding|Expect|Upgrade|Content-Length/is,
          );
        else if (answer.status >= 500) throw new Error(`A fault of the server: ${answer.status} to ${request}`);
        else if (answer.status >= 400 && method !== "HEAD")
          judge(answer.status, answer.body.replace(/^[\da-f]+\r\n|\r\n0\r\n\r\n$/gi, ""), request);
      },
      [60, 1000],
    ],
    [
      "pictures of every kind",
      fc.tuple(
        fc.constantFrom("/frontier.svg", "/frontier.txt"),
        fc.array(
          fc.tuple(
            fc.oneof(
              fc.constantFrom(
                "benchmark",
                "objective",
                "max",
                "min",
                "epsilon",
                "grain",
                "asOf",
                "model",
                "on.hardware",
                "on.count",
                "minMembership",
                "columns",
                "colour",
                "finishedAt.from",
              ),
              text,
            ),
            fc.oneof(text, number.map(String), fc.constantFrom("accuracy:MINIMIZE", "flops:1e15", "RUN")),
          ),
          { maxLength: 5 },
        ),
      ),
      async ([path, parameters]: [string, [string, string][]]) => {
        const asked = new URLSearchParams([["benchmark", "sums"], ...parameters]);
        const response = await fetch(`${api.url.replace("/graphql", path)}?${asked}`, {
          signal: AbortSignal.timeout(HANG_MS),
        });
        const body = await response.text();
        if (response.status !== 200) judge(response.status, body, `${path}?${asked}`);
      },
      [60, 1000],
    ],
  ];

  it.each(kinds)("never break the server: %s", async (_, arbitrary, attack, [few, many]) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    try {
      await fc.assert(fc.asyncProperty(arbitrary, attack), { ...runs(few, many), endOnFailure: true });
    } finally {
      log.mockRestore();
    }
  });
});
