import { LARGEST_COUNT } from "../../../recording/submitted/texts.ts";
import { ImportError } from "../../contract/importError.ts";

/** The largest figure that can be stored. */
const LARGEST = 1e100;

/**
 * A number of a file, which some tools write as a text. Undefined where there is none: null, `N/A`, an empty text or one
 * that is not finite, which no figure is.
 *
 * @throws ImportError `BAD_FILE` for a value that is no number, `OUT_OF_RANGE` for one that is too large to be stored.
 */
export function numberAt(value: unknown, place: string): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "number") return finite(value, place);
  const text = typeof value === "string" ? value.trim() : null;
  if (text !== null && /^(?:|n\/?a|none|null|nan|-|[+-]?inf(?:inity)?)$/i.test(text)) return undefined;
  if (text !== null && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return finite(Number(text), place);
  // An object is not shown: it can be nested without end.
  const shown = typeof value === "object" ? "an object or a list" : JSON.stringify(value)?.slice(0, 100);
  throw new ImportError("BAD_FILE", place, `${shown} is no number.`);
}

function finite(number: number, place: string): number | undefined {
  if (!Number.isFinite(number)) return undefined;
  if (Math.abs(number) <= LARGEST) return number;
  throw new ImportError("OUT_OF_RANGE", place, `${number} is beyond ${LARGEST}.`);
}

/** A number that is 0 or more, such as a time. Throws `OUT_OF_RANGE` for one below 0. */
export function amountAt(value: unknown, place: string): number | undefined {
  const number = numberAt(value, place);
  if (number !== undefined && number < 0) {
    throw new ImportError("OUT_OF_RANGE", place, `${number} is below 0.`);
  }
  return number;
}

/** A number of things, such as tokens. Throws `OUT_OF_RANGE` for one below 0, above 2^31 - 1, or no whole number. */
export function countAt(value: unknown, place: string): number | undefined {
  const number = amountAt(value, place);
  if (number !== undefined && (!Number.isSafeInteger(number) || number > LARGEST_COUNT)) {
    throw new ImportError("OUT_OF_RANGE", place, `${number} is no whole number up to ${LARGEST_COUNT}.`);
  }
  return number;
}

/**
 * A share from 0 to 1, as the format writes shares: of 1, or of 100. The rule of the format decides, never the figure.
 *
 * @throws ImportError `OUT_OF_RANGE` for a figure below 0 or above the whole.
 */
export function shareAt(value: unknown, place: string, whole: 1 | 100 = 1): number | undefined {
  const number = numberAt(value, place);
  if (number === undefined) return undefined;
  if (number < 0 || number > whole) {
    throw new ImportError("OUT_OF_RANGE", place, `${number} is no share: it is to be from 0 to ${whole}.`);
  }
  return whole === 1 ? number : number / whole;
}
