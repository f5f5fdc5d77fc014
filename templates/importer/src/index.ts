import { defineImporter, ImportError } from "paretograph/plugin";
import { z } from "zod";

/** What a file of the format holds. */
const tally = z.object({
  model: z.string().min(1).max(200),
  task: z.string().min(1).max(200),
  right: z.int().min(0),
  total: z.int().min(1).max(10_000_000),
});

export default defineImporter({
  name: "__name__",
  version: "0.1.0",
  apiVersion: "__apiVersion__",
  title: "__title__",
  versions: "1",
  description: "Which files of which tool it reads, in a sentence.",
  options: z.strictObject({}),

  async find(files) {
    return files.filter(({ path }) => path.endsWith(".tally.json")).map((file) => ({ name: file.path, files: [file] }));
  },

  async *read({ files: [file] }) {
    if (!file) return;
    const { data, error } = tally.safeParse(await file.json());
    if (!data) throw new ImportError("BAD_FILE", file.path, `it is no tally (${error.issues[0]?.message}).`);
    const { model, task, right, total } = data;
    if (right > total) throw new ImportError("OUT_OF_RANGE", file.path, `${right} of ${total} are right.`);
    yield {
      kind: "run",
      run: {
        place: file.path,
        model: { name: model },
        benchmark: { name: task, problemCount: total },
        measures: { accuracy: { value: right / total } },
      },
    };
  },
});
