import type { IncomingMessage } from "node:http";
import { RequestError } from "../errors/requestError.ts";

/** The largest body, in bytes. A query is written by people or their tools, and a megabyte is far beyond any of them. */
export const BODY_LIMIT = 1024 * 1024;

/** Reads the body of a request as text. Throws `BODY_TOO_LARGE` as soon as it exceeds the limit. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT) {
      throw new RequestError("BODY_TOO_LARGE", `The body is larger than ${BODY_LIMIT} bytes.`);
    }
    chunks.push(chunk);
  }
  return (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString("utf8");
}
