import { shortened, squeezed } from "./unknownValue.ts";

/**
 * The known value that a text names, where case, marks between words and what stands before the last slash do not count:
 * "qwen3 8b" is Qwen/Qwen3-8B. Undefined where no value is meant, or more than one could be.
 */
export function meantValue(text: string, known: readonly string[]): string | undefined {
  if (known.includes(text)) return text;
  const wanted = squeezed(shortened(text));
  if (wanted === "") return undefined;
  const whole = known.filter((value) => squeezed(value) === wanted);
  const found = whole.length > 0 ? whole : known.filter((value) => squeezed(afterSlash(value)) === wanted);
  return found.length === 1 ? found[0] : undefined;
}

const afterSlash = (value: string) => value.slice(value.lastIndexOf("/") + 1);
