import { isUtf8 } from "node:buffer";
import { RequestError } from "../../errors/requestError.ts";

/** The most bytes of a line, which can hold a run with its samples. */
export const LONGEST_LINE = 16 * 1024 * 1024;

export interface Line {
  /** Counted from 1. */
  number: number;
  text: string;
}

const NEWLINE = 10;

/**
 * The lines of a stream of bytes that are not blank. No more than one line and one piece of the stream are held.
 *
 * @param refusal makes the error for a line that cannot be read.
 * @throws RequestError `BAD_SUBMISSION`, or what `refusal` makes, for a line that is longer than `longest` bytes or no UTF-8.
 */
export async function* readLines(
  pieces: AsyncIterable<Uint8Array>,
  longest = LONGEST_LINE,
  refusal: (number: number, why: string) => Error = badLine,
): AsyncGenerator<Line> {
  let begun: Uint8Array[] = [];
  let size = 0;
  let number = 0;
  const take = (piece: Uint8Array) => {
    size += piece.length;
    if (size > longest) throw refusal(number + 1, `it is longer than ${longest} bytes`);
    if (piece.length > 0) begun.push(piece);
  };
  const end = (): Line | null => {
    number++;
    const bytes = begun.length === 1 ? begun[0]! : Buffer.concat(begun);
    begun = [];
    size = 0;
    if (!isUtf8(bytes)) throw refusal(number, "it is no UTF-8");
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8").trim();
    return text === "" ? null : { number, text };
  };
  for await (const piece of pieces) {
    let start = 0;
    for (let stop = piece.indexOf(NEWLINE); stop !== -1; stop = piece.indexOf(NEWLINE, start)) {
      take(piece.subarray(start, stop));
      start = stop + 1;
      const line = end();
      if (line) yield line;
    }
    // The rest is copied, or a few bytes of a line would keep the whole piece.
    take(piece.slice(start));
  }
  const line = size > 0 ? end() : null;
  if (line) yield line;
}

export function badLine(number: number, why: string): RequestError {
  return new RequestError("BAD_SUBMISSION", `line ${number}: ${why}.`, `line ${number}`);
}
