import { RequestError } from "../../errors/requestError.ts";

/** A GraphQL-over-HTTP request. Parameters that it leaves out, or gives as null, are absent. */
export interface GraphQLParameters {
  /** Absent only where `extensions.persistedQuery` names a document that the server may know. */
  query?: string;
  operationName?: string;
  variables?: Record<string, unknown>;
  extensions?: Record<string, unknown>;
}

const TYPES = { query: "string", operationName: "string", variables: "object", extensions: "object" } as const;

/**
 * Reads the parameters from a body of JSON. Other members are ignored, as the specification wants it. Throws `BAD_REQUEST`
 * for a text that is no JSON, and `BAD_PARAMETERS` for a parameter that is missing or of another type.
 */
export function parametersOfBody(text: string): GraphQLParameters {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new RequestError("BAD_REQUEST", `The body is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(body)) {
    const hint = Array.isArray(body) ? "several requests in one body are not taken" : "it is no object";
    throw new RequestError("BAD_PARAMETERS", `The body must be a JSON object with a query: ${hint}.`);
  }
  return checked(body);
}

/** Reads the parameters from an address: `variables` and `extensions` are JSON in it, and an empty text counts as absent. */
export function parametersOfAddress(search: URLSearchParams): GraphQLParameters {
  const given: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(TYPES)) {
    const [text = "", ...others] = search.getAll(name);
    if (others.length > 0)
      throw new RequestError("BAD_PARAMETERS", `The parameter ${name} stands more than once.`, name);
    if (text !== "") given[name] = type === "object" ? parsed(name, text) : text;
  }
  return checked(given);
}

function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RequestError("BAD_PARAMETERS", `The parameter ${name} is not JSON: ${(error as Error).message}`, name);
  }
}

function checked(given: Record<string, unknown>): GraphQLParameters {
  const parameters: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(TYPES)) {
    const value = Object.hasOwn(given, name) ? given[name] : null;
    if (value === null) continue;
    if (type === "string" ? typeof value !== "string" : !isObject(value)) {
      throw new RequestError("BAD_PARAMETERS", `The parameter ${name} must be ${NAMES[type]}.`, name);
    }
    parameters[name] = value;
  }
  const namesDocument = isObject(parameters.extensions) && Object.hasOwn(parameters.extensions, "persistedQuery");
  if (parameters.query === undefined && !namesDocument) {
    throw new RequestError(
      "BAD_PARAMETERS",
      "The parameter query is missing: the text of a GraphQL document.",
      "query",
    );
  }
  return parameters;
}

const NAMES = { string: "a text", object: "an object" };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
