import { parse } from "yaml";
import { ImportError } from "../../contract/importError.ts";
import type { FileSet, Imported, ImportedModel, ImportedSpeed, ImportFile } from "../../contract/importer.ts";
import { Fields } from "../fields/fields.ts";

/** Each file whose name and beginning a format is known by, as a set of its own. */
export async function filesLike(
  files: readonly ImportFile[],
  name: RegExp,
  isLike: (head: string) => boolean,
): Promise<FileSet[]> {
  const sets: FileSet[] = [];
  for (const file of files) {
    if (name.test(file.path) && isLike(await file.head())) sets.push({ name: file.path, files: [file] });
  }
  return sets;
}

/**
 * The objects of a file: one, a list of them, or one a line. A tool that appends writes lines into a file `*.json` too.
 */
export async function* objectsOf(file: ImportFile): AsyncGenerator<Fields> {
  const whole = /\.json$/i.test(file.path)
    ? await file.json().then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      )
    : {};
  if ("value" in whole) {
    if (!Array.isArray(whole.value)) yield new Fields(whole.value, file.path);
    else for (const [i, value] of whole.value.entries()) yield new Fields(value, file.path, `[${i}]`);
    return;
  }
  let count = 0;
  try {
    for await (const { number, value } of file.jsonLines()) {
      yield new Fields(value, `${file.path}:${number}`);
      count++;
    }
  } catch (error) {
    throw count === 0 && "error" in whole ? whole.error : error;
  }
  if (count === 0) throw new ImportError("BAD_FILE", file.path, "it is empty.");
}

/** The most characters of a file of YAML, whose tree takes some hundred times their memory. */
const LONGEST_YAML = 16 * 1024 * 1024;

/** The value of a file of JSON or YAML. Aliases, by which a small YAML can stand for a huge value, are bounded. */
export async function contentOf(file: ImportFile): Promise<unknown> {
  if (!/\.ya?ml$/i.test(file.path)) return await file.json();
  const text = await file.text();
  if (text.length > LONGEST_YAML) {
    throw new ImportError("FILE_TOO_LARGE", file.path, `a YAML has at most ${LONGEST_YAML} characters.`);
  }
  try {
    return parse(text, { maxAliasCount: 100, logLevel: "silent" });
  } catch (cause) {
    throw new ImportError("BAD_FILE", file.path, `it is no YAML (${(cause as Error).message.slice(0, 200)}).`, {
      cause,
    });
  }
}

/** A measurement of speed without the fields that the file does not state, and a list of the fields that were not read. */
export function* speedOf(speed: ImportedSpeed, ...sources: Fields[]): Generator<Imported> {
  const stated = Object.entries(speed).filter(([, value]) => !isEmpty(value));
  yield { kind: "speed", speed: Object.fromEntries(stated) as unknown as ImportedSpeed };
  for (const fields of sources) {
    const unread = fields.unread();
    if (unread.length === 0) continue;
    const shown = unread.slice(0, 20).join(", ");
    const others = unread.length > 20 ? ` and ${unread.length - 20} others` : "";
    const reason = `A measurement of speed has no place for ${shown}${others}.`;
    yield { kind: "leftOut", leftOut: { place: fields.place(), reason, count: unread.length } };
  }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((one) => one === undefined);
}

/** The model where the file names none. Whoever imports it says which it was. */
export const UNNAMED: ImportedModel = { name: "" };

/** The settings that a file states, of these names: texts and numbers. */
export function settingsOf(fields: Fields, names: readonly string[]): Record<string, string | number> {
  const settings: Record<string, string | number> = {};
  for (const name of names) {
    const value = fields.value(name);
    if (typeof value === "number" && Number.isFinite(value)) settings[name] = value;
    else if (typeof value === "boolean" || typeof value === "string") {
      const text = fields.label(name);
      if (text !== undefined) settings[name] = text;
    }
  }
  return settings;
}

/** `inf` and `Infinity`, with which the tools say that there is no limit. */
export function isUnlimited(value: unknown): boolean {
  return value === Number.POSITIVE_INFINITY || (typeof value === "string" && /^\+?inf(?:inity)?$/i.test(value.trim()));
}
