import { isAsyncIterable } from "@graphql-tools/utils";
import { type GraphQLSchema, getOperationAST } from "graphql";
import type { Plugin } from "graphql-yoga";
import { distinctResults, sendsDistinct } from "../schema/base/distinct.ts";

/** Leaves out the results of a subscription that say what the one before said, where its field is declared so. */
export function distinctEvents(schema: GraphQLSchema): Plugin {
  return {
    onSubscribe({ args: { document, operationName } }) {
      const operation = getOperationAST(document, operationName);
      if (!operation || !sendsDistinct(schema, operation)) return;
      return {
        onSubscribeResult({ result, setResult }) {
          if (isAsyncIterable(result)) setResult(distinctResults(result, document));
        },
      };
    },
  };
}
