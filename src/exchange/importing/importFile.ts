import { isUtf8 } from "node:buffer";
import { StringDecoder } from "node:string_decoder";
import { ImportError } from "../../plugins/contract/importError.ts";
import type { ImportFile } from "../../plugins/contract/importer.ts";
import { parseJson } from "../../plugins/importers/fields/parseJson.ts";
import { readLines } from "../submitting/lines.ts";

/** The most bytes of a file that is read whole. */
export const LARGEST_FILE = 256 * 1024 * 1024;
/** The most characters of the beginning of a file. */
const HEAD = 65_536;
/** The most characters of beginnings of files that are kept. */
const MOST_KEPT = 128 * 1024 * 1024;

/** What may still be kept of the beginnings of files that were given together. */
export interface Keeping {
  characters: number;
}

export const newKeeping = (): Keeping => ({ characters: MOST_KEPT });

/**
 * A file as importers see it. Its bytes are read when they are asked for and are not kept, but for its beginning.
 *
 * @param open gives the bytes from the start, each time anew. What it gives is taken only as far as it is needed.
 */
export function importFile(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  keeping: Keeping = newKeeping(),
): ImportFile {
  let beginning: Promise<string> | undefined;
  const head = async () => {
    const text = await beginningOf(open());
    keeping.characters -= text.length;
    // Every importer looks at it: only where there are very many files it is read anew each time.
    if (keeping.characters < 0) beginning = undefined;
    return text;
  };
  const refusal = (why: string, cause?: unknown) => new ImportError("BAD_FILE", path, `${why}.`, { cause });
  const bytes = () => wholeOf(path, open());
  const text = async () => {
    const whole = await bytes();
    if (!isUtf8(whole)) throw refusal("it is no UTF-8");
    return withoutMark(Buffer.from(whole.buffer, whole.byteOffset, whole.length).toString("utf8"));
  };
  const parsed = (json: string, place: string) => {
    try {
      return parseJson(json);
    } catch (cause) {
      const why = (cause as Error).message.slice(0, 200);
      throw new ImportError("BAD_FILE", place, `it is no JSON (${why}).`, { cause });
    }
  };
  const lines = () =>
    readLines(open(), undefined, (number, why) => new ImportError("BAD_FILE", `${path}:${number}`, `${why}.`));
  return {
    path,
    head: () => (beginning ??= head()),
    bytes,
    text,
    json: async () => parsed(await text(), path),
    lines,
    async *jsonLines() {
      for await (const { number, text: line } of lines()) {
        yield { number, value: parsed(number === 1 ? withoutMark(line) : line, `${path}:${number}`) };
      }
    },
  };
}

async function wholeOf(path: string, pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const taken: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > LARGEST_FILE) {
      throw new ImportError("FILE_TOO_LARGE", path, `it holds more than ${LARGEST_FILE} bytes.`);
    }
    taken.push(piece);
  }
  return Buffer.concat(taken);
}

async function beginningOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  // A character that the end cuts in two is left out.
  const decoder = new StringDecoder("utf8");
  let text = "";
  for await (const piece of pieces) {
    text += decoder.write(Buffer.from(piece.buffer, piece.byteOffset, Math.min(piece.length, HEAD)));
    if (text.length >= HEAD) break;
  }
  return withoutMark(text.slice(0, HEAD));
}

/** Without the mark of the byte order that some programs write before a text. */
const withoutMark = (text: string) => (text.startsWith("\ufeff") ? text.slice(1) : text);
