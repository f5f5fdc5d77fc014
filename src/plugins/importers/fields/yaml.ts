import { parse } from "yaml";
import { ImportError } from "../../contract/importError.ts";

/** The most characters of YAML that are read: reading it takes far longer than reading JSON. */
const LONGEST = 2 * 1024 * 1024;
/** How deep lists and objects may be nested. */
const DEEPEST = 100;

/**
 * The value of a text in YAML 1.2, of which JSON is a part; in it `no` is a text, and a date stays one.
 *
 * @throws ImportError `BAD_FILE`, or `FILE_TOO_LARGE` for more than 2 MiB.
 */
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

/** Whether brackets nest deeper than any such file does, or indents do. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const bracket of text.matchAll(/[[\]{}]/g)) {
    depth += "[{".includes(bracket[0]) ? 1 : -1;
    if (depth > DEEPEST) return true;
  }
  return new RegExp(`^(?: {${2 * DEEPEST}}|(?:[-?:] ){${DEEPEST}})`, "m").test(text);
}
