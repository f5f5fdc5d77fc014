import { z } from "zod";
import { faultOfJson, isStorableText } from "./storable.ts";

/** The most characters of a name: of a model, a benchmark, a lab, a mode, a plugin. */
const LONGEST_NAME = 200;
/** The most characters of a longer text: a note, a reason, an address. */
const LONGEST_TEXT = 10_000;
/** The most characters of an answer or of a whole output. */
const LONGEST_OUTPUT = 10_000_000;
/** The most characters of a value of JSON, as text. */
const LONGEST_JSON = 50_000;
/** The largest number that a column of counts holds. */
export const LARGEST_COUNT = 2 ** 31 - 1;

export const storableText = z.string().refine(isStorableText, "it holds the character U+0000 or half a surrogate pair");

/** A name, in which no control characters stand. */
export const label = z
  .string()
  .min(1)
  .max(LONGEST_NAME)
  .regex(
    /^(?! )[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+(?<! )$/u,
    "a name has no control characters and no spaces at its ends",
  );

/** The name of a lab in addresses and queries. */
export const slug = z
  .string()
  .max(LONGEST_NAME)
  .regex(/^[a-z0-9][a-z0-9._-]*$/i, "a slug begins with a letter or digit and has letters, digits, dots, dashes");

export const shortText = storableText.max(LONGEST_TEXT);

/** A text that a model wrote or was asked, which can be long. */
export const outputText = storableText.max(LONGEST_OUTPUT);

export const count = z.int().nonnegative().max(LARGEST_COUNT);

/** Any value of JSON that can be stored and is small as text. */
export const jsonValue = z.unknown().superRefine((value, context) => {
  const fault =
    faultOfJson(value) ??
    ((JSON.stringify(value) ?? "").length > LONGEST_JSON
      ? `it is longer than ${LONGEST_JSON} characters as JSON`
      : null);
  if (fault !== null) context.addIssue({ code: "custom", message: fault });
});
