import { ImportError } from "../../contract/importError.ts";
import { addressIn } from "../fields/addresses.ts";
import { amountAt, countAt, numberAt, shareAt } from "../fields/figures.ts";
import { instantAt } from "../fields/instants.ts";
import { labelAt, textOf } from "../fields/texts.ts";
import type { Reading } from "./mappedFields.ts";
import type { TableMapping } from "./mapping.ts";

/** The longest texts of a sample, and of anything else. */
const LONGEST_OUTPUT = 10_000_000;
const OUTPUTS = ["answer", "expected", "output"];
const LONGEST_TEXT = 10_000;

type Words = Pick<TableMapping, "right" | "wrong" | "missing">;

/**
 * The value of a cell, or undefined where it is empty.
 *
 * @param factor what a figure is multiplied by to be in our unit.
 * @throws ImportError `BAD_FILE` or `OUT_OF_RANGE` for a value that the field does not take.
 */
export function cellOf(
  reads: Reading,
  value: unknown,
  factor: number,
  field: string,
  words: Words,
  place: string,
): unknown {
  const given = typeof value === "string" ? value.trim() : value;
  if (given === null || given === undefined || given === "" || words.missing.includes(String(given))) return undefined;
  if (reads === "name") return labelAt(typeof given === "boolean" ? String(given) : given, place);
  if (reads === "instant") return instantAt(given, place);
  if (reads === "verdict") return verdictOf(given, words, place);
  if (reads === "text") return textOf(String(given).slice(0, OUTPUTS.includes(field) ? LONGEST_OUTPUT : LONGEST_TEXT));
  if (reads === "address") {
    const address = addressIn(given);
    if (address === undefined) throw new ImportError("BAD_FILE", place, "it is no address that begins with http.");
    return address;
  }
  if (reads === "count") return countAt(given, place);
  const figure = factor === 0.01 && typeof given === "string" ? given.replace(/\s*%$/, "") : given;
  if (field === "score") return shareAt(figure, place, factor === 0.01 ? 100 : 1);
  const number = reads === "amount" ? amountAt(figure, place) : numberAt(figure, place);
  return number === undefined ? undefined : numberAt(number * factor, place);
}

function verdictOf(value: unknown, { right, wrong }: Words, place: string): boolean {
  const text = String(value);
  if (right.includes(text)) return true;
  if (wrong.includes(text)) return false;
  if (value === 1 || /^(?:true|1|1\.0)$/i.test(text)) return true;
  if (value === 0 || /^(?:false|0|0\.0)$/i.test(text)) return false;
  const message = `${JSON.stringify(text.slice(0, 50))} is no verdict. List it under right, wrong or missing of the mapping.`;
  throw new ImportError("BAD_FILE", place, message);
}
