import { parse } from "csv-parse/sync";
import { defineImporter, Fields, type FileSet, ImportError, type Imported, leftOut } from "paretograph/plugin";
import { z } from "zod";

const JOULES_PER_KWH = 3_600_000;

/** `emissions.csv` of codecarbon: what a run has used so far, a row each time that it is written down. */
export default defineImporter({
  name: "codecarbon",
  version: "1.0.0",
  apiVersion: "1.4.0",
  title: "codecarbon",
  versions: "2 and 3",
  description: "Reads the energy and time of codecarbon's `emissions.csv`, the last row of each run.",
  options: z.strictObject({}),
  async find(files) {
    const sets: FileSet[] = [];
    for (const file of files) {
      if (!file.path.endsWith(".csv")) continue;
      const [header = ""] = (await file.head()).split(/\r?\n/, 1);
      const columns = header.split(",");
      if (["run_id", "emissions", "gpu_energy", "duration"].every((one) => columns.includes(one)))
        sets.push({ name: file.path, files: [file] });
    }
    return sets;
  },
  async *read({ files: [file] }) {
    const rows = rowsOf(await file!.text(), file!.path);
    const last = new Map<string, Fields>();
    const nameless: Fields[] = [];
    for (const row of rows) {
      const id = row.label("run_id");
      if (id === undefined) nameless.push(row);
      else last.set(id, row);
    }
    for (const row of last.values()) yield* runOf(row);
    const earlier = rows.length - nameless.length - last.size;
    if (earlier > 0) yield leftOut(file!.path, "Later rows of the same runs hold these rows' energy too.", earlier);
    if (nameless.length > 0) {
      yield leftOut(
        nameless[0]!.place(),
        "A row without a run_id may be of any run, and add up with others.",
        nameless.length,
      );
    }
  },
});

function rowsOf(text: string, path: string): Fields[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(text, {
      columns: true,
      skip_empty_lines: true,
      relax_column_count: true,
      bom: true,
      max_record_size: 1_000_000,
    });
  } catch (cause) {
    throw new ImportError("BAD_FILE", path, `it is no CSV (${(cause as Error).message.slice(0, 200)}).`, { cause });
  }
  return rows.map((row, i) => new Fields(row, `${path}:${i + 2}`));
}

/** Places, processors of the machine and its system are private to who measured, and are not read. */
function* runOf(row: Fields): Generator<Imported> {
  const duration = row.amount("duration");
  const energy = row.amount("gpu_energy");
  const count = row.count("gpu_count");
  const name = row.label("gpu_model")?.replace(/^\d+ x /, "");
  const settings = {
    codecarbon_version: row.label("codecarbon_version"),
    tracking_mode: row.label("tracking_mode"),
    energy_consumed_kwh: row.amount("energy_consumed"),
    gpu_energy_kwh: energy,
    emissions_kg: row.amount("emissions"),
  };
  yield {
    kind: "speed",
    speed: {
      place: row.place(),
      model: { name: "" },
      tool: "codecarbon",
      ...(name !== undefined && count && { accelerator: { name, count } }),
      ...(duration !== undefined && { duration }),
      // Its own `gpu_power` is of the last moment only.
      ...(energy !== undefined && duration && { power: (energy * JOULES_PER_KWH) / duration }),
      settings: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Record<
        string,
        string | number
      >,
    },
  };
}
