import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, zstdDecompress } from "node:zlib";
import type { Recording } from "./recorder.ts";
import { createEventSplitter } from "./streams/eventSplitter.ts";
import { createEventReader, readLast } from "./streams/events.ts";

/** Reads the body of a reply that passes as it is. */
export interface ReplyReader {
  feed(chunk: Buffer): void;
  /** Reads what is left of a body that ended; resolves when that is done, and at once for a stream. */
  end(): Promise<void> | void;
  /** Reads what is left of a body that was cut off, of which only events of a stream can be read. */
  cut(): void;
}

/** The most bytes of a reply that is no stream, and of a compressed one, that are read. */
const LARGEST_READ = 32 * 1024 ** 2;

const DECODERS: Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

/** Whether a body is a stream of events, by its first bytes that are no space; null where none of these has come. */
export function isStreamOfEvents(start: Buffer): boolean | null {
  const first = /\S/.exec(start.toString("latin1", 0, 1000))?.[0];
  // No line of a stream of events begins with one of these.
  return first === undefined ? null : !"{[<".includes(first);
}

/** @param encoding the value of `Content-Encoding`, where there is one */
export function createReplyReader(recording: Recording, status: number, encoding: string | undefined): ReplyReader {
  const chunks: Buffer[] = [];
  let size = 0;
  let isStream: boolean | null = encoding === undefined && status >= 200 && status < 300 ? null : false;
  const read = createEventReader();
  const splitter = createEventSplitter((bytes) => recording.event(read(bytes)));
  const endStream = () => {
    if (splitter.begun.length > 0) recording.event(readLast(read, splitter.begun));
  };
  const readWhole = (bytes: Buffer) => {
    if (!isStreamOfEvents(bytes) || status < 200 || status > 299) return recording.whole(bytes.toString());
    splitter.feed(bytes);
    endStream();
  };
  return {
    feed(chunk) {
      if (isStream) return splitter.feed(chunk);
      size += chunk.length;
      if (size > LARGEST_READ) chunks.length = 0;
      else chunks.push(chunk);
      isStream ??= isStreamOfEvents(chunk);
      if (!isStream) return;
      for (const one of chunks.splice(0)) splitter.feed(one);
    },
    end() {
      if (isStream) return endStream();
      if (size > LARGEST_READ) return;
      const bytes = Buffer.concat(chunks);
      if (encoding === undefined || size === 0) return readWhole(bytes);
      const decode = DECODERS[encoding];
      return decode?.(bytes, { maxOutputLength: LARGEST_READ }).then(readWhole, () => {});
    },
    cut() {
      if (isStream) endStream();
    },
  };
}
