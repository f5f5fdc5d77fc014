import { ComputeError } from "../computeError.ts";

/** The most characters of a config. The largest published ones have some hundred thousand. */
const LONGEST = 4 * 1024 * 1024;

/**
 * A string, or one of the numbers that Python writes into JSON although JSON does not have them. A string that does not
 * end is taken whole, since looking for its end again from each quote inside would take the square of its length.
 */
const STRING_OR_PYTHON_NUMBER = /"(?:\\[\s\S]|[^"\\])*(?:"|\\?$)|-?\bInfinity\b|\bNaN\b/g;

/**
 * Parses the text of a `config.json` of the model hub. Python's `Infinity` and `NaN`, which some configs contain
 * (`time_step_limit` of Nemotron-H), become null: no architecture depends on them.
 *
 * @throws ComputeError INVALID_CONFIG where the text is not JSON, or is too long.
 */
export function parseConfig(text: string): unknown {
  if (text.length > LONGEST) {
    throw new ComputeError("INVALID_CONFIG", `The config is longer than ${LONGEST} characters.`);
  }
  const json = text.replace(STRING_OR_PYTHON_NUMBER, (found) => (found.startsWith('"') ? found : "null"));
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new ComputeError("INVALID_CONFIG", `The config is not JSON: ${(error as Error).message}`);
  }
}
