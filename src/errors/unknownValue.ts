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
export function unknownValue(code: RequestErrorCode, { argument, noun, ...unknown }: Unknown): RequestError {
  const refusal = `${argument}: there is no ${noun} "${shortened(unknown.value)}".`;
  return new RequestError(code, [refusal, ...alternatives(unknown)].join(" "), argument);
}

/** Sentences that name known values: all of a few, those nearest to the value, and where many are listed. */
export function alternatives({ value, known, listedBy }: Pick<Unknown, "value" | "known" | "listedBy">): string[] {
  if (known.length === 0) return ["None is known yet."];
  const near = nearest(value, known);
  const nearIt = near.length > 0 ? [`Near it: ${near.join(", ")}.`] : [];
  if (known.length <= NAMED_WHOLE) return [`Known: ${known.join(", ")}.`, ...nearIt];
  if (listedBy) return [...nearIt, `The query \`${listedBy}\` lists all ${known.length}.`];
  return near.length > 0 ? nearIt : [`${known.length} others are known.`];
}

/** A caller's text, as long as a message may quote it. */
export function shortened(text: string): string {
  return text.slice(0, MOST_CHARACTERS);
}

/**
 * The known values that may be meant by a text, at most five, the nearest first. Their distance is the number of edits,
 * whatever the case and the marks between words, also to the part behind the last slash. A text that is a part of a value
 * is nearer to it than one that differs: each character that it lacks counts a fifth of an edit.
 */
export function nearest(text: string, known: readonly string[]): string[] {
  const wanted = plain(shortened(text));
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

/** A text in lower case without marks between words: "RTX 4090" and "rtx-4090" are alike. */
export function squeezed(text: string): string {
  return plain(text).replaceAll("-", "");
}

function formsOf(value: string): string[] {
  return [plain(value), plain(value.slice(value.lastIndexOf("/") + 1))];
}

function farness(wanted: string, form: string): number {
  const missing = form.length - wanted.length;
  return form.includes(wanted) ? missing / 5 : distance(wanted, form);
}
