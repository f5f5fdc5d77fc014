const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Writes a number with three significant digits, such as 1,320 or 2.41·10¹³. */
export function writeNumber(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  if (!isGreatOrSmall(value)) return grouped(value);
  const [mantissa, exponent] = value.toExponential(2).split("e");
  const factor = String(Number(mantissa));
  return `${factor === "1" ? "" : `${factor}·`}10${superscript(Number(exponent))}`;
}

/** Writes a value with its unit. A share is written as a percentage with one decimal. */
export function writeValue(value: number, unit: string): string {
  return unit === "1" ? writeShare(value) : `${writeNumber(value)} ${unit}`;
}

/** Writes a value without its unit, for a column or an axis that has it in its title. A share keeps its %. */
export function writeBare(value: number, unit: string): string {
  return unit === "1" ? writeShare(value) : writeNumber(value);
}

/**
 * Writes a value with its interval and without its unit, such as 85.5 % (83.5 to 87.3) or 2.13 (2.02 to 2.25)·10¹². It
 * writes the value alone if there is no interval.
 */
export function writeEstimate(value: number, low: number | undefined, high: number | undefined, unit: string): string {
  if (low === undefined || high === undefined) return writeBare(value, unit);
  if (unit === "1") return `${writeShare(value)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
  const power = isGreatOrSmall(value) ? Math.floor(Math.log10(Math.abs(value))) : 0;
  const [middle, from, to] = [value, low, high].map((number) => grouped(number / 10 ** power));
  return `${middle} (${from} to ${to})${power === 0 ? "" : `·10${superscript(power)}`}`;
}

/** Writes a share as a whole percentage. A share just above 0 or just below 1 is not written as 0 % or 100 %. */
export function writePercent(share: number): string {
  if (share > 0 && share < 0.005) return "under 1 %";
  if (share < 1 && share >= 0.995) return "over 99 %";
  return `${Math.round(100 * share)} %`;
}

/** Returns the title of an axis, followed by its unit. A share has no unit there, since its ticks have a %. */
export function axisTitle({ title, unit }: { title: string; unit: string }): string {
  return unit === "1" ? title : `${title}, ${unit}`;
}

/** Returns a title for the middle of a sentence: `Compute` becomes `compute`, but `GPU time` stays. */
export function inSentence(title: string): string {
  return /^[A-Z](?![A-Z])/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

const isGreatOrSmall = (value: number) => value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5);
const writeShare = (value: number) => `${(100 * value).toFixed(1)} %`;
const grouped = (value: number) => value.toLocaleString("en-US", { maximumSignificantDigits: 3 });

function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]!);
  return (exponent < 0 ? "⁻" : "") + digits.join("");
}
