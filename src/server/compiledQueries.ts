import { type ExecutionResult, type GraphQLSchema, getOperationAST, parse } from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import { LRUCache } from "lru-cache";

export type Execute = CompiledQuery<ExecutionResult>["query"];

/**
 * Queries compiled to code. Only a document that Yoga has accepted, with all its rules, is ever compiled, and only when it
 * comes a second time: compiling costs a millisecond, which a flood of documents seen once must not buy.
 */
export interface CompiledQueries {
  /** Marks a document as one that passed every rule. */
  accept(text: string, operationName: string | null | undefined): void;
  /** What executes an accepted document; undefined where it is unknown or can't be compiled. */
  find(text: string, operationName: string | null | undefined): Execute | undefined;
}

const NOT_COMPILABLE = Symbol("not compilable");
const NOT_YET = Symbol("not yet compiled");

export function createCompiledQueries(schema: GraphQLSchema): CompiledQueries {
  const known = new LRUCache<string, Execute | typeof NOT_COMPILABLE | typeof NOT_YET>({ max: 500 });
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
      return typeof entry === "function" ? entry : undefined;
    },
  };
}

function compile(schema: GraphQLSchema, text: string, operationName: string | null | undefined): Execute | undefined {
  const document = parse(text);
  if (getOperationAST(document, operationName)?.operation !== "query") return undefined;
  // Resolvers give scalars in the form that goes over the wire, so leaves need no serializer.
  const compiled = compileQuery(schema, document, operationName ?? undefined, { disableLeafSerialization: true });
  return isCompiledQuery(compiled) ? compiled.query : undefined;
}
