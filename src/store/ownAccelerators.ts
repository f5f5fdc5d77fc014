import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { findAcceleratorByName } from "../compute/accelerators/accelerators.ts";
import { type Accelerator, gibibytes, gigabytes, tera } from "../compute/accelerators/dataSheet.ts";

const rate = z.number().positive().max(1e9);

/** A data sheet as its file states it: in tera-operations a second without sparsity, GB, GB a second and watts. */
const dataSheet = z.strictObject({
  slug: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "a slug has letters, digits and . _ -"),
  name: z.string().min(1).max(200).optional(),
  vendor: z.string().min(1).max(200).default("unknown"),
  aliases: z.array(z.string().min(1).max(200)).max(20).default([]),
  teraflops: z.strictObject({ bf16: rate, fp8: rate.optional(), int8: rate.optional(), fp4: rate.optional() }),
  memory: rate,
  bandwidth: rate,
  interconnect: rate,
  joined: z.int().min(1).max(1024).optional(),
  network: rate.optional(),
  watts: z.number().positive().max(1e5).nullable().default(null),
  source: z.string().min(1).max(2000).default("the operator's file"),
});

const file = z.strictObject({ accelerators: z.array(dataSheet).min(1).max(1000) });

const LARGEST_FILE = 1_000_000;

/**
 * Reads data sheets of one's own from a YAML or JSON file with a list `accelerators`. Throws an `Error` that says what is
 * wrong where, also for a name that is taken.
 */
export function readOwnAccelerators(path: string): Accelerator[] {
  const text = readFileSync(path, "utf8");
  if (text.length > LARGEST_FILE) throw new Error(`it has more than ${LARGEST_FILE} characters`);
  const checked = file.safeParse(parse(text, { maxAliasCount: 0 }));
  if (!checked.success) {
    const { path: where, message } = checked.error.issues[0]!;
    throw new Error(`${where.join(".") || "the file"}: ${message}`);
  }
  const names = new Set<string>();
  return checked.data.accelerators.map((sheet) => {
    const { slug, name = slug, vendor, aliases, teraflops, joined, network, watts, source } = sheet;
    for (const taken of new Set([slug, name, ...aliases].map((one) => one.toLowerCase()))) {
      if (names.has(taken) || findAcceleratorByName(taken)) throw new Error(`"${taken}" names another accelerator`);
      names.add(taken);
    }
    const { bf16, ...others } = teraflops;
    const peaks = Object.entries(others).flatMap(([format, value]) =>
      value === undefined ? [] : [[format, tera(value)]],
    );
    return {
      ...{ slug, name, vendor, aliases, source },
      peak: { bf16: tera(bf16), ...Object.fromEntries(peaks) },
      memory: gibibytes(sheet.memory),
      bandwidth: gigabytes(sheet.bandwidth),
      interconnect: gigabytes(sheet.interconnect),
      ...(joined !== undefined && { joined }),
      ...(network !== undefined && { network: gigabytes(network) }),
      power: watts,
    };
  });
}
