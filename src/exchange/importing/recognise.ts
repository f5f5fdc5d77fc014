import { z } from "zod";
import { expectedFailure } from "../../errors/codedError.ts";
import { invalidResult } from "../../plugins/boundary/checkedResult.ts";
import { type NamedPlugin, pluginFailed } from "../../plugins/boundary/pluginFailed.ts";
import { asPlugin } from "../../plugins/boundary/strayErrors.ts";
import { ImportError } from "../../plugins/contract/importError.ts";
import type { FileSet, ImporterPlugin, ImportFile } from "../../plugins/contract/importer.ts";

/** Files of one format that are read together, with the importer that reads them. */
export interface RecognisedSet extends FileSet {
  importer: ImporterPlugin;
  options: unknown;
}

export interface Recognition {
  sets: RecognisedSet[];
  /** The files that no importer takes. */
  others: ImportFile[];
}

/** An importer that may be asked, with its checked options. */
export interface Asked {
  importer: ImporterPlugin;
  options: unknown;
}

/**
 * Which files belong to which format. Every importer is asked; what it takes must be files that were given.
 *
 * @throws ImportError `UNKNOWN_FORMAT` where two importers take one file.
 */
export async function recognise(files: readonly ImportFile[], asked: readonly Asked[]): Promise<Recognition> {
  const takers = new Map<ImportFile, string>();
  const sets: RecognisedSet[] = [];
  for (const { importer, options } of asked) {
    const found = await asPlugin(importer.name, async () => importer.find(files, options)).catch((error) => {
      throw expectedFailure(error) ? error : pluginFailed(importer, "find", error);
    });
    for (const set of checked(importer, found, new Set(files))) {
      for (const file of set.files) {
        if (set.isLastResort) continue;
        const other = takers.get(file);
        if (other !== undefined && other !== importer.name) {
          const message = `it looks like ${other} and like ${importer.name}. Name one of them with --format.`;
          throw new ImportError("UNKNOWN_FORMAT", file.path, message);
        }
        takers.set(file, importer.name);
      }
      sets.push({ ...set, importer, options });
    }
  }
  const certain = new Set(sets.flatMap((set) => (set.isLastResort ? [] : set.files)));
  // A table can be the results of any tool: it counts as one only where nothing else is known.
  const taken = sets.filter((set) => !set.isLastResort || certain.size === 0);
  const read = new Set(taken.flatMap((set) => set.files));
  return { sets: taken, others: files.filter((file) => !read.has(file)) };
}

function checked(plugin: NamedPlugin, found: unknown, given: Set<ImportFile>): FileSet[] {
  const isGiven = (file: unknown): file is ImportFile => given.has(file as ImportFile);
  const shape = z.array(
    z.object({
      name: z.string(),
      isLastResort: z.boolean().optional(),
      files: z.array(z.custom(isGiven, "it is no file that was given")).min(1),
    }),
  );
  const { data, error } = shape.safeParse(found);
  if (data) return data as unknown as FileSet[];
  const { path, message } = error.issues[0]!;
  throw invalidResult(plugin, "find", `${path.join(".")}: ${message}`);
}
