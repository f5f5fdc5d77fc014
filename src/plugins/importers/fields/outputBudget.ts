/** The most characters of outputs that the runs of a set of files hold together, so that they can be held. */
const LARGEST_OUTPUTS = 128 * 1024 * 1024;

/** Keeps the outputs of the runs of a set up to a limit of all together, and counts those that it does not keep. */
export class OutputBudget {
  #size = 0;
  leftOut = 0;

  /** The output, or undefined where there is no room for it in so many runs. */
  keep(output: string | undefined, runs = 1): string | undefined {
    if (output === undefined) return undefined;
    this.#size += output.length * runs;
    if (this.#size <= LARGEST_OUTPUTS) return output;
    this.leftOut++;
    return undefined;
  }
}
