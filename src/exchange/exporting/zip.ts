import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { ExportedFile } from "./source/exportSource.ts";

/** Files as one ZIP, written while they are made. Their dates are the given one, so that the same files give the same ZIP. */
export async function* zipOf(files: AsyncIterable<ExportedFile>, date: Date): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const ended = new AbortController();
  const add = async () => {
    for await (const { path, pieces } of files) {
      const { promise: read, resolve, reject } = Promise.withResolvers<void>();
      ended.signal.addEventListener("abort", reject, { once: true });
      const content = Readable.from(bytesOf(pieces), { objectMode: false });
      content.once("end", resolve).once("error", reject);
      zip.addReadStream(content, path, { mtime: date, mode: 0o100644 });
      await read;
    }
    zip.end();
  };
  const added = add().catch((error) => {
    output.destroy(error instanceof Error ? error : undefined);
  });
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } finally {
    // Who stops to read lets the files go.
    ended.abort();
    await added;
  }
}

async function* bytesOf(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === "string" ? Buffer.from(piece) : piece;
}
