/** Splits a stream of events into its events, each with the bytes that it came as. */
export interface EventSplitter {
  feed(chunk: Buffer): void;
  /** The bytes of an event that has begun and not ended. */
  readonly begun: Buffer;
}

const LF = 10;
const CR = 13;
/** Two ends of lines, which end an event. `\r\n` is one end. */
const BLANK_LINE = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r)/g;
/** The most bytes that can belong to the end of an event. */
const LONGEST_END = 4;

/**
 * @param onEvent gets the bytes of an event with the blank line that ends it. They are only good until it returns.
 */
export function createEventSplitter(onEvent: (event: Buffer) => void): EventSplitter {
  let buffer = Buffer.alloc(0);
  let length = 0;

  /** Gives the events in these bytes, and the position after the last one. */
  const split = (bytes: Buffer, searchFrom: number): number => {
    let start = 0;
    if (bytes.indexOf(CR) === -1) {
      for (let at = bytes.indexOf("\n\n", searchFrom); at !== -1; at = bytes.indexOf("\n\n", start)) {
        onEvent(bytes.subarray(start, at + 2));
        start = at + 2;
      }
      return start;
    }
    const text = bytes.toString("latin1");
    BLANK_LINE.lastIndex = searchFrom;
    for (let found = BLANK_LINE.exec(text); found; found = BLANK_LINE.exec(text)) {
      const end = found.index + found[0].length;
      // The other half of this end of a line may come with the next bytes.
      if (end === text.length && bytes[end - 1] === CR) break;
      onEvent(bytes.subarray(start, end));
      start = end;
      BLANK_LINE.lastIndex = end;
    }
    return start;
  };
  const keep = (bytes: Buffer) => {
    if (length + bytes.length > buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(1024, 2 * (length + bytes.length)));
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
    bytes.copy(buffer, length);
    length += bytes.length;
  };
  return {
    feed(chunk) {
      if (length === 0) {
        // Nearly every piece is one whole event.
        const isWhole = chunk.length > 2 && chunk[chunk.length - 1] === LF && chunk[chunk.length - 2] === LF;
        if (isWhole && chunk.indexOf("\n\n") === chunk.length - 2 && chunk.indexOf(CR) === -1) return onEvent(chunk);
        const end = split(chunk, 0);
        if (end < chunk.length) keep(chunk.subarray(end));
        return;
      }
      const before = length;
      keep(chunk);
      const bytes = buffer.subarray(0, length);
      const end = split(bytes, Math.max(0, before - LONGEST_END));
      if (end === 0) return;
      const rest = Buffer.from(bytes.subarray(end));
      length = 0;
      buffer = rest;
      length = rest.length;
    },
    get begun() {
      return buffer.subarray(0, length);
    },
  };
}
