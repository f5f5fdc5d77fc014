import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import { packageFolder } from "./packageFolder.ts";

const FOLDER = packageFolder("dist/prepared");
/** Three databases of 8 MB, nearly the same, are in one archive: a window that holds them all makes it half as large. */
const COMPRESSION = {
  [constants.ZSTD_c_compressionLevel]: 9,
  [constants.ZSTD_c_windowLog]: 25,
  [constants.ZSTD_c_enableLongDistanceMatching]: 1,
};

/**
 * The file of an empty embedded database with its tables. Its name holds a digest of what it depends on, PGlite and the
 * migrations, so that none of another version is taken.
 */
export function preparedFile(): string {
  const digest = createHash("sha256").update(readFileSync(findPackageJSON("@electric-sql/pglite", import.meta.url)!));
  for (const name of ["meta/_journal.json", ...readdirSync(packageFolder("migrations")).sort()]) {
    if (/\.(sql|json)$/.test(name)) digest.update(readFileSync(packageFolder(join("migrations", name))));
  }
  return join(FOLDER, `empty-database-${digest.digest("hex").slice(0, 16)}.tar.zst`);
}

/** The empty database as a tar archive, undefined where none was prepared: then it is made anew, which takes seconds. */
export async function readPrepared(): Promise<Blob | undefined> {
  try {
    return new Blob([await promisify(zstdDecompress)(await readFile(preparedFile()))]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Keeps the tar archive of an empty database in place of those that were kept before. */
export async function writePrepared(archive: Blob): Promise<void> {
  const content = Buffer.from(await archive.arrayBuffer());
  const compressed = await promisify(zstdCompress)(content, { params: COMPRESSION });
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  // Whoever finds the file finds it whole.
  const unfinished = join(FOLDER, `unfinished-${process.pid}`);
  writeFileSync(unfinished, compressed);
  renameSync(unfinished, preparedFile());
}
