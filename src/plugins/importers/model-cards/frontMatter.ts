import { ImportError } from "../../contract/importError.ts";
import type { ImportFile } from "../../contract/importer.ts";

/** The front matter of a text in Markdown: what stands between its first line `---` and the next. */
export async function frontMatterOf(file: ImportFile): Promise<string> {
  const text = (await file.text()).replaceAll("\r\n", "\n");
  const end = /\n---[ \t]*(?:\n|$)/.exec(text);
  if (!text.startsWith("---\n") || !end) throw new ImportError("BAD_FILE", file.path, "its front matter does not end.");
  return text.slice(4, end.index + 1);
}
