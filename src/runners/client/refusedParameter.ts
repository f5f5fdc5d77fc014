import { parseJson } from "./parseJson.ts";

const REFUSAL =
  /unsupported|not (?:supported?|permitted|allowed|available|implemented|valid)|unknown|unrecogni[sz]ed|unexpected|no such|extra (?:inputs|fields)|additional propert|invalid (?:parameter|argument|field)|deprecated|cannot be (?:used|set)/i;
/** Fields without which there is no request. */
const NEEDED = ["model", "messages"];

/**
 * The parameter of a request that the server does not take, by its answer with the status 400 or 422; null where it
 * refuses the request for another reason.
 */
export function refusedParameter(status: number, reply: string, body: Record<string, unknown>): string | null {
  if (status !== 400 && status !== 422 && status !== 501) return null;
  const sent = Object.keys(body).filter((name) => body[name] !== undefined && !NEEDED.includes(name));
  const stated = statedParameter(parseJson(reply));
  if (!REFUSAL.test(reply)) return null;
  if (stated !== null) return sent.includes(stated) ? stated : null;
  // The longest name first: stream_options, and not stream.
  const byLength = sent.toSorted((a, b) => b.length - a.length);
  return byLength.find((name) => new RegExp(`(?<![a-z_])${name}(?![a-z_])`, "i").test(reply)) ?? streaming(reply, sent);
}

const streaming = (reply: string, sent: string[]) =>
  sent.includes("stream") && /\bstreaming\b/i.test(reply) ? "stream" : null;

/** The field that an error names: OpenAI's `param`, or the `loc` of FastAPI. */
function statedParameter(reply: unknown): string | null {
  const error = fieldOf(reply, "error");
  const named = fieldOf(error, "param") ?? fieldOf(reply, "param");
  if (typeof named === "string" && named !== "") return named.split(/[.[]/)[0]!;
  const details = [reply, fieldOf(reply, "message"), error].map((part) => fieldOf(part, "detail"));
  const faults = details.find(Array.isArray);
  const place = fieldOf(faults?.[0], "loc");
  return Array.isArray(place) ? (place.map(String).find((part) => part !== "body") ?? null) : null;
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
