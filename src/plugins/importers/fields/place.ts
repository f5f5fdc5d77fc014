import type { z } from "zod";
import { ImportError } from "../../contract/importError.ts";

/** What a schema makes of a value of a file. Throws `BAD_FILE` with the path of the first field at fault. */
export function checkedAt<Schema extends z.ZodType>(schema: Schema, value: unknown, place: string): z.output<Schema> {
  const { data, error, success } = schema.safeParse(value);
  if (success) return data;
  const { path, message } = error.issues[0]!;
  throw new ImportError("BAD_FILE", path.length === 0 ? place : `${place}: ${path.join(".")}`, `${message}.`);
}
