import { GraphQLError } from "graphql";
import type { RequestError, RequestErrorCode } from "../errors/requestError.ts";
import { expectedByCaller, failureOf, messageFor, shown } from "./failure.ts";

/**
 * An error as the caller may see it. An expected failure has its code and its argument. An error of GraphQL in a document or
 * its variables keeps its message. Any other error is logged, and the caller learns only that it happened.
 */
export function presentError(error: unknown): GraphQLError {
  const cause = causeOf(error);
  const expected = expectedByCaller(cause);
  if (expected) {
    const { argument } = cause as Partial<RequestError>;
    const message = messageFor(expected, expected.message === (cause as Error).message ? messageOf(error) : undefined);
    return withExtensions(error, message, { code: expected.code, ...(argument && { argument }) });
  }
  if (isNotFinite(error, cause)) {
    const code: RequestErrorCode = "BAD_RANGE";
    const message = "The number of this field is not finite: a number in the arguments or the results is too large.";
    return withExtensions(error, message, { code });
  }
  if (cause instanceof GraphQLError) {
    const code: RequestErrorCode = "BAD_REQUEST";
    const message = shown(messageOf(error));
    if (cause.extensions.code && message === cause.message) return cause;
    return withExtensions(error, message, { ...cause.extensions, code: cause.extensions.code ?? code });
  }
  const { message, code } = failureOf(cause);
  return withExtensions(error, message, { code });
}

/** The error that was thrown first. GraphQL wraps errors, some of them more than once. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

/** Whether a number was refused on its way out: in an answer, an error has the path of its field. */
function isNotFinite(error: unknown, cause: unknown): boolean {
  const isInAnswer = error instanceof GraphQLError && error.path !== undefined;
  return isInAnswer && cause instanceof GraphQLError && cause.message.startsWith("Float cannot represent");
}

/** The outermost message, which says where in the request the error occurred. */
const messageOf = (error: unknown) => (error as Error).message;

function withExtensions(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}
