import type { ImportedModel } from "../../contract/importer.ts";
import { labelAt } from "./texts.ts";

/** A path of a machine rather than an id of the hub. */
const PATH = /^(?:[/~.\\]|[a-z]:[\\/]|file:)/i;

/**
 * The model that a file names by its id on the Hugging Face hub or by a path. Of a path only the last part is kept, as the
 * others tell about a machine and its people; one within the hub's cache tells id and revision.
 *
 * @throws ImportError `BAD_FILE` for what is no name.
 */
export function modelNamed(text: unknown, place: string): ImportedModel | undefined {
  if (typeof text !== "string") return undefined;
  const given = text.trim();
  const parts = given.split(/[\\/]+/).filter((part) => part !== "" && part !== "." && part !== "..");
  const cached = parts.findLastIndex((part) => part.startsWith("models--"));
  if (cached !== -1) {
    const name = labelAt(parts[cached]!.slice("models--".length).replaceAll("--", "/"), place);
    const revision = labelAt(parts[cached + 1] === "snapshots" ? parts[cached + 2] : undefined, place);
    return name === undefined ? undefined : { name, ...(revision && { revision }) };
  }
  const isPath = PATH.test(given) || parts.length > 2;
  const name = labelAt(isPath ? parts.at(-1) : given, place);
  return name === undefined ? undefined : { name };
}
