import { ImportError } from "../../contract/importError.ts";
import type { Imported, ImportFile } from "../../contract/importer.ts";
import { leftOut } from "../fields/found.ts";
import { modelNamed } from "../fields/modelName.ts";
import { labelAt, shortened } from "../fields/texts.ts";
import { readSamples } from "./samples.ts";

/** Instances without their aggregate file. A score that is no verdict may be of any metric, so that it is left out. */
export async function* runsOfInstances(file: ImportFile): AsyncGenerator<Imported> {
  const { byRun, first, remarks } = await readSamples(file, (line) => ({
    key: JSON.stringify([
      line.evaluation_id,
      line.evaluation_result_id ?? null,
      line.evaluation_name,
      line.model_id ?? null,
    ]),
  }));
  yield* remarks;
  for (const [key, { samples, hasOtherScores }] of byRun) {
    const line = first.get(key)!;
    const place = shortened(`${file.path}: ${line.evaluation_name}`, 1000);
    if (!/^0\.[23](?:\.|$)/.test(line.schema_version ?? "")) {
      throw new ImportError("UNSUPPORTED_VERSION", place, "it states no schema_version of 0.2 or 0.3.");
    }
    if (hasOtherScores) {
      const reason = "The scores are not all 0 or 1, and the aggregate file, which says what they are, was not given.";
      yield leftOut(place, reason, samples.length);
      continue;
    }
    const model = modelNamed(line.model_id, `${place}: model_id`);
    const name = labelAt(line.evaluation_name, `${place}: evaluation_name`);
    if (!model || !name) throw new ImportError("BAD_FILE", place, "it names no model or no evaluation.");
    const metric = labelAt(line.evaluation_result_id, `${place}: evaluation_result_id`);
    yield {
      kind: "run",
      run: { place, model, benchmark: { name }, protocol: { task: name, ...(metric && { metric }) }, samples },
    };
  }
}
