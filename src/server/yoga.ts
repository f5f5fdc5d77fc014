import { createYoga, type Plugin } from "graphql-yoga";
import type { Context } from "../schema/base/context.ts";
import { schema } from "../schema/schema.ts";
import type { CompiledQueries } from "./compiledQueries.ts";
import { endWhenStopping } from "./edge/drain.ts";
import { overHttp } from "./edge/results.ts";
import type { Exchange } from "./exchange.ts";
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
  newContext: (exchange: Exchange) => Promise<Context>,
  queries: CompiledQueries,
  stopping?: AbortSignal,
) {
  return createYoga<{ exchange: Exchange }, Context>({
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
    plugins: [overHttp(), endWhenStopping(stopping), acceptedQueries(queries)],
  });
}

/** Accepts for compilation the documents that Yoga executes, since those have passed every rule. */
function acceptedQueries(queries: CompiledQueries): Plugin {
  return {
    onExecute({ args }) {
      const { query, operationName } = args.contextValue.params;
      if (query) queries.accept(query, operationName);
    },
  };
}
