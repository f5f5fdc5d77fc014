/** An address of the web as a file states it, or undefined where it is none: files also hold paths and names there. */
export function addressIn(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 2000 || !/^https?:\/\//i.test(value)) return undefined;
  return URL.canParse(value) ? value : undefined;
}
