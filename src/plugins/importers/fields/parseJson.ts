/** A text in JSON, or one of the numbers that JSON lacks, where it stands outside of a text. */
const OUTSIDE = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * The value of a text of JSON, and of the JSON that Python writes: `NaN` is null, as it says that there is no figure, and
 * `Infinity` is the number. Throws a `SyntaxError` for anything else.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/\b(?:NaN|Infinity)\b/.test(text)) throw error;
    // No double is as large as 1e999, which is read as infinity.
    return JSON.parse(text.replace(OUTSIDE, asJson));
  }
}

function asJson(found: string): string {
  if (found.startsWith('"')) return found;
  if (found.endsWith("NaN")) return "null";
  return found.startsWith("-") ? "-1e999" : "1e999";
}
