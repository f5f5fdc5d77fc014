import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { findAcceleratorByName } from "../compute/accelerators/accelerators.ts";
import { packageFolder } from "./database/packageFolder.ts";
import { readPriceFile } from "./priceFile.ts";

const line = z
  .string()
  .trim()
  .max(500, "it has more than 500 characters")
  .regex(/^\P{Cc}*$/u, "it is more than one line, or has a control character");
const text = line.min(1, "it is empty");
const optionalText = line.transform((value) => value || null).default(null);

/** The most US dollars that a cell may state. More is taken for a price in another unit. */
const MOST_DOLLARS = 100_000;
const dollars = z
  .string()
  .trim()
  .regex(/^\d+(\.\d+)?$/, "it is not a price in US dollars such as 0.55")
  .transform(Number)
  .refine((value) => value <= MOST_DOLLARS, `it is more than ${MOST_DOLLARS} US dollars`);
const optionalDollars = z
  .literal("")
  .transform(() => null)
  .or(dollars)
  .default(null);

/** Of a price nobody may say the day, but the month. */
const date = z.string().trim().refine(isDate, "it is not a day such as 2025-08-05 or a month such as 2025-08");

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(value)) return false;
  const day = value.length === 7 ? `${value}-01` : value;
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}

const tokenPrice = z.strictObject({
  /** The slug of the model. */
  model: text,
  provider: optionalText,
  date,
  /** US dollars per million prompt tokens. */
  input: dollars,
  /** US dollars per million prompt tokens that the provider had in its cache; null where nobody states it. */
  cached: optionalDollars,
  /** US dollars per million output tokens, those of the reasoning included. */
  output: dollars,
  source: text,
  license: optionalText,
  note: optionalText,
});

const acceleratorPrice = z.strictObject({
  /** The slug of the accelerator. */
  accelerator: z
    .string()
    .trim()
    .transform((name, context) => {
      const known = findAcceleratorByName(name);
      if (known) return known.slug;
      context.addIssue("no data sheet of it is known");
      return z.NEVER;
    }),
  provider: optionalText,
  date,
  /** US dollars for an hour of one accelerator. */
  dollarsPerHour: dollars,
  source: text,
});

/** What a provider asks for the tokens of a model. */
export type TokenPrice = z.output<typeof tokenPrice>;
/** What a provider asks for an hour of an accelerator. */
export type AcceleratorPrice = z.output<typeof acceleratorPrice>;

/** The prices that a store computes costs with. They are no part of its data, and replaceable. */
export interface Prices {
  tokens: readonly TokenPrice[];
  accelerators: readonly AcceleratorPrice[];
}

/** Reads a table of token prices. Throws an error that names row and column at fault. */
export function readTokenPrices(file: string): TokenPrice[] {
  return readPriceFile(file, tokenPrice, ({ model, provider, date }) => [model, provider, date]);
}

/** Reads a table of rental prices of accelerators. Throws an error that names row and column at fault. */
export function readAcceleratorPrices(file: string): AcceleratorPrice[] {
  return readPriceFile(file, acceleratorPrice, ({ accelerator, provider, date }) => [accelerator, provider, date]);
}

export const BUNDLED_PRICES_FILE = join(packageFolder("data"), "prices.csv");

let bundled: Prices | undefined;

/** The prices that come with the package. No source of rental prices is among its sources. */
export function bundledPrices(): Prices {
  bundled ??= { tokens: readTokenPrices(BUNDLED_PRICES_FILE), accelerators: [] };
  return bundled;
}

/** The price that holds among several of the same thing: the newest, of several of one date the first in the table. */
export function priceInForce<Price extends { date: string }>(prices: readonly Price[] | undefined): Price | undefined {
  const [first, ...others] = prices ?? [];
  return first && others.reduce((newest, price) => (price.date > newest.date ? price : newest), first);
}

/** Where a price is from, as `DeepSeek, 2025-08-05; source`. */
export function originOf({ provider, date, source }: Pick<TokenPrice, "provider" | "date" | "source">): string {
  return `${[provider, date].filter((part) => part !== null).join(", ")}; ${source}`;
}

/** A text that differs between any two tables of prices. */
export function digestOf(prices: Prices): string {
  return createHash("sha256").update(JSON.stringify(prices)).digest("hex").slice(0, 8);
}
