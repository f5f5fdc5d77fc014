import { z } from "zod";
import { ImportError } from "../../contract/importError.ts";
import type { ImportFile } from "../../contract/importer.ts";
import { checkedAt } from "../fields/place.ts";
import { LARGEST_MEMBER, type Members, zipMembers } from "./zipMembers.ts";

const fields = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {});

const score = z.looseObject({
  name: z.string(),
  scorer: z.string().nullish(),
  reducer: z.string().nullish(),
  params: fields,
  metrics: z
    .record(z.string(), z.looseObject({ value: z.unknown().optional(), params: z.unknown().optional() }))
    .nullish()
    .transform((metrics) => metrics ?? {}),
});

const results = z.looseObject({ total_samples: z.unknown().optional(), scores: z.array(score).default([]) });

/** What a log says beside its samples. */
const header = z.looseObject({
  version: z.int().nullish(),
  status: z.string().nullish(),
  eval: z.looseObject({
    task: z.string(),
    model: z.string(),
    dataset: fields,
    config: fields,
    model_args: fields,
    model_generate_config: fields,
    model_roles: fields,
    packages: fields,
    task_args: fields,
  }),
  plan: z
    .looseObject({ steps: z.array(z.unknown()).nullish(), config: fields })
    .nullish()
    .transform((plan) => plan ?? { steps: [], config: {} }),
  results: z.preprocess(fromVersion1, results).nullish(),
  stats: z
    .looseObject({ model_usage: fields })
    .nullish()
    .transform((stats) => stats ?? { model_usage: {} }),
});

export type Header = z.output<typeof header>;
export type Score = z.output<typeof score>;

/** A log of Inspect: `.json`, or `.eval`, which is a zip of many files of JSON. */
export interface Log {
  header: Header;
  /** The samples in the order of the file, each with its place in it. */
  samples(): AsyncIterable<{ value: unknown; place: string }>;
  /** The samples that are too large to be read, of which only the summary is. */
  large: number;
}

/**
 * Reads a log, whose samples are read one by one.
 *
 * @throws ImportError for a log that is damaged, or of a version of the layout after 2.
 */
export async function readLog(file: ImportFile): Promise<Log> {
  if (isZip(await file.head())) return readZip(file);
  const value = await file.json();
  const read = headerOf(value, file.path);
  const samples = checkedAt(
    z.array(z.unknown()).nullish(),
    (value as { samples?: unknown }).samples,
    `${file.path}: samples`,
  );
  return {
    header: read,
    large: 0,
    async *samples() {
      for (const [i, sample] of (samples ?? []).entries()) yield { value: sample, place: `${file.path}: samples.${i}` };
    },
  };
}

export const isZip = (head: string) => head.startsWith("PK\u0003\u0004");

function headerOf(value: unknown, place: string): Header {
  const read = checkedAt(header, value, place);
  if ((read.version ?? 2) <= 2) return read;
  throw new ImportError(
    "UNSUPPORTED_VERSION",
    place,
    `it is laid out by version ${read.version} of Inspect's logs. Versions 1 and 2 are read: write it anew by "inspect log convert", or look for a later version of this importer.`,
  );
}

/** In logs of version 1 there was one scorer, whose metrics stood beside it. */
function fromVersion1(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("scorer" in value) || "scores" in value) return value;
  const { scorer, metrics, ...rest } = value as { scorer: unknown; metrics?: unknown };
  if (typeof scorer !== "object" || scorer === null) return rest;
  return { ...rest, scores: [{ metrics, ...scorer }] };
}

/** A run that ended before its end has no `header.json`, only what was written when it began. */
const HEADERS = ["header.json", "_journal/start.json"];

async function readZip(file: ImportFile): Promise<Log> {
  const members = await zipMembers(await file.bytes(), file.path);
  const name = HEADERS.find((one) => members.has(one));
  if (name === undefined) throw new ImportError("BAD_FILE", file.path, `it has neither ${HEADERS.join(" nor ")}.`);
  const log: Log = {
    header: headerOf(await members.json(name), `${file.path}: ${name}`),
    large: 0,
    async *samples() {
      log.large = 0;
      for (const one of members.names()) {
        // A very large sample is a folder, in which `sample.json` holds all but messages and events.
        if (!/^samples\/.*_epoch_\d+(?:\/sample)?\.json$/s.test(one)) continue;
        if (members.size(one) <= LARGEST_MEMBER)
          yield { value: await members.json(one), place: `${file.path}: ${one}` };
        else {
          log.large++;
          yield { value: await summaryOf(members, one, file.path), place: `${file.path}: summaries.json` };
        }
      }
    },
  };
  return log;
}

/** The summary of a sample, which has its scores and tokens. Throws `FILE_TOO_LARGE` where there is none. */
async function summaryOf(members: Members, name: string, path: string): Promise<unknown> {
  const summaries = members.has("summaries.json") ? await members.json("summaries.json") : [];
  const found = Array.isArray(summaries)
    ? summaries.find((one) => `samples/${one?.id}_epoch_${one?.epoch}.json` === name)
    : undefined;
  if (found)
    return { ...found, error: found.error && { message: found.error }, limit: found.limit && { type: found.limit } };
  throw new ImportError("FILE_TOO_LARGE", `${path}: ${name}`, `it unpacks to more than ${LARGEST_MEMBER} bytes.`);
}
