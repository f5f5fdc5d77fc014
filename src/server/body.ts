import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { RequestError } from "../errors/requestError.ts";

/** The largest body, in bytes. A query is written by people or their tools, and a megabyte is far beyond any of them. */
export const BODY_LIMIT = 1024 * 1024;

/**
 * Reads the body of a request as text. Throws `BODY_TOO_LARGE` as soon as it exceeds the limit, and `BAD_REQUEST` where it
 * is no UTF-8.
 */
export function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Events take a fraction of the time of an iterator, and leave a request whole that is not read to its end, so that it
  // can be answered.
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) {
        chunks.push(chunk);
        return;
      }
      request.off("data", take);
      request.pause();
      reject(new RequestError("BODY_TOO_LARGE", `The body is larger than ${BODY_LIMIT} bytes.`));
    };
    request.on("data", take);
    request.once("end", () => {
      const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      if (isUtf8(body)) resolve(body.toString("utf8"));
      else reject(new RequestError("BAD_REQUEST", "The body is no UTF-8."));
    });
    request.once("error", reject);
    request.once("close", () => {
      // Making an error takes longer than all else here, and every request closes.
      if (!request.readableEnded) reject(new RequestError("CANCELED", "The client went away."));
    });
  });
}
