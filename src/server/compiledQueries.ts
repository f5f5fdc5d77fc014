import {
  type ExecutionResult,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import { LRUCache } from "lru-cache";
import { isKeptWhole } from "../schema/base/followsFromData.ts";
import { LONG } from "./admission.ts";
import type { CostPlan } from "./limits/costPlan.ts";

export interface CompiledDocument {
  execute: CompiledQuery<ExecutionResult>["query"];
  /** Whether the whole answer follows from the data (`isKeptWhole`), so that it can be kept. */
  isWorthKeeping: boolean;
  cost: CostPlan;
  /** The name of its operation. */
  operation: string;
}

/**
 * Queries that are compiled to code. A document is compiled only after Yoga has accepted it by all its rules, and only when
 * it comes a second time. Compiling takes a millisecond, and a flood of documents that come once must not cost that. A long
 * document is not compiled: it takes ten microseconds a character, in which nothing else is answered.
 */
export interface CompiledQueries {
  /** Marks a document as one that passed every rule. */
  accept(text: string, operationName: string | null | undefined, cost: CostPlan): void;
  /** The compiled form of an accepted document, or undefined if the document is unknown or cannot be compiled. */
  find(text: string, operationName: string | null | undefined): CompiledDocument | undefined;
}

const NOT_COMPILABLE = Symbol("not compilable");

/** The bytes that compiled queries may take. */
export const COMPILED_BYTES = 40 * 1024 * 1024;
/** What a character of a compiled query takes, with its machine code, by measurement (at most 500). */
const BYTES_PER_CHARACTER = 500;
const UNCOMPILED_BYTES = 1000;

export function createCompiledQueries(schema: GraphQLSchema): CompiledQueries {
  const known = new LRUCache<string, Entry>({
    maxSize: COMPILED_BYTES,
    sizeCalculation: (entry, key) => UNCOMPILED_BYTES + key.length * (isCompiled(entry) ? BYTES_PER_CHARACTER : 2),
  });
  const keyOf = (text: string, operationName: string | null | undefined) => `${operationName ?? ""}\n${text}`;
  return {
    accept(text, operationName, cost) {
      const key = keyOf(text, operationName);
      if (!known.has(key)) known.set(key, text.length < LONG ? cost : NOT_COMPILABLE);
    },
    find(text, operationName) {
      const key = keyOf(text, operationName);
      let entry = known.get(key);
      if (entry !== undefined && entry !== NOT_COMPILABLE && !isCompiled(entry)) {
        entry = compile(schema, text, operationName, entry) ?? NOT_COMPILABLE;
        known.set(key, entry);
      }
      return entry !== undefined && isCompiled(entry) ? entry : undefined;
    },
  };
}

/** A query that is compiled, that cannot be, or that came once, with its cost. */
type Entry = CompiledDocument | typeof NOT_COMPILABLE | CostPlan;

const isCompiled = (entry: Entry): entry is CompiledDocument => typeof entry === "object" && "execute" in entry;

/** The name of an operation in metrics and the log. */
export const nameOf = ({ name }: OperationDefinitionNode) => name?.value ?? "anonymous";

function compile(
  schema: GraphQLSchema,
  text: string,
  operationName: string | null | undefined,
  cost: CostPlan,
): CompiledDocument | undefined {
  const document = parse(text);
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== "query") return undefined;
  // Resolvers return scalars in the form in which they are sent, so leaves need no serializer.
  const compiled = compileQuery(schema, document, operationName ?? undefined, { disableLeafSerialization: true });
  if (!isCompiledQuery(compiled)) return undefined;
  const isWorthKeeping = isKeptWhole(schema, document, operation);
  return { execute: compiled.query, isWorthKeeping, cost, operation: nameOf(operation) };
}
