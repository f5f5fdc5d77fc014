import { type ExecutionArgs, getOperationAST } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import type { Context } from "../schema/base/context.ts";
import { schema } from "../schema/schema.ts";
import { runOutside } from "../store/database/requestScope.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";
import { type CompiledQueries, nameOf } from "./compiledQueries.ts";
import { distinctEvents } from "./distinctEvents.ts";
import { endWhenStopping } from "./edge/drain.ts";
import { overHttp } from "./edge/results.ts";
import type { Exchange } from "./exchange.ts";
import { freshAnswers } from "./freshAnswers.ts";
import { limitedRequests } from "./limitedRequests.ts";
import { presentError } from "./presentError.ts";

/** The query that the explorer shows first. */
export const EXAMPLE = `# Which model, in which mode, buys the most accuracy for the compute?
{
  frontier(where: { benchmark: ["gpqa-diamond"], openWeights: true }) {
    candidateCount
    points {
      mode
      model { slug architecture activeParameters }
      measures { metric { name unit } value low high estimated }
    }
    best(constraints: [{ metric: "flops", max: 1e15 }]) { model { slug } mode }
    sources { lab { name } url license runCount }
  }
}
`;

/** Handles GraphQL over HTTP with all its rules. Subscriptions end when the server stops. */
export function createGraphQLHandler(
  store: Store,
  newContext: (exchange: Exchange) => Promise<Context>,
  queries: CompiledQueries,
  admission: Admission,
  stopping?: AbortSignal,
) {
  const limited = limitedRequests(schema, queries, admission);
  const yoga = createYoga<{ exchange: Exchange }, Context>({
    schema,
    context: ({ exchange }) => newContext(exchange),
    // The edge serves GraphiQL and decides which origins may ask.
    graphiql: false,
    cors: false,
    multipart: false,
    landingPage: false,
    // `presentError` logs unexpected errors. Errors of callers are not logged.
    logging: false,
    maskedErrors: { maskError: presentError },
    // `readBody` enforces the limit. Yoga would pipe every body through a web stream, which is half of the cost of a request.
    maxRequestBodySize: false,
    // `limitedRequests` keeps the documents, within a number of bytes. Yoga would keep a number of them.
    parserAndValidationCache: false,
    plugins: [
      overHttp(),
      distinctEvents(schema),
      endWhenStopping(stopping),
      limited.plugin,
      wholeMutations(),
      observedOperations(),
      freshAnswers(store, schema),
    ],
  });
  return { yoga, prepare: limited.prepare };
}

export type GraphQLHandler = ReturnType<typeof createGraphQLHandler>;

/** Lets a mutation go on when its request is ended: what it writes must not stay half-written. */
function wholeMutations(): Plugin {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const operation = getOperationAST(args.document, args.operationName)?.operation;
      if (operation === "mutation") setExecuteFn((given) => runOutside(() => executeFn(given)));
    },
  };
}

/** Notes the operations that are executed, since their documents have passed every rule, and the code of the first error. */
function observedOperations(): Plugin<{ exchange: Exchange }, { exchange: Exchange }> {
  const note = ({
    document,
    operationName,
    contextValue,
  }: ExecutionArgs & { contextValue: { exchange: Exchange } }) => {
    const operation = getOperationAST(document, operationName)!;
    const { observed } = contextValue.exchange;
    observed.type = operation.operation;
    observed.operation = nameOf(operation);
  };
  return {
    onExecute: ({ args }) => note(args),
    onSubscribe: ({ args }) => note(args),
    onResultProcess({ result, serverContext }) {
      if (!("errors" in result) || !result.errors?.[0]) return;
      serverContext.exchange.observed.code = String(result.errors[0].extensions.code);
    },
  };
}
