import { GraphQLError } from "graphql";
import { RequestError } from "../results/errors.ts";

/**
 * An error as the caller may see it: expected failures with their code and argument, what is wrong with the document as
 * GraphQL says it, and nothing of what went wrong inside, which is logged instead.
 */
export function presentError(error: unknown): GraphQLError {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (cause instanceof RequestError) {
    const message = error instanceof GraphQLError ? error.message : cause.message;
    return new GraphQLError(message, {
      ...positionOf(error),
      extensions: { code: cause.code, ...(cause.argument && { argument: cause.argument }) },
    });
  }
  // GraphQL itself found fault with the document or its variables.
  if (error instanceof GraphQLError && !cause) return error;
  console.error(cause ?? error);
  return new GraphQLError("Something went wrong inside. The server's log has the details.", {
    ...positionOf(error),
    extensions: { code: "INTERNAL_SERVER_ERROR" },
  });
}

function positionOf(error: unknown) {
  if (!(error instanceof GraphQLError)) return {};
  const { nodes, source, positions, path } = error;
  return { nodes, source, positions, path };
}
