import { parse } from "yaml";
import { ImportError } from "../../contract/importError.ts";
import type { ImportFile } from "../../contract/importer.ts";

/** The most characters of YAML that are read: reading it takes far longer than reading JSON. */
const LONGEST = 2 * 1024 * 1024;
/** How deep lists and objects may be nested. */
const DEEPEST = 100;

/** The value of a text in YAML 1.2, in which `no` is a text and a date stays one. Throws `BAD_FILE` or `FILE_TOO_LARGE`. */
export function yamlOf(text: string, place: string): unknown {
  if (text.length > LONGEST) {
    throw new ImportError("FILE_TOO_LARGE", place, `its YAML has more than ${LONGEST} characters.`);
  }
  if (isDeep(text)) throw new ImportError("BAD_FILE", place, `it is nested deeper than ${DEEPEST}.`);
  try {
    return parse(text, { schema: "core", maxAliasCount: 100, logLevel: "silent" });
  } catch (cause) {
    const why = (cause as Error).message.split("\n")[0]!.slice(0, 200);
    throw new ImportError("BAD_FILE", place, `it is no YAML (${why}).`, { cause });
  }
}

/** The front matter of a text in Markdown: what stands between its first line `---` and the next. */
export async function frontMatterOf(file: ImportFile): Promise<string> {
  const text = (await file.text()).replaceAll("\r\n", "\n");
  const end = /\n---[ \t]*(?:\n|$)/.exec(text);
  if (!text.startsWith("---\n") || !end) throw new ImportError("BAD_FILE", file.path, "its front matter does not end.");
  return text.slice(4, end.index + 1);
}

/** Whether brackets nest deeper than any file of results does, or indents do. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const bracket of text.matchAll(/[[\]{}]/g)) {
    depth += "[{".includes(bracket[0]) ? 1 : -1;
    if (depth > DEEPEST) return true;
  }
  return new RegExp(`^(?: {${2 * DEEPEST}}|(?:[-?:] ){${DEEPEST}})`, "m").test(text);
}
