import { asStorableText } from "../../../recording/submitted/storable.ts";
import { label } from "../../../recording/submitted/texts.ts";
import { ImportError } from "../../contract/importError.ts";

/**
 * A name of a file: of a task, a metric, a version. Undefined where there is none.
 *
 * @throws ImportError `BAD_FILE` for a value that is no name of up to 200 characters.
 */
export function labelAt(value: unknown, place: string): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  const name = typeof value === "number" ? String(value) : value;
  const { success, data } = label.safeParse(typeof name === "string" ? name.trim() : name);
  if (success) return data;
  throw new ImportError("BAD_FILE", place, "it is no name: at most 200 characters, and no control characters.");
}

/** A text as it can be stored, or undefined where there is none. Texts of models can hold what no database takes. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? asStorableText(value) : undefined;

/** A text of at most so many characters, whose end is marked where more is left out. */
export function shortened(text: string, longest = 10_000): string {
  const storable = asStorableText(text);
  return storable.length <= longest ? storable : asStorableText(`${storable.slice(0, longest - 1)}…`);
}

/** A message without what tells about a machine or opens a door: addresses, paths and keys. */
export function withoutPlaces(message: string): string {
  return message
    .slice(0, 20_000)
    .replaceAll(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>)\]]+/gi, "<address>")
    .replaceAll(/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, "<address>")
    .replaceAll(/(?:\b[a-z]:)?(?:[\\/][\w.@~+-]+){2,}[\\/]?/gi, "<path>")
    .replaceAll(/\b(?:sk|hf|pk|key|gsk|xai)[-_][\w-]{8,}/gi, "<key>")
    .replaceAll(/\b(bearer|api[-_]?key|token)(["']?\s*[:= ]\s*["']?)[\w.-]{8,}/gi, "$1$2<key>");
}
