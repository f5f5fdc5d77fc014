import { dirname, resolve } from "node:path";
import type { Experiment } from "../../evaluation/experiment/experimentSchema.ts";
import { readModelFiles } from "../../recording/submitted/modelFiles.ts";

/**
 * The experiment of a file with the files of models that its signatures name, whose paths are from the folder of that file.
 *
 * @throws RequestError `BAD_VALUE` for what is no signature of OpenSSF Model Signing.
 */
export function withSignedFiles(experiment: Experiment, file: string): Experiment {
  const read = <Part extends object>(part: Part): Part => {
    const { modelFiles } = part as { modelFiles?: unknown };
    return typeof modelFiles === "string"
      ? { ...part, modelFiles: readModelFiles(resolve(dirname(file), modelFiles)) }
      : part;
  };
  const { models, benchmarks, shared } = experiment;
  return { ...experiment, models: models.map(read), benchmarks: benchmarks.map(read), shared: read(shared) };
}
