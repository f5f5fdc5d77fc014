import { ImportError } from "../../contract/importError.ts";

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;
/** Seconds since 1970 beyond which no run was made: those of the year 2100. Milliseconds that pass for seconds are far beyond. */
const LAST_SECOND = 4_102_444_800;

/**
 * An instant of a file as ISO 8601 in UTC: a date, a date with a time, or seconds since 1970, each also as a text. A time
 * without a zone is taken as UTC. Undefined where there is none.
 *
 * @throws ImportError `BAD_FILE` for what is no date, `OUT_OF_RANGE` for seconds before 1970 or after 2100.
 */
export function instantAt(value: unknown, place: string): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  if (/^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) {
    const seconds = Number(text);
    if (seconds >= 0 && seconds < LAST_SECOND) return new Date(Math.round(seconds * 1000)).toISOString();
    throw new ImportError("OUT_OF_RANGE", place, `${text} are no seconds since 1970 before the year 2100.`);
  }
  const [, day, time, fraction, zone] = DATE.exec(text) ?? [];
  if (day !== undefined) {
    const clock = time === undefined ? "00:00:00" : time.length === 5 ? `${time}:00` : time;
    const offset =
      zone === undefined || zone === "Z" ? "Z" : zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
    const instant = new Date(`${day}T${clock}.${(fraction ?? "").padEnd(3, "0").slice(0, 3)}${offset}`);
    const isDay = !Number.isNaN(instant.getTime()) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
    if (isDay) return instant.toISOString();
  }
  throw new ImportError("BAD_FILE", place, `${JSON.stringify(text.slice(0, 100))} is no date.`);
}
