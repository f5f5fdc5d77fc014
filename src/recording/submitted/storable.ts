/** How deep a value of JSON may be nested. */
const DEEPEST = 32;

/** Whether PostgreSQL can store a text: it takes no character 0 and no half of a surrogate pair. */
export const isStorableText = (text: string) => !text.includes("\0") && text.isWellFormed();

/**
 * What keeps a value of JSON from being stored: a number that is not finite, a text that PostgreSQL refuses, or more
 * levels than 32. Null where nothing does. A value that is nested without end does not end this function.
 */
export function faultOfJson(value: unknown, depth = 0): string | null {
  if (typeof value === "string") {
    return isStorableText(value) ? null : "it holds the character U+0000 or half a surrogate pair";
  }
  if (typeof value === "number") return Number.isFinite(value) ? null : "it holds a number that is not finite";
  if (typeof value !== "object" || value === null) return null;
  if (depth >= DEEPEST) return `it is nested more than ${DEEPEST} levels deep`;
  for (const [key, entry] of Object.entries(value)) {
    const fault = faultOfJson(key) ?? faultOfJson(entry, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}

/** A text as PostgreSQL can store it: what it refuses is replaced by U+FFFD, the mark of a character that is lost. */
export const asStorableText = (text: string) => text.replaceAll("\0", "\ufffd").toWellFormed();
