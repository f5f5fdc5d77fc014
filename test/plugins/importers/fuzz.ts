import fc from "fast-check";
import { FAULTY_VALUES, withValue } from "../../../src/conformance/faultyFiles.ts";
import { importFile } from "../../../src/exchange/importing/importFile.ts";
import { ImportError } from "../../../src/plugins/contract/importError.ts";
import type { Imported, ImportedRun, ImporterPlugin } from "../../../src/plugins/contract/importer.ts";
import { runSubmission } from "../../../src/recording/submitted/submission.ts";
import { runs } from "../../support/runs.ts";

/** A file that is given to an importer, by its path within what was given. */
export interface Given {
  path: string;
  bytes: Uint8Array;
}

/** What an importer yields of files, as the host asks for it: all that it finds, set by set. */
export async function importAll(importer: ImporterPlugin, given: readonly Given[]): Promise<Imported[]> {
  const files = given.map(({ path, bytes }) =>
    importFile(path, async function* () {
      yield bytes;
    }),
  );
  const found: Imported[] = [];
  for (const set of await importer.find(files, {})) {
    for await (const one of importer.read(set, {}, { signal: new AbortController().signal })) found.push(one);
  }
  return found;
}

/**
 * What keeps a run from being stored, or null. The lab stands in here, and the model or benchmark where a format names none:
 * then the person who imports does.
 */
export function faultOfRun({
  place: _,
  model,
  benchmark,
  accelerator: __,
  toolVersion: ___,
  ...rest
}: ImportedRun): string | null {
  const names = { model: model.name || "model", benchmark: benchmark.name || "benchmark", lab: "lab" };
  const { success, error } = runSubmission.safeParse({ ...rest, ...names });
  if (!success) return JSON.stringify(error.issues[0]).slice(0, 300);
  const keys = rest.samples?.map(({ problem, repeat }) => `${problem}\n${repeat}`) ?? [];
  return new Set(keys).size === keys.length ? null : "there are two samples of one problem and repeat";
}

/**
 * Gives an importer its own files with faults in one of them: bytes changed, the end cut off, keys taken away, values of
 * other types, deep nesting, huge numbers. It must yield what can be stored or throw an `ImportError`.
 *
 * @param records how many broken sets are tried in the quick tests.
 */
export async function fuzzImporter(importer: ImporterPlugin, given: readonly Given[], records: number): Promise<void> {
  const broken = fc.noBias(fc.nat(given.length - 1)).chain((at) => fc.tuple(fc.constant(at), faults(given[at]!)));
  await fc.assert(
    fc.asyncProperty(broken, async ([at, bytes]) => {
      const files = given.map((file, i) => (i === at ? { ...file, bytes } : file));
      const found = await importAll(importer, files).catch((error: unknown) => {
        if (error instanceof ImportError) return [];
        throw error;
      });
      for (const one of found) {
        const fault = one.kind === "run" ? faultOfRun(one.run) : null;
        if (fault !== null) throw new Error(`${one.kind === "run" && one.run.place} can't be stored: ${fault}`);
      }
    }),
    runs(records, records * 20),
  );
}

/** The file with faults, as bytes, and where it is JSON also as values. */
function faults({ path, bytes }: Given): fc.Arbitrary<Uint8Array> {
  const place = fc.noBias(fc.nat(Math.max(0, bytes.length - 1)));
  // Without a bias: `fc.double` gives mostly numbers next to 0.
  const shares = fc.noBias(fc.nat(1_000_000)).map((parts) => parts / 1_000_000);
  const flipped = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 8 }).map((changes) => {
    const changed = Uint8Array.from(bytes);
    for (const [at, byte] of changes) changed[at] = byte;
    return changed;
  });
  const cut = place.map((length) => bytes.subarray(0, length));
  if (!/\.jsonl?$/.test(path)) return fc.oneof(flipped, cut);
  const values = fc
    .array(fc.tuple(shares, fc.constantFrom(...FAULTY_VALUES)), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) => changes.reduce((text, [at, value]) => withValue(text, at, value), TEXT.decode(bytes)))
    .map((text) => new TextEncoder().encode(text));
  return fc.oneof(flipped, cut, { arbitrary: values, weight: 4 });
}

const TEXT = new TextDecoder();
