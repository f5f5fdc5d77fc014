import { defineImporter, Fields, type FileSet, ImportError, type ImportedTimes } from "paretograph/plugin";
import { z } from "zod";

const PERCENTILES: Record<string, keyof ImportedTimes> = { "50%": "median", "90%": "p90", "95%": "p95", "99%": "p99" };

/** The runs of `evalscope perf` as its web interface gives them: a table of percentiles for each number of parallel requests. */
export const evalscopePerf = defineImporter({
  name: "evalscope-perf",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "evalscope perf",
  versions: "1.x",
  description: "Reads the runs of `evalscope perf`, in seconds.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const file of files) {
      if (!file.path.endsWith(".json")) continue;
      const head = await file.head();
      if (/"percentile_rows"\s*:/.test(head) && /"runs"\s*:/.test(head)) sets.push({ name: file.path, files: [file] });
    }
    return sets;
  },
  async *read({ files: [file] }) {
    for (const run of new Fields(await file!.json(), file!.path).listOf("runs")) {
      const total = run.count("total_requests") ?? run.count("num_requests");
      const completed = run.count("succeed_requests");
      const rate = run.amount("rate");
      yield {
        kind: "speed",
        speed: {
          place: run.place(),
          model: { name: "" },
          tool: "evalscope perf",
          ...(run.count("parallel") && { concurrency: run.count("parallel") }),
          ...(rate && { requestRate: rate }),
          ...(completed !== undefined && { completed }),
          ...(total !== undefined && completed !== undefined && total >= completed && { failed: total - completed }),
          ...timesOf(run),
        },
      };
    }
  },
});

/** The columns of the table that are times. Each names its unit, which is seconds. */
function timesOf(run: Fields): { ttft?: ImportedTimes; timePerOutputToken?: ImportedTimes; latency?: ImportedTimes } {
  const columns = run.list("percentile_columns").map(String);
  const times = (name: string): ImportedTimes | undefined => {
    const at = columns.findIndex((column) => column.startsWith(`${name} (`));
    if (at === -1) return undefined;
    if (columns[at] !== `${name} (s)`) {
      throw new ImportError("BAD_FILE", run.place(`percentile_columns[${at}]`), "times are to be in seconds.");
    }
    const found: ImportedTimes = {};
    for (const [i, row] of run.list("percentile_rows").entries()) {
      if (!Array.isArray(row)) throw new ImportError("BAD_FILE", run.place(`percentile_rows[${i}]`), "it is no list.");
      const statistic = PERCENTILES[String(row[0])];
      const value = new Fields({ [name]: row[at] }, run.place(`percentile_rows[${i}]`)).amount(name);
      if (statistic !== undefined && value !== undefined) found[statistic] = value;
    }
    return Object.keys(found).length > 0 ? found : undefined;
  };
  const ttft = times("TTFT");
  const timePerOutputToken = times("TPOT");
  const latency = times("Latency");
  return { ...(ttft && { ttft }), ...(timePerOutputToken && { timePerOutputToken }), ...(latency && { latency }) };
}
