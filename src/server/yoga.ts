import { type ExecutionArgs, getOperationAST } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import type { Context } from "../schema/base/context.ts";
import { schema } from "../schema/schema.ts";
import { type CompiledQueries, nameOf } from "./compiledQueries.ts";
import type { Exchange } from "./exchange.ts";
import { presentError } from "./presentError.ts";

const EXAMPLE = `# Which model, in which mode, buys the most accuracy for the compute?
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

/** Handles GraphQL over HTTP with all its rules, GraphiQL for browsers, and `/health`. */
export function createGraphQLHandler(newContext: (exchange: Exchange) => Promise<Context>, queries: CompiledQueries) {
  return createYoga<{ exchange: Exchange }, Context>({
    schema,
    context: ({ exchange }) => newContext(exchange),
    graphiql: { title: "Paretograph", defaultQuery: EXAMPLE },
    landingPage: false,
    // `presentError` logs unexpected errors. Errors of callers are not logged.
    logging: false,
    maskedErrors: { maskError: presentError },
    // `readBody` enforces the limit. Yoga would pipe every body through a web stream, which is half of the cost of a request.
    maxRequestBodySize: false,
    plugins: [acceptedQueries(queries), observedOperations()],
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
