import { isUtf8 } from "node:buffer";
import SchemaBuilder from "@pothos/core";
import RelayPlugin from "@pothos/plugin-relay";
import ScopeAuthPlugin from "@pothos/plugin-scope-auth";
import type { Scope } from "../../access/principal.ts";
import { RequestError } from "../../errors/requestError.ts";
import type { SampleKey } from "../../store/reading/rowsByKey.ts";
import { isRunHash, RUN_HASH } from "../../store/runHash.ts";
import { authScopesOf } from "./access.ts";
import type { Context } from "./context.ts";
import { cost } from "./cost.ts";
import { OUTSIDE_SUBGRAPH } from "./outsideSubgraph.ts";

/** What counting a list costs, in points: a statement that goes through the index of all its rows. */
const TOTAL_COUNT_WEIGHT = 50;

export const builder = new SchemaBuilder<{
  Context: Context;
  AuthScopes: Record<Scope, boolean>;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Connection: {
    /** Counts the rows of the whole list, when it is asked for. */
    totalCount: () => number | Promise<number>;
  };
  Scalars: {
    ID: { Input: string; Output: string | number };
    Date: { Input: string; Output: string };
    BatchSize: { Input: number | "BEST"; Output: number | "BEST" };
    DateTime: { Input: string; Output: string };
    JSON: { Input: unknown; Output: unknown };
  };
}>({
  plugins: [ScopeAuthPlugin, RelayPlugin],
  scopeAuth: { authScopes: ({ principal }) => authScopesOf(principal), authorizeOnSubscribe: true },
  defaultFieldNullability: false,
  relay: {
    encodeGlobalID: (type, id) => Buffer.from(`${type}:${id}`).toString("base64"),
    decodeGlobalID,
    edgesFieldOptions: { nullable: false, description: "The rows of the page, each with its cursor." },
    nodeFieldOptions: { nullable: false, description: "The row." },
    nodesOnConnection: { description: "The rows of the page, without their cursors." },
    cursorFieldOptions: { description: "The position of this row in the list, to be given as `after` or `before`." },
    pageInfoFieldOptions: { description: "The position of the page in its list." },
    idFieldOptions: { description: "The global id." },
    nodeTypeOptions: { description: "An object that has a global id." },
    pageInfoTypeOptions: {
      extensions: { directives: { shareable: {} } },
      description: "The position of a page in its list.",
    },
    hasNextPageFieldOptions: { description: "True if rows follow this page." },
    hasPreviousPageFieldOptions: { description: "True if rows come before this page." },
    startCursorFieldOptions: { description: "The cursor of the first row of the page. Null if the page is empty." },
    endCursorFieldOptions: { description: "The cursor of the last row of the page. Null if the page is empty." },
    nodeQueryOptions: {
      extensions: OUTSIDE_SUBGRAPH,
      description: "The object with a global id. Null if there is none.",
      args: { id: { description: "A global id, as the field `id` of a node returns it." } },
    },
    nodesQueryOptions: {
      extensions: { ...cost({ sizedBy: "ids" }).extensions, ...OUTSIDE_SUBGRAPH },
      description: "The objects with the given global ids, in their order. Null for an id without an object.",
      args: { ids: { description: "Global ids, as the field `id` of nodes returns them: 100 at most." } },
    },
    firstArgOptions: {
      description:
        "The number of rows to return from the start of the list, or from `after` on: 1 to 100, by default 20.",
    },
    afterArgOptions: { description: "Return only rows after this cursor." },
    lastArgOptions: {
      description: "The number of rows to return from the end of the list, or up to `before`: 1 to 100.",
    },
    beforeArgOptions: { description: "Return only rows before this cursor." },
    defaultConnectionTypeOptions: { description: "A page of a list." },
    defaultEdgeTypeOptions: { description: "A row of a page." },
  },
});

builder.queryType({
  description: "The queries that the API answers from the results in its store. Each answer names its sources.",
});

builder.mutationType({ description: "The operations that change the store." });
builder.subscriptionType({ description: "The events that are sent as they happen, by server-sent events." });

builder.globalConnectionField("totalCount", (t) =>
  t.int({
    ...cost({ weight: TOTAL_COUNT_WEIGHT }),
    description:
      "The number of rows of the whole list that match, on all its pages. It is counted only when it is asked for.",
    resolve: ({ totalCount }) => totalCount(),
  }),
);

/** The types that have global ids. */
export const NODE_TYPES = ["Benchmark", "Hardware", "Lab", "Metric", "Model", "Run", "Sample"];

/**
 * The type and the object that a global id names. Ids are made of slugs and content hashes, so that the same object has
 * the same id in every store. Throws `BAD_ID` for anything else.
 */
export function decodeGlobalID(globalId: string): { typename: string; id: string } {
  const decoded = Buffer.from(globalId, "base64");
  // Only the text that the API itself gave is an id, and not others that decode to it.
  const text = decoded.toString("base64") === globalId && isUtf8(decoded) ? decoded.toString() : "";
  const [, typename, id] = /^([A-Za-z]+):([^\0]+)$/.exec(text) ?? [];
  if (typename && id && NODE_TYPES.includes(typename)) return { typename, id };
  throw badId(globalId);
}

export function badId(globalId: string): RequestError {
  return new RequestError(
    "BAD_ID",
    `id: "${globalId.slice(0, 200)}" is not a global id. Use one that the field \`id\` of a node gave.`,
    "id",
  );
}

const SAMPLE_ID = new RegExp(`^(${RUN_HASH.source}):(\\d{1,9}):(.+)$`, "s");

/** The hash in the id of a run. Throws `BAD_ID` for anything else, row numbers of earlier versions among it. */
export function runHashOf(id: string): string {
  if (isRunHash(id)) return id;
  throw badId(id);
}

/** The id of a sample: its run's hash, which of the answers to the problem it is, and the problem. */
export function sampleId({ runHash, repeat, problemId }: SampleKey): string {
  return `${runHash}:${repeat}:${problemId}`;
}

/** The parts of the id of a sample. Throws `BAD_ID` for anything else. */
export function sampleKeyOf(id: string): SampleKey {
  const [, runHash, repeat, problemId] = SAMPLE_ID.exec(id) ?? [];
  if (runHash === undefined) throw badId(id);
  return { runHash, repeat: Number(repeat), problemId: problemId! };
}
