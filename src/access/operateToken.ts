import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { TOKEN } from "./tokenDigest.ts";
import type { Tokens } from "./tokens.ts";

const fileIn = (folder: string) => join(folder, "operate-token");

/**
 * Reads the token that the server of a store wrote for the commands of its own user. Gives null where there is none, or none
 * that can be trusted to be known to this user alone.
 *
 * @param folder the folder of the store (`DATA_DIR`)
 */
export async function readOperateToken(folder: string): Promise<string | null> {
  const { text, isPrivate } = await readFile(folder);
  return isPrivate && TOKEN.test(text) ? text : null;
}

/**
 * Makes sure that the folder of a store holds an `operate` token that only this user can read. One that is missing, that no
 * longer holds, or that others could have read is replaced, and the old one revoked. Throws the error of the file system
 * where the folder cannot be written.
 */
export async function keepOperateToken(tokens: Tokens, folder: string): Promise<void> {
  const { text, isPrivate } = await readFile(folder);
  const found = TOKEN.test(text) ? await tokens.find(await tokens.digestOf(text)) : null;
  const holds =
    found !== null && !found.isRevoked && found.expiresAt === null && found.scope === "operate" && found.lab === null;
  if (holds && isPrivate) return;
  const unfinished = join(folder, `operate-token.${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  // The file is private from its first moment, and gets its name when it is whole.
  const file = await open(unfinished, "wx", 0o600);
  try {
    const { token, row } = await tokens.create({ scope: "operate", note: noteOf(hostname()) });
    try {
      await file.writeFile(`${token}\n`);
      await file.sync();
      await rename(unfinished, fileIn(folder));
    } catch (error) {
      await tokens.revoke(String(row.id), null);
      throw error;
    }
  } finally {
    await file.close();
    await rm(unfinished, { force: true });
  }
  if (holds) await tokens.revoke(String(found.id), null);
}

const noteOf = (host: string) => `the file operate-token of ${host.replace(/\p{C}/gu, "").slice(0, 100)}`;

/** The text of the file, and whether it is a plain file of this user that nobody else may read or write. */
async function readFile(folder: string): Promise<{ text: string; isPrivate: boolean }> {
  const missing = { text: "", isPrivate: false };
  // A link could lead anywhere, and a pipe would never end.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(fileIn(folder), flags).catch(() => null);
  if (!file) return missing;
  try {
    const status = await file.stat();
    if (!status.isFile() || status.size > 1000) return missing;
    const isOwn = process.getuid === undefined || status.uid === process.getuid();
    return { text: (await file.readFile("utf8")).trim(), isPrivate: isOwn && (status.mode & 0o077) === 0 };
  } finally {
    await file.close();
  }
}
