import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { parseJson } from "../runners/client/parseJson.ts";
import { type Fields, isFields } from "./streams/events.ts";

/** The body of a request: whole with its fields where it is JSON, or as it comes where it is too large to hold. */
export interface RequestBody {
  bytes: Buffer | null;
  /** The object that the bytes are; null where they are none. */
  fields: Fields | null;
  /** What is sent on where the bytes are not held whole. */
  stream: Readable | null;
}

/** The most bytes of a body that are held. A larger one is passed on as it comes, and nothing is read in it. */
export const LARGEST_HELD = 32 * 1024 ** 2;

/** Reads the body of a request that may ask for an answer. Rejects where the client breaks off. */
export async function readRequestBody(request: IncomingMessage): Promise<RequestBody> {
  if (Number(request.headers["content-length"] ?? 0) > LARGEST_HELD)
    return { bytes: null, fields: null, stream: request };
  const chunks: Buffer[] = [];
  let size = 0;
  const iterator = request.iterator({ destroyOnReturn: false });
  for await (const chunk of iterator) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_HELD) return { bytes: null, fields: null, stream: Readable.from(followedBy(chunks, request)) };
  }
  const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  const encoding = request.headers["content-encoding"] ?? "identity";
  const fields = encoding === "identity" ? parseJson(bytes.toString()) : undefined;
  return { bytes, fields: isFields(fields) ? fields : null, stream: null };
}

async function* followedBy(chunks: Buffer[], rest: IncomingMessage): AsyncGenerator<Buffer> {
  yield* chunks;
  yield* rest;
}
