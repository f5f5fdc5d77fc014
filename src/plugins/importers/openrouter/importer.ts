import { z } from "zod";
import { defineImporter } from "../../contract/definePlugin.ts";
import type { FileSet, Imported, ImportFile } from "../../contract/importer.ts";
import { PLUGIN_API_VERSION } from "../../contract/plugin.ts";
import { disagreement, leftOut } from "../fields/found.ts";
import { byFolder, nameOf } from "../fields/givenTogether.ts";
import { columnsOf, isHeader } from "./columns.ts";
import { checkedByManifest } from "./manifest.ts";
import { runOfRow } from "./row.ts";
import { csvSnapshot, headerOf, jsonSnapshot } from "./snapshot.ts";

const MANIFEST = ".manifest.json";

export const openRouter = defineImporter({
  name: "openrouter",
  title: "OpenRouter's benchmark leaderboard",
  version: "1.0.0",
  apiVersion: PLUGIN_API_VERSION,
  description:
    "OpenRouter's daily export of its benchmark leaderboard, in CSV or JSON, with its manifest of checksums.",
  versions: "v1, by its documentation",
  options: z.object({}),
  find,
  read,
});

/** A set is a snapshot of a day: its JSON, its CSV or both, and its manifest. */
async function find(files: readonly ImportFile[]): Promise<FileSet[]> {
  const sets: FileSet[] = [];
  for (const folder of byFolder(files)) {
    const days = new Map<string, ImportFile[]>();
    const manifests = new Map(
      folder.files.filter(isManifest).map((file) => [file.path.slice(0, -MANIFEST.length), file]),
    );
    for (const file of folder.files) {
      const day = file.path.replace(/\.(?:json|csv)$/i, "");
      if (day === file.path || isManifest(file)) continue;
      if (!(file.path.endsWith(".json") ? await isJson(file) : await isCsv(file))) continue;
      days.set(day, [...(days.get(day) ?? []), file]);
    }
    for (const [day, tables] of days) {
      sets.push({ name: tables[0]!.path, files: [...tables, manifests.get(day) ?? []].flat() });
    }
  }
  return sets;
}

const isManifest = ({ path }: ImportFile) => path.endsWith(MANIFEST);
const isJson = async (file: ImportFile) => /"dataset"\s*:\s*"benchmark-(?:leaderboard|runs)"/.test(await file.head());
const isCsv = async (file: ImportFile) =>
  isHeader(await headerOf(file)) || (isRuns(file) && (await headerOf(file)).some((name) => /accuracy/i.test(name)));
const isRuns = ({ path }: ImportFile) => path.includes("benchmark-runs");

async function* read({ files }: FileSet): AsyncGenerator<Imported> {
  const manifest = files.find(isManifest);
  const tables = files.filter((file) => file !== manifest);
  if (manifest) yield* await checkedByManifest(manifest, tables);
  const json = tables.find(({ path }) => path.endsWith(".json"));
  const csv = tables.find(({ path }) => !path.endsWith(".json"));
  const file = (json ?? csv)!;
  if (isRuns(file) || (json && /"dataset"\s*:\s*"benchmark-runs"/.test(await json.head()))) {
    const reason =
      "The export of single runs is not read: the leaderboard holds their means. Import benchmark-leaderboard.";
    yield leftOut(file.path, reason);
    return;
  }
  const snapshot = json ? await jsonSnapshot(json) : await csvSnapshot(csv!);
  if (json && csv) {
    const { rows } = await csvSnapshot(csv);
    if (rows.length !== snapshot.rows.length) {
      const statement = `${nameOf(csv)} has ${rows.length} rows, and ${nameOf(json)} ${snapshot.rows.length}. The latter are read.`;
      yield disagreement(csv.path, statement);
    }
  }
  if (snapshot.rows.length === 0) return;
  const { found, others } = columnsOf(snapshot.columns, file.path);
  if (others.length > 0) {
    const reason = `These columns have no place in a run: ${others.join(", ").slice(0, 1000)}.`;
    yield leftOut(file.path, reason, others.length);
  }
  for (const [at, row] of snapshot.rows.entries()) yield runOfRow(row, found, snapshot, `${file.path}: row ${at + 1}`);
}
