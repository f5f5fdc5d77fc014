import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { givenFiles } from "../../../src/exchange/importing/givenFiles.ts";
import { type ReadFiles, readResults } from "../../../src/exchange/importing/importResults.ts";
import { createMetricCatalogue } from "../../../src/frontier/metricCatalogue.ts";
import { type MeteredSession, readLog } from "../../../src/metering/records/readLog.ts";
import { BUILT_IN_IMPORTERS } from "../../../src/plugins/importers/builtIn.ts";
import { createPluginRegistry } from "../../../src/plugins/registry.ts";
import type { Catalogue } from "../../../src/store/catalogue.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");
const none = { all: [], bySlug: new Map(), byId: new Map() };
const CATALOGUE = { models: none, benchmarks: none } as unknown as Catalogue;

/** The log of a session among the fixtures, with changes to its lines. */
export async function recordedSession(
  name: string,
  change: (lines: Record<string, any>[]) => Record<string, any>[] = (lines) => lines,
): Promise<MeteredSession> {
  const folder = mkdtempSync(join(tmpdir(), "recorded-"));
  try {
    const text = gunzipSync(readFileSync(join(FIXTURES, name, "record.ndjson.gz"))).toString();
    const lines = change(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );
    const file = join(folder, "record.ndjson");
    writeFileSync(file, lines.map((line) => JSON.stringify(line)).join("\n"));
    return (await readLog(file))!;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the importers read of the result files of a harness among the fixtures. */
export async function recordedResults(name: string): Promise<ReadFiles[]> {
  const plugins = createPluginRegistry(createMetricCatalogue());
  for (const importer of BUILT_IN_IMPORTERS) plugins.register(importer, "test");
  const files = (await givenFiles([join(FIXTURES, name)])).filter(({ path }) => !path.startsWith("record"));
  const sets: ReadFiles[] = [];
  const wishes = { lab: "local", requests: true };
  for await (const set of readResults(files, plugins, async () => CATALOGUE, wishes, new AbortController().signal)) {
    if (!("others" in set)) sets.push(set);
  }
  return sets;
}
