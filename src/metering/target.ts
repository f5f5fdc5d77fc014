import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { RequestError } from "../errors/requestError.ts";
import { OWN_HEADERS } from "./headers.ts";

/** Where a request goes, and to which run it belongs. */
export interface Target {
  /** The path below the engine's address, with its query. */
  path: string;
  run: string | null;
}

/** The name of a run: it stands in paths and files. */
const RUN = /^[\p{L}\p{N}][\p{L}\p{N}._:@+-]{0,199}$/u;

/** Checks the name of a run. Throws `BAD_VALUE`. */
export function checkRunName(name: string): string {
  if (RUN.test(name)) return name;
  throw new RequestError(
    "BAD_VALUE",
    `"${name.slice(0, 60)}" can't be the name of a run: it has letters, digits and . _ : @ + - alone, at most 200.`,
  );
}

/**
 * Reads the target of a request. Its path may begin with `/token/TOKEN` and `/run/NAME`, for clients that can only be told
 * an address; others send headers. Throws `UNAUTHENTICATED` where the token is needed and another or none is given, and
 * `BAD_VALUE` for a name that no run can have.
 */
export function targetOf(
  { url = "/", headers }: Pick<IncomingMessage, "url" | "headers">,
  { token, run: defaultRun }: { token: string | null; run: string | null },
): Target {
  let path = url;
  let given = textOf(headers[OWN_HEADERS.token]);
  let run = textOf(headers[OWN_HEADERS.run]) ?? null;
  for (;;) {
    const [prefix, kind, value] = /^\/(token|run)\/([^/?#]+)(?=[/?#]|$)/.exec(path) ?? [];
    if (prefix === undefined || value === undefined) break;
    path = path.slice(prefix.length) || "/";
    if (kind === "token") given = decoded(value);
    else run = decoded(value);
  }
  if (token !== null && !isSame(given ?? "", token)) {
    throw new RequestError(
      "UNAUTHENTICATED",
      `The proxy needs its token, in the header ${OWN_HEADERS.token} or as /token/TOKEN before the path.`,
    );
  }
  return { path: path.startsWith("/") ? path : `/${path}`, run: run === null ? defaultRun : checkRunName(run) };
}

const textOf = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Compares digests, so that the time that it takes tells nothing of the token. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** Whether a path is the address alone, at which no engine answers. */
export const isBareAddress = ({ path }: Target) => ["/", "/v1", "/v1/"].includes(path.split("?")[0]!);

/**
 * The path at the engine. Harnesses that take one address for all post to it as it is: what they send then says which path
 * they mean.
 */
export function enginePath(target: Target, fields: Record<string, unknown> | null): string {
  const { path } = target;
  if (!fields || !isBareAddress(target)) return path;
  const query = path.slice(path.split("?")[0]!.length);
  if ("messages" in fields) return `/v1/chat/completions${query}`;
  return "prompt" in fields ? `/v1/completions${query}` : path;
}
