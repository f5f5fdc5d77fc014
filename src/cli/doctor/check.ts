/** What one check of the doctor found. */
export interface Finding {
  /** What was looked at, in a word or two. */
  about: string;
  status: "ok" | "warn" | "fail";
  /** What was found, and where something is wrong, what to do. */
  message: string;
}

export const ok = (about: string, message: string): Finding => ({ about, status: "ok", message });
export const warn = (about: string, message: string): Finding => ({ about, status: "warn", message });
export const fail = (about: string, message: string): Finding => ({ about, status: "fail", message });

/** The message of an error, without the words in which addresses hold passwords. */
export function reasonOf(error: unknown): string {
  const { message, code, cause } = error as { message?: string; code?: string; cause?: unknown };
  const text = message || code || String(error);
  return cause instanceof Error ? `${text} (${cause.message || String((cause as { code?: string }).code)})` : text;
}
