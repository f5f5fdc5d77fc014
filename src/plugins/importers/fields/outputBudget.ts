/** The most characters of outputs that a run holds, so that it stays small enough to be held. */
const LARGEST_OUTPUTS = 128 * 1024 * 1024;

/** Keeps the outputs of a run up to a limit of all together, and counts those that it does not keep. */
export class OutputBudget {
  #size = 0;
  leftOut = 0;

  keep(output: string | undefined): string | undefined {
    if (output === undefined) return undefined;
    this.#size += output.length;
    if (this.#size <= LARGEST_OUTPUTS) return output;
    this.leftOut++;
    return undefined;
  }
}
