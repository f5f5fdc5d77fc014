/** An error as the server sends it in an answer. */
export interface ServerError {
  message: string;
  path?: (string | number)[];
  extensions?: Record<string, unknown>;
}

/** A request that the server refused, or could not answer whole. */
export class ParetographError extends Error {
  override readonly name = "ParetographError";
  /** A stable code such as `UNKNOWN_BENCHMARK`, of those that docs/errors.md lists. */
  readonly code: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The seconds after which to try again; null where the server does not say. */
  readonly retryAfter: number | null;
  /** All errors of the answer. */
  readonly errors: readonly ServerError[];
  /** What was answered all the same; null where nothing was. */
  readonly data: unknown;

  constructor(
    errors: readonly ServerError[],
    { status, retryAfter, data }: { status: number; retryAfter: number | null; data: unknown },
  ) {
    super(errors[0]?.message ?? `The server answered with status ${status}.`);
    this.code = String(errors[0]?.extensions?.code ?? "UNKNOWN");
    this.status = status;
    this.retryAfter = retryAfter;
    this.errors = errors;
    this.data = data;
  }
}

interface Answer {
  data?: unknown;
  errors?: readonly ServerError[];
}

/** The data of an answer. Throws a `ParetographError` if there is an error in it, or if it is no answer of GraphQL. */
export function dataOf(answer: unknown, response: Response): unknown {
  const { data = null, errors } = (answer ?? {}) as Answer;
  if (response.ok && data !== null && errors === undefined) return data;
  const given = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfter = Number.isFinite(given) ? given : null;
  throw new ParetographError(Array.isArray(errors) ? errors : [], { status: response.status, retryAfter, data });
}
