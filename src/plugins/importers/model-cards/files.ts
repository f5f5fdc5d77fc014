import type { FileSet, ImportFile } from "../../contract/importer.ts";
import { byFolder, type Folder, nameOf } from "../fields/givenTogether.ts";

export const RESULTS = ".eval_results/";

/** A set is what a model page holds: its card and the files of its folder `.eval_results`, or one of them alone. */
export async function findSets(files: readonly ImportFile[]): Promise<FileSet[]> {
  const pages: { path: string; isOpen: boolean; files: ImportFile[] }[] = [];
  for (const folder of byFolder(files)) {
    const results = await filtered(folder, isResults);
    const cards = await filtered(folder, isCard);
    const parent = folder.path.endsWith(RESULTS) ? folder.path.slice(0, -RESULTS.length) : folder.path;
    if (results.length > 0) pages.push({ path: parent, isOpen: cards.length === 0, files: results });
    for (const card of cards) {
      // A card belongs to the results that stand beside it, of which each card has its own.
      const page = pages.find(({ path, isOpen }) => isOpen && path === folder.path && nameOf(card) === "README.md");
      if (page) page.isOpen = false;
      if (page) page.files.push(card);
      else pages.push({ path: folder.path, isOpen: false, files: [card] });
    }
  }
  return pages.map((page) => ({ name: page.files[0]!.path, files: page.files }));
}

async function filtered({ files }: Folder, is: (file: ImportFile) => Promise<boolean>): Promise<ImportFile[]> {
  const found: ImportFile[] = [];
  for (const file of files) if (await is(file)) found.push(file);
  return found;
}

/** A file of results is a list whose entries have a data set with a task, and a value. */
async function isResults(file: ImportFile): Promise<boolean> {
  if (!/\.ya?ml$/i.test(file.path)) return false;
  if (`/${file.path}`.includes(`/${RESULTS}`)) return true;
  const head = await file.head();
  return (
    /^- /m.test(head) && ["dataset", "task_id", "value"].every((key) => new RegExp(`^[- ]+${key}:`, "m").test(head))
  );
}

export const isCardPath = (path: string) => /\.md$/i.test(path);

/** A card has a front matter with results, or with a name for those beside it. */
async function isCard(file: ImportFile): Promise<boolean> {
  if (!isCardPath(file.path)) return false;
  const head = await file.head();
  return /^---\r?\n/.test(head) && /^model-index:/m.test(head);
}

/**
 * The id of the model whose page a path is in: the two folders above, as `OWNER/NAME`, or one that holds both, as the
 * hub's cache has it. Undefined where the path does not tell.
 */
export function idOfPath(path: string): string | undefined {
  const folders = path
    .split("/")
    .slice(0, -1)
    .filter((part) => `${part}/` !== RESULTS);
  const cached = folders.findLast((part) => part.startsWith("models--"));
  if (cached) return cached.slice("models--".length).replaceAll("--", "/");
  const [owner, name] = folders.slice(-2);
  if (name === undefined) return owner?.includes("__") ? owner.replace("__", "/") : owner;
  return name.includes("__") ? name.replace("__", "/") : `${owner}/${name}`;
}
