/** A content hash (SHA-256, in hexadecimal), or the name that a run has before it has ended. */
export const RUN_HASH = /[0-9a-f]{64}|unfinished:[0-9a-f-]{36}/;

const WHOLE = new RegExp(`^(?:${RUN_HASH.source})$`);

export const isRunHash = (value: unknown): value is string => typeof value === "string" && WHOLE.test(value);

/** A name for a run that has no content yet. */
export function newProvisionalHash(): string {
  return `unfinished:${crypto.randomUUID()}`;
}
