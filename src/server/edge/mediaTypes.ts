import type { IncomingMessage } from "node:http";
import { RequestError } from "../../errors/requestError.ts";

/** What a GraphQL response is sent as. The first is the type of its own; the second is for clients that know no other. */
export const RESPONSE_TYPES = ["application/graphql-response+json", "application/json"] as const;
const STREAM_TYPES = ["text/event-stream", "multipart/mixed"] as const;

const JSON_BODY = /^application\/json[ \t]*(?:;[ \t]*charset[ \t]*=[ \t]*"?utf-?8"?[ \t]*)?$/i;

/**
 * Throws `UNSUPPORTED_MEDIA_TYPE` unless the body is declared as JSON. Browsers send forms, plain text and bodies without a
 * type for any page without asking the server first, so that a body of those types could be any page's.
 */
export function requireJson({ headers }: IncomingMessage): void {
  const type = headers["content-type"];
  if (type === undefined || !JSON_BODY.test(type)) {
    const given = type === undefined ? "The request has no Content-Type" : `The Content-Type "${type}" is not taken`;
    throw new RequestError("UNSUPPORTED_MEDIA_TYPE", `${given}. Send application/json in UTF-8.`);
  }
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    throw new RequestError("UNSUPPORTED_MEDIA_TYPE", "A body with a Content-Encoding is not taken. Send it as it is.");
  }
}

/** Whether a browser asks for a page to show. */
export function wantsPage({ method, headers }: IncomingMessage): boolean {
  return (method === "GET" || method === "HEAD") && /(?:^|,)\s*text\/html\s*(?:[;,]|$)/i.test(headers.accept ?? "");
}

/**
 * The type in which a GraphQL response is sent, by RFC 9110, 12.5.1: the type with the highest weight; of equal ones the
 * type that is named, before one that only a wildcard allows; of those JSON, which every client knows. Undefined where
 * neither is allowed.
 */
export function responseType(accept = "*/*"): ResponseType | undefined {
  if (known.has(accept)) return known.get(accept);
  const type = negotiated(accept);
  // Few clients write their own, and they write it with every request.
  if (known.size < 100 && accept.length < 200) known.set(accept, type);
  return type;
}

type ResponseType = (typeof RESPONSE_TYPES)[number];
const known = new Map<string, ResponseType | undefined>();

function negotiated(accept: string): ResponseType | undefined {
  const ranges = readRanges(accept);
  const [own, json] = RESPONSE_TYPES.map((type) => weightOf(ranges, type)) as [Weight, Weight];
  if (own.weight === 0 && json.weight === 0) return undefined;
  if (own.weight !== json.weight) return own.weight > json.weight ? RESPONSE_TYPES[0] : RESPONSE_TYPES[1];
  return own.isNamed ? RESPONSE_TYPES[0] : RESPONSE_TYPES[1];
}

/** Whether a stream of events may be sent. */
export const takesEvents = (accept: string | undefined) => weightOf(readRanges(accept), STREAM_TYPES[0]).weight > 0;

/** Throws `NOT_ACCEPTABLE` where no type that a GraphQL request can be answered with is allowed. */
export function requireAcceptable({ headers: { accept } }: IncomingMessage): void {
  if (responseType(accept) !== undefined) return;
  const ranges = readRanges(accept);
  if (STREAM_TYPES.some((type) => namedWeight(ranges, type) > 0)) return;
  throw new RequestError("NOT_ACCEPTABLE", `Accept allows none of ${[...RESPONSE_TYPES, STREAM_TYPES[0]].join(", ")}.`);
}

interface Weight {
  weight: number;
  isNamed: boolean;
}

/** The ranges of an `Accept` with their weights. Without the header everything is allowed. */
function readRanges(accept = "*/*"): Map<string, number> {
  const ranges = new Map<string, number>();
  for (const part of accept.toLowerCase().split(",")) {
    const [range = "", ...parameters] = part.split(";").map((text) => text.trim());
    const charset = parameters.find((text) => text.startsWith("charset="));
    if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) continue;
    const weight = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? 1);
    if (range !== "") ranges.set(range, weight >= 0 && weight <= 1 ? weight : 1);
  }
  return ranges.size === 0 && accept.trim() === "" ? new Map([["*/*", 1]]) : ranges;
}

function weightOf(ranges: Map<string, number>, type: string): Weight {
  const named = ranges.get(type);
  if (named !== undefined) return { weight: named, isNamed: true };
  return { weight: ranges.get(`${type.split("/")[0]}/*`) ?? ranges.get("*/*") ?? 0, isNamed: false };
}

const namedWeight = (ranges: Map<string, number>, type: string) => ranges.get(type) ?? 0;
