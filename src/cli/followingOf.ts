import type { TrustedAuthorities } from "../federation/keys/identity.ts";
import { ownLabs } from "../federation/keys/labKey.ts";
import type { Following } from "../federation/peers/pull.ts";
import { CommandError, type Settings } from "./settings.ts";

/**
 * What the settings say about feeds of other labs. The authorities of Sigstore are read once, when a feed is first read; what
 * is wrong with their file is a `CommandError`.
 */
export function followingOf({ additions, dataFolder, sigstoreRoot }: Settings): () => Promise<Following> {
  let reading: Promise<TrustedAuthorities> | null = null;
  const trusted = () => {
    if (sigstoreRoot === undefined) return null;
    reading ??= readRoot(sigstoreRoot);
    return reading;
  };
  return async () => ({ policy: additions, ownLabs: ownLabs(dataFolder), trusted: await trusted() });
}

async function readRoot(file: string): Promise<TrustedAuthorities> {
  const { readTrustedRoot } = await import("../federation/keys/identity.ts");
  try {
    return readTrustedRoot(file);
  } catch (error) {
    throw new CommandError(`SIGSTORE_TRUSTED_ROOT: ${(error as Error).message}`);
  }
}
