import { RequestError, type RequestErrorCode } from "./requestError.ts";

interface Unknown {
  /** The argument that has the value, as a path: `where.model[0]`. */
  argument: string;
  /** What the value names, e.g. `model`. */
  noun: string;
  value: string;
  /** The values that are known. */
  known: readonly string[];
}

const NAMED_WHOLE = 40;
const MOST_CHARACTERS = 200;

/** The refusal of a value that names nothing, with the known values. */
export function unknownValue(code: RequestErrorCode, { argument, noun, value, known }: Unknown): RequestError {
  const more = known.length > NAMED_WHOLE ? ` and ${known.length - NAMED_WHOLE} others` : "";
  const list = known.length === 0 ? "None is known yet." : `Known: ${known.slice(0, NAMED_WHOLE).join(", ")}${more}.`;
  return new RequestError(
    code,
    `${argument}: there is no ${noun} "${value.slice(0, MOST_CHARACTERS)}". ${list}`,
    argument,
  );
}
