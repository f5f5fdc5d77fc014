import { GraphQLError } from "graphql";
import { CodedError } from "../errors/codedError.ts";
import type { ErrorKind } from "../errors/errorTable.ts";
import { RequestError, type RequestErrorCode } from "../errors/requestError.ts";
import { failureOf } from "./failure.ts";

/**
 * An error as the caller may see it. An expected failure has its code and its argument. An error of GraphQL in a document or
 * its variables keeps its message. Any other error is logged, and the caller learns only that it happened.
 */
export function presentError(error: unknown): GraphQLError {
  const cause = causeOf(error);
  if (cause instanceof CodedError) {
    const { code } = cause as CodedError<ErrorKind>;
    const argument = cause instanceof RequestError ? cause.argument : undefined;
    return withExtensions(error, messageOf(error, cause), { code, ...(argument && { argument }) });
  }
  if (cause instanceof GraphQLError) {
    const code: RequestErrorCode = "BAD_REQUEST";
    return cause.extensions.code ? cause : withExtensions(error, messageOf(error, cause), { code });
  }
  const { message, code } = failureOf(cause);
  return withExtensions(error, message, { code });
}

/** The error that was thrown first. GraphQL wraps errors, some of them more than once. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

/** The outermost message, which says where in the request the error occurred. */
const messageOf = (error: unknown, cause: Error) => (error instanceof Error ? error : cause).message;

function withExtensions(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
