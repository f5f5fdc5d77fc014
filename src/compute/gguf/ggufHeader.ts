import { ComputeError } from "../computeError.ts";

/** A value of a GGUF's metadata. Of an array of texts only the length is kept: the vocabulary of a model is one. */
export type GgufValue = number | boolean | string | number[] | { length: number };

/** What a GGUF file says of itself before its weights. */
export interface GgufHeader {
  metadata: Map<string, GgufValue>;
  /** The number of weights of each tensor. */
  tensors: Map<string, number>;
}

/** The most entries, tensors, characters of a name and numbers of an array that is kept. Files have a few thousand at most. */
const MOST_ENTRIES = 100_000;
const LONGEST_TEXT = 1_000_000;
const MOST_NUMBERS = 10_000;
const MOST_DIMENSIONS = 8;

/** The bytes of a number of each type; 8 is a text, 9 an array. */
const SIZES = [1, 1, 2, 2, 4, 4, 4, 1, null, null, 8, 8, 8] as const;
const TEXT = 8;
const ARRAY = 9;

/**
 * Reads the header of a GGUF file (versions 2 and 3, little-endian) from its first bytes.
 *
 * @throws ComputeError INVALID_CONFIG where the bytes are not such a header, or end before it does.
 */
export function readGgufHeader(bytes: Uint8Array): GgufHeader {
  const reader = new Reader(bytes);
  if (reader.letters(4) !== "GGUF") throw invalid("it does not begin with GGUF");
  const version = reader.number(4);
  if (version !== 2 && version !== 3) throw invalid(`its version is ${version}, and known are 2 and 3 (little-endian)`);
  const tensorCount = reader.count(MOST_ENTRIES, "tensors");
  const entries = reader.count(MOST_ENTRIES, "entries of metadata");
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < entries; i++) {
    const name = reader.text();
    metadata.set(name, reader.value(reader.number(4)));
  }
  const tensors = new Map<string, number>();
  for (let i = 0; i < tensorCount; i++) {
    const name = reader.text();
    const dimensions = reader.number(4);
    if (dimensions > MOST_DIMENSIONS) throw invalid(`a tensor has ${dimensions} dimensions`);
    let weights = 1;
    for (let d = 0; d < dimensions; d++) weights *= reader.number(8);
    tensors.set(name, weights);
    // The type of its numbers and its place in the file.
    reader.skip(4 + 8);
  }
  return { metadata, tensors };
}

class Reader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  skip(size: number): void {
    if (size > this.bytes.length - this.at) throw invalid("it ends within its metadata, or they are too long");
    this.at += size;
  }

  /** A whole number without a sign. */
  number(size: 4 | 8): number {
    const at = this.at;
    this.skip(size);
    return size === 4 ? this.view.getUint32(at, true) : Number(this.view.getBigUint64(at, true));
  }

  count(most: number, what: string): number {
    const count = this.number(8);
    if (count > most) throw invalid(`it states ${count} ${what}, and at most ${most} are read`);
    return count;
  }

  letters(size: number): string {
    const at = this.at;
    this.skip(size);
    return new TextDecoder().decode(this.bytes.subarray(at, at + size));
  }

  text(): string {
    return this.letters(this.count(LONGEST_TEXT, "bytes of a text"));
  }

  value(type: number): GgufValue {
    if (type === TEXT) return this.text();
    return type === ARRAY ? this.array() : this.scalar(type);
  }

  private array(): GgufValue {
    const type = this.number(4);
    const length = this.number(8);
    if (type === TEXT) {
      for (let i = 0; i < length; i++) this.skip(this.number(8));
      return { length };
    }
    const size = SIZES[type];
    if (!size) throw invalid(`an array has entries of the type ${type}`);
    if (length > MOST_NUMBERS) {
      this.skip(size * length);
      return { length };
    }
    return Array.from({ length }, () => Number(this.scalar(type)));
  }

  private scalar(type: number): number | boolean {
    const size = SIZES[type];
    if (!size) throw invalid(`an entry has the type ${type}`);
    const at = this.at;
    this.skip(size);
    const { view } = this;
    switch (type) {
      case 0:
        return view.getUint8(at);
      case 1:
        return view.getInt8(at);
      case 2:
        return view.getUint16(at, true);
      case 3:
        return view.getInt16(at, true);
      case 4:
        return view.getUint32(at, true);
      case 5:
        return view.getInt32(at, true);
      case 6:
        return view.getFloat32(at, true);
      case 7:
        return view.getUint8(at) !== 0;
      case 10:
        return Number(view.getBigUint64(at, true));
      case 11:
        return Number(view.getBigInt64(at, true));
      default:
        return view.getFloat64(at, true);
    }
  }
}

function invalid(why: string): ComputeError {
  return new ComputeError("INVALID_CONFIG", `The file is not a GGUF that can be read: ${why}.`);
}
