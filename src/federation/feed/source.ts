import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { fetchBytes } from "../../network/fetchBytes.ts";
import { NetworkError } from "../../network/networkError.ts";
import { FeedError, type Scope } from "../keys/feedError.ts";

/** The folder of a feed: on a static host or on a disk. */
export interface FeedSource {
  /**
   * Reads a file of the feed whole.
   *
   * @param limit the most bytes of it.
   * @throws FeedError `…_UNREACHABLE` or `…_TOO_LARGE`; always `FEED_UNREACHABLE` where the host is away, and not the file alone.
   */
  read(path: string, limit: number, scope: Scope): Promise<Buffer>;
}

/** The longest that one try of a file may take. */
const READ_SECONDS = 120;
/** The pauses in milliseconds after which a file is asked for again whose host is away: one cut link in a thousand files is usual. */
const PAUSES = [100, 400, 1600];

/** The feed at an address: a URL by `http`, `https` or `file`, or the path of a folder. */
export function openSource(address: string, signal?: AbortSignal): FeedSource {
  if (/^https?:/.test(address)) return onHost(address.replace(/\/*$/, "/"), signal);
  return inFolder(address.startsWith("file:") ? fileURLToPath(address) : address);
}

function onHost(address: string, ended?: AbortSignal): FeedSource {
  const once = onceOnHost(address, ended);
  return {
    async read(path, limit, scope) {
      for (const pause of PAUSES) {
        try {
          return await once.read(path, limit, scope);
        } catch (error) {
          // A file that alone is missing, or too large, is so a second later.
          if (!(error instanceof HostAway)) throw error;
          await sleep(pause, undefined, { signal: ended }).catch(() => ended?.throwIfAborted());
        }
      }
      return once.read(path, limit, scope);
    },
  };
}

/** The host answers nothing, or nothing that is about the file; it was asked several times. */
export class HostAway extends FeedError {
  constructor(path: string, why: string, cause?: unknown) {
    super("FEED_UNREACHABLE", `${path}: ${why}`, cause);
  }
}

function onceOnHost(address: string, ended?: AbortSignal): FeedSource {
  return {
    async read(path, limit, scope) {
      const signal = AbortSignal.any([AbortSignal.timeout(READ_SECONDS * 1000), ...(ended ? [ended] : [])]);
      const reply = await fetchBytes(new URL(path, address).href, { limit, redirects: "same host", signal }).catch(
        (error) => {
          ended?.throwIfAborted();
          if (error instanceof NetworkError && error.code === "REPLY_TOO_LARGE") throw tooLarge(scope, path, limit);
          throw new HostAway(path, (error as Error).message || "no answer", error);
        },
      );
      if (reply.status === 200) return reply.bytes;
      // A host that is overloaded or out of order says nothing of this file.
      const isHost = reply.status >= 500 || reply.status === 429 || reply.status === 401;
      const why = `the host answers ${reply.status}`;
      throw isHost ? new HostAway(path, `${why}.`) : unreachable(scope, path, why);
    },
  };
}

function inFolder(folder: string): FeedSource {
  return {
    async read(path, limit, scope) {
      try {
        const file = await open(join(folder, path));
        try {
          const { size } = await file.stat();
          if (size > limit) throw tooLarge(scope, path, limit);
          return await file.readFile();
        } finally {
          await file.close();
        }
      } catch (error) {
        if (error instanceof FeedError) throw error;
        throw unreachable(scope, path, `it cannot be read (${(error as NodeJS.ErrnoException).code})`);
      }
    },
  };
}

const unreachable = (scope: Scope, path: string, why: string) =>
  new FeedError(`${scope}_UNREACHABLE`, `${path}: ${why}.`);

const tooLarge = (scope: Scope, path: string, limit: number) =>
  new FeedError(`${scope}_TOO_LARGE`, `${path}: it is larger than ${limit} bytes.`);
