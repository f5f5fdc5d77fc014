import { keyedRandom } from "../plugins/benchmarks/parts/keyedRandom.ts";

/** A file that is given to an importer, by its path within what was given. */
export interface GivenFile {
  path: string;
  bytes: Uint8Array;
}

/**
 * The bytes of a file with faults: bytes changed, the end cut off, and where it is JSON, keys taken away and values of other
 * types, deep nesting and huge numbers. The same number always gives the same faults.
 */
export function damaged({ path, bytes }: GivenFile, number: number): Uint8Array {
  const random = keyedRandom("damage", path, number);
  const below = (count: number) => Math.floor(random() * count);
  const kind = below(6);
  if (kind === 0) return bytes.subarray(0, below(bytes.length));
  if (kind === 1 || !/\.jsonl?$/.test(path)) {
    const changed = Uint8Array.from(bytes);
    for (let i = 0; i <= below(8); i++) changed[below(bytes.length)] = below(256);
    return changed;
  }
  let text = new TextDecoder().decode(bytes);
  for (let i = 0; i <= below(3); i++) text = withValue(text, random(), FAULTY_VALUES[below(FAULTY_VALUES.length)]!);
  return new TextEncoder().encode(text);
}

/** Takes the key away, instead of changing its value. */
const GONE = "gone";
const DEEP = 5_000;
/** Values that a damaged file can have in the place of another. */
export const FAULTY_VALUES = [
  GONE,
  GONE,
  "null",
  "true",
  "0",
  "-1",
  "1.6",
  "62.5",
  "1e999",
  "-1e308",
  "9007199254740993",
  "NaN",
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"/home/someone/a b"',
  `"${"x".repeat(12_000)}"`,
  "[]",
  "[null]",
  "{}",
  '{"a,b":1}',
  '{"__proto__":1}',
  `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
  `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
];

/** A value of JSON that is no object and no list, or the name of a key. */
const SCALAR = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null|NaN)\b/y;

/** The text with another value at a place, the first at or after the share `at` of the text at which a value begins. */
export function withValue(text: string, at: number, value: string): string {
  const from = Math.floor(at * text.length);
  const key = /"(?:[^"\\\n]|\\.){1,80}":\s*/g;
  key.lastIndex = from;
  const found = key.exec(text);
  if (!found) return text;
  SCALAR.lastIndex = found.index + found[0].length;
  const end = SCALAR.test(text) ? SCALAR.lastIndex : closing(text, found.index + found[0].length);
  if (value !== GONE) return text.slice(0, found.index + found[0].length) + value + text.slice(end);
  const rest = text.slice(end);
  const comma = /^\s*,/.exec(rest);
  return text.slice(0, found.index).replace(comma ? /$^/ : /,\s*$/, "") + rest.slice(comma?.[0].length ?? 0);
}

/** The end of the object or list that begins at a place. */
function closing(text: string, start: number): number {
  const token = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === "[" || found[0] === "{") depth++;
    if (found[0] === "]" || found[0] === "}") depth--;
    if (depth <= 0 && found[0].length === 1) return token.lastIndex;
  }
  return text.length;
}
