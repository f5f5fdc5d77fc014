import { type DocumentNode, GraphQLError, type GraphQLSchema } from "graphql";
import type { GraphQLParams, Plugin } from "graphql-yoga";
import { isErrorOf } from "../errors/codedError.ts";
import { RequestError } from "../errors/requestError.ts";
import type { Context } from "../schema/base/context.ts";
import { type Admission, MOST_POINTS } from "./admission.ts";
import type { CompiledQueries } from "./compiledQueries.ts";
import type { Exchange } from "./exchange.ts";
import { DOCUMENT_LIMITS } from "./limits/documentLimits.ts";
import { createDocuments } from "./limits/documents.ts";
import { documentOf } from "./limits/trustedDocuments.ts";
import { requireModestVariables } from "./limits/variableLimits.ts";

/** Characters of a new document for a point: parsing and validating takes about a microsecond for two of them. */
const CHARACTERS_PER_POINT = 20;

export interface LimitedRequests {
  plugin: Plugin<Context & { exchange: Exchange }>;
  /**
   * What comes before a document is parsed: the document that is meant, or undefined where none is. Throws a `GraphQLError` for
   * what is beyond a limit.
   */
  prepare(exchange: Exchange, params: Pick<GraphQLParams, "query" | "variables" | "extensions">): string | undefined;
}

/**
 * Holds the requests that Yoga answers against all limits. The order is: trusted documents, variables, the document before
 * GraphQL's own rules, and then what the request would cost. What is executed is accepted for the fast lane.
 */
export function limitedRequests(
  schema: GraphQLSchema,
  queries: CompiledQueries,
  admission: Admission,
): LimitedRequests {
  const documents = createDocuments(schema);
  const read = new WeakMap<Exchange, DocumentNode>();
  /** The document, or nothing if its syntax is wrong, which Yoga says. */
  const readWithinLimits = (text: string): DocumentNode | undefined => {
    try {
      return documents.read(text);
    } catch (error) {
      if (isErrorOf("request", error)) throw error;
      return undefined;
    }
  };
  const prepare: LimitedRequests["prepare"] = (exchange, params) =>
    refusing(() => {
      const query = documentOf(params, admission.trustedDocuments, admission.persistedDocuments);
      requireModestVariables(params.variables);
      if (typeof query !== "string") return query;
      if (!documents.has(query)) exchange.account!.charge(pointsToRead(query));
      const document = readWithinLimits(query);
      if (document) read.set(exchange, document);
      return query;
    });
  const plugin: LimitedRequests["plugin"] = {
    // Yoga would give a refusal while it parses the status of a syntax error.
    onParams({ params, setParams, context }) {
      if (typeof params !== "object" || params === null) return;
      const query = prepare((context as unknown as { exchange: Exchange }).exchange, params);
      if (query !== params.query) setParams({ ...params, query: query! });
    },
    onParse({ setParsedDocument, context }) {
      const document = read.get((context as { exchange: Exchange }).exchange);
      if (document) setParsedDocument(document);
    },
    onValidate({ params: { documentAST }, setResult, context }) {
      if (documents.isValid(documentAST)) {
        setResult([]);
        return;
      }
      return ({ valid }) => {
        if (valid) documents.keep((context as { params: { query: string } }).params.query, documentAST);
      };
    },
    onExecute({ args, executeFn, setExecuteFn }) {
      const { exchange, params } = args.contextValue;
      const plan = documents.planOf(args.document, args.operationName);
      // Without an operation there is nothing to execute, as the answer says.
      if (!plan) return;
      const variables = args.variableValues ?? {};
      const requested = plan.requested(variables);
      refusing(() => requireAffordable(requested));
      if (params.query) {
        queries.accept(params.query, params.operationName, plan);
        if (params.extensions?.persistedQuery) admission.persistedDocuments.keep(params.query);
      }
      setExecuteFn((given) =>
        admission
          .run(exchange, requested, async () => executeFn(given))
          .catch((error) => {
            throw refusalOf(error);
          }),
      );
      return {
        onExecuteDone({ result, setResult }) {
          if (Symbol.asyncIterator in result) return;
          const actual = plan.actual(variables, result.data);
          exchange.account!.settle(requested, actual);
          setResult({ ...result, extensions: { ...result.extensions, cost: { requested, actual } } });
        },
      };
    },
    onSubscribe({ args }) {
      const { exchange } = args.contextValue;
      const requested = documents.planOf(args.document, args.operationName)?.requested(args.variableValues ?? {}) ?? 0;
      refusing(() => {
        requireAffordable(requested);
        exchange.account!.charge(requested);
        admission.keepOpen(exchange);
      });
      // What was charged for the beginning counts for the first time.
      let isPaid = true;
      args.contextValue.inTurn = (task) => {
        if (isPaid) exchange.account!.settle(requested, 0);
        isPaid = false;
        return admission.run(exchange, requested, task);
      };
    },
    onResponse({ response, serverContext }) {
      const { exchange } = serverContext as unknown as { exchange: Exchange };
      for (const [name, value] of Object.entries(admission.headersOf(exchange))) response.headers.set(name, value);
    },
  };
  return { plugin, prepare };
}

/** A document that is too long is not parsed. */
function pointsToRead(text: string): number {
  return Math.min(text.length, DOCUMENT_LIMITS.length) / CHARACTERS_PER_POINT;
}

function requireAffordable(requested: number): void {
  if (requested <= MOST_POINTS) return;
  const message = `The query would cost ${requested} points, and a request may cost ${MOST_POINTS}. Ask for fewer rows, or in several requests.`;
  throw new RequestError("QUERY_TOO_EXPENSIVE", message, "query");
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** A refusal as Yoga sends it with its status. Other errors stay as they are. */
function refusalOf(error: unknown): unknown {
  if (!isErrorOf("request", error)) return error;
  const { message, code, status, retryAfter } = error;
  const headers: Record<string, string> = retryAfter === null ? {} : { "retry-after": String(retryAfter) };
  const argument = error instanceof RequestError ? error.argument : undefined;
  return new GraphQLError(message, {
    extensions: { code, ...(argument && { argument }), http: { status, headers } },
  });
}
