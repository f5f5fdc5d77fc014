import { ImportError } from "../../contract/importError.ts";

/** The most characters of samples that are held for a run before it is given. */
export const MOST_HELD = 256 * 1024 * 1024;

/** Counts the characters of what is held. Throws `FILE_TOO_LARGE` where they are more than `MOST_HELD`. */
export function heldText(place: string): (sample: object) => void {
  let held = 0;
  return (sample) => {
    // The names of the fields and the figures.
    held += 200;
    for (const value of Object.values(sample)) if (typeof value === "string") held += value.length;
    if (held > MOST_HELD) {
      throw new ImportError(
        "FILE_TOO_LARGE",
        place,
        `its samples hold more than ${MOST_HELD} characters. Import it in parts.`,
      );
    }
  };
}
