import { distance } from "fastest-levenshtein";
import { RequestError, type RequestErrorCode } from "./requestError.ts";

interface Unknown {
  /** The argument that has the value, as a path: `where.model[0]`. */
  argument: string;
  /** What the value names, e.g. `model`. */
  noun: string;
  value: string;
  /** The values that are known. */
  known: readonly string[];
  /** The query that lists them, where there is one. */
  listedBy?: string;
}

/** The known values are all named where there are no more. */
const NAMED_WHOLE = 40;
const MOST_NEAR = 5;
const MOST_CHARACTERS = 200;

/** The refusal of a value that names nothing, with the known values that are nearest to it. */
export function unknownValue(
  code: RequestErrorCode,
  { argument, noun, value, known, listedBy }: Unknown,
): RequestError {
  const near = nearest(value, known);
  const sentences = [`${argument}: there is no ${noun} "${value.slice(0, MOST_CHARACTERS)}".`];
  if (known.length === 0) sentences.push("None is known yet.");
  else if (known.length <= NAMED_WHOLE) sentences.push(`Known: ${known.join(", ")}.`);
  if (near.length > 0) sentences.push(`Near it: ${near.join(", ")}.`);
  if (known.length <= NAMED_WHOLE) return new RequestError(code, sentences.join(" "), argument);
  if (listedBy) sentences.push(`The query \`${listedBy}\` lists all ${known.length}.`);
  else if (near.length === 0) sentences.push(`${known.length} others are known.`);
  return new RequestError(code, sentences.join(" "), argument);
}

/**
 * The known values that may be meant by a text, at most five, the nearest first. Their distance is the number of edits,
 * whatever the case and the marks between words, also to the part behind the last slash. A text that is a part of a value
 * is nearer to it than one that differs: each character that it lacks counts a fifth of an edit.
 */
export function nearest(text: string, known: readonly string[]): string[] {
  const wanted = plain(text.slice(0, MOST_CHARACTERS));
  if (wanted === "") return [];
  const most = Math.max(2, Math.ceil(0.4 * wanted.length));
  return known
    .map((value, place) => ({ value, place, far: Math.min(...formsOf(value).map((form) => farness(wanted, form))) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far || a.place - b.place)
    .slice(0, MOST_NEAR)
    .map(({ value }) => value);
}

/** A text in lower case, with one hyphen for all marks between words. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, "-")
    .replace(/^-|-$/g, "");
}

function formsOf(value: string): string[] {
  return [plain(value), plain(value.slice(value.lastIndexOf("/") + 1))];
}

function farness(wanted: string, form: string): number {
  const missing = form.length - wanted.length;
  return form.includes(wanted) ? missing / 5 : distance(wanted, form);
}
