import { execute, parse } from "graphql";
import { CodedError } from "../../errors/codedError.ts";
import { COMMAND } from "../../evaluation/permission/command.ts";
import { type Context, createContext } from "../../schema/base/context.ts";
import { schema } from "../../schema/schema.ts";
import type { Store } from "../../store/store.ts";

/** The data of an answer, in the shape that its document asks for. */
// biome-ignore lint/suspicious/noExplicitAny: the document says what it is.
export type Data = any;

/** Gives the data that answers a GraphQL document, from a store or from a server. Throws the first error of the answer. */
export type Ask = (query: string, variables: object) => Promise<Data>;

/** Answers from a store that is open in this process, with all rights. Throws a `CodedError` where one is expected. */
export function askStore(store: Store, following?: Context["following"], plugins?: Context["plugins"]): Ask {
  return async (query, variables) => {
    const context = await createContext(store, null, COMMAND, undefined, null, undefined, following);
    const { data, errors } = await execute({
      schema,
      document: parse(query),
      variableValues: { ...variables },
      contextValue: { ...context, ...(plugins && { plugins }) },
    });
    const [error] = errors ?? [];
    if (error) throw error.originalError instanceof CodedError ? error.originalError : error;
    return data;
  };
}
