import type { FileSet, ImportFile } from "../../contract/importer.ts";
import { byFolder, nameOf } from "../fields/givenTogether.ts";

/** An aggregate file has these names before its results, in whichever order. */
const AGGREGATE = ["schema_version", "evaluation_id", "model_info"];
const INSTANCES = ["schema_version", "evaluation_id", "evaluation_name", "sample_id"];

/** A set is an aggregate file with its file of instances, or one of them alone. */
export async function findSets(files: readonly ImportFile[]): Promise<FileSet[]> {
  const found: { aggregate?: ImportFile; instances?: ImportFile; id: string | undefined }[] = [];
  const lonely: { file: ImportFile; id: string | undefined }[] = [];
  for (const folder of byFolder(files)) {
    const instances = new Map<string, ImportFile>();
    for (const file of folder.files) {
      if (file.path.endsWith(".jsonl") && (await isOf(file, INSTANCES))) instances.set(nameOf(file), file);
    }
    for (const file of folder.files) {
      if (!file.path.endsWith(".json") || !(await isOf(file, AGGREGATE))) continue;
      const base = nameOf(file).slice(0, -".json".length);
      const own = [`${base}_samples.jsonl`, `${base}.jsonl`].find((name) => instances.has(name));
      found.push({ aggregate: file, ...(own && { instances: instances.get(own)! }), id: await idOf(file) });
      if (own) instances.delete(own);
    }
    for (const file of instances.values()) lonely.push({ file, id: await idOf(file) });
  }
  // Files of other names belong together by the id of the evaluation, where only one file has it.
  const ofId = Map.groupBy(found, ({ id }) => id);
  const rivals = Map.groupBy(lonely, ({ id }) => id);
  for (const { file, id } of lonely) {
    const fitting = id === undefined ? [] : (ofId.get(id) ?? []);
    const isOnly = fitting.length === 1 && rivals.get(id)!.length === 1;
    if (isOnly && !fitting[0]!.instances) fitting[0]!.instances = file;
    else found.push({ instances: file, id });
  }
  return found.map(({ aggregate, instances }) => {
    const both = [aggregate, instances].filter((file) => file !== undefined);
    return { name: both[0]!.path, files: both };
  });
}

async function isOf(file: ImportFile, names: string[]): Promise<boolean> {
  const head = await file.head();
  // A schema has the same names, with objects in place of texts.
  return (
    /^\s*\{/.test(head) && /"schema_version"\s*:\s*"/.test(head) && names.every((name) => head.includes(`"${name}"`))
  );
}

async function idOf(file: ImportFile): Promise<string | undefined> {
  return /"evaluation_id"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(await file.head())?.[1];
}
