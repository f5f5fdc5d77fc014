/** An instant as PostgreSQL prints it in UTC (`2026-11-24 13:27:32.409+00`), in RFC 3339, to the microsecond. */
export function rfc3339(instant: string): string {
  return instant.replace(" ", "T").replace(/\+00$/, "Z");
}
