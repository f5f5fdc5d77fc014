import {
  type ExecutionResult,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import { LRUCache } from "lru-cache";
import { isKeptWhole } from "../schema/base/followsFromData.ts";

export interface CompiledDocument {
  execute: CompiledQuery<ExecutionResult>["query"];
  /** Whether all its fields are marked with `followsFromData`, so that the whole answer can be kept. */
  isWorthKeeping: boolean;
  /** The name of its operation. */
  operation: string;
}

/**
 * Queries that are compiled to code. A document is compiled only after Yoga has accepted it by all its rules, and only when
 * it comes a second time. Compiling takes a millisecond, and a flood of documents that come once must not cost that.
 */
export interface CompiledQueries {
  /** Marks a document as one that passed every rule. */
  accept(text: string, operationName: string | null | undefined): void;
  /** The compiled form of an accepted document, or undefined if the document is unknown or cannot be compiled. */
  find(text: string, operationName: string | null | undefined): CompiledDocument | undefined;
}

const NOT_COMPILABLE = Symbol("not compilable");
const NOT_YET = Symbol("not yet compiled");

export function createCompiledQueries(schema: GraphQLSchema): CompiledQueries {
  const known = new LRUCache<string, CompiledDocument | typeof NOT_COMPILABLE | typeof NOT_YET>({ max: 500 });
  const keyOf = (text: string, operationName: string | null | undefined) => `${operationName ?? ""}\n${text}`;
  return {
    accept(text, operationName) {
      const key = keyOf(text, operationName);
      if (!known.has(key)) known.set(key, NOT_YET);
    },
    find(text, operationName) {
      const key = keyOf(text, operationName);
      let entry = known.get(key);
      if (entry === NOT_YET) {
        entry = compile(schema, text, operationName) ?? NOT_COMPILABLE;
        known.set(key, entry);
      }
      return typeof entry === "object" ? entry : undefined;
    },
  };
}

/** The name of an operation in metrics and the log. */
export const nameOf = ({ name }: OperationDefinitionNode) => name?.value ?? "anonymous";

function compile(
  schema: GraphQLSchema,
  text: string,
  operationName: string | null | undefined,
): CompiledDocument | undefined {
  const document = parse(text);
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== "query") return undefined;
  // Resolvers return scalars in the form in which they are sent, so leaves need no serializer.
  const compiled = compileQuery(schema, document, operationName ?? undefined, { disableLeafSerialization: true });
  if (!isCompiledQuery(compiled)) return undefined;
  const query = schema.getQueryType()!;
  const isWorthKeeping = operation.selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && isKeptWhole(query, selection.name.value),
  );
  return { execute: compiled.query, isWorthKeeping, operation: nameOf(operation) };
}
