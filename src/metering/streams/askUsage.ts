import { valueTextOf, withMember } from "./jsonMembers.ts";

const ASKED = '{"include_usage":true}';

/**
 * The body of a request for a stream with the wish for usage added, every other byte as it was. Null where there is nothing
 * to add: the client asks for no stream or asks for usage itself, or its options are not what any engine takes.
 *
 * @param body the bytes of the body
 * @param fields the object that they are as JSON
 */
export function askingUsage(body: Buffer, fields: Record<string, unknown>): Buffer | null {
  if (fields.stream !== true) return null;
  const { stream_options: options } = fields;
  if (options !== undefined && options !== null && (typeof options !== "object" || Array.isArray(options))) return null;
  if ((options as { include_usage?: unknown } | null | undefined)?.include_usage === true) return null;
  const text = body.toString("latin1");
  const stated = options ? valueTextOf(text, "stream_options") : undefined;
  const wanted = stated === undefined ? ASKED : withMember(stated, "include_usage", "true");
  return Buffer.from(withMember(text, "stream_options", wanted), "latin1");
}

/** The body of a request for a stream of one token, otherwise as the client sent it. */
export function forOneToken(body: Buffer, fields: Record<string, unknown>): Buffer {
  const text = body.toString("latin1");
  const limits = ["max_tokens", "max_completion_tokens"].filter((name) => name in fields);
  const limited = (limits.length > 0 ? limits : ["max_tokens"]).reduce(
    (rest, name) => withMember(rest, name, "1"),
    text,
  );
  return Buffer.from("n" in fields ? withMember(limited, "n", "1") : limited, "latin1");
}
