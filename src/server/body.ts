import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { RequestError } from "../errors/requestError.ts";

/** The largest body, in bytes. A query is written by people or their tools, and a megabyte is far beyond any of them. */
export const BODY_LIMIT = 1024 * 1024;

/**
 * Reads the body of a request as text. Throws `BODY_TOO_LARGE` as soon as it exceeds the limit, and `BAD_REQUEST` where it
 * is no UTF-8.
 */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // A request that is destroyed cannot be answered.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > BODY_LIMIT) {
      throw new RequestError("BODY_TOO_LARGE", `The body is larger than ${BODY_LIMIT} bytes.`);
    }
    chunks.push(chunk);
  }
  const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  if (!isUtf8(body)) throw new RequestError("BAD_REQUEST", "The body is no UTF-8.");
  return body.toString("utf8");
}
