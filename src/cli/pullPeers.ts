import type { TrustedAuthorities } from "../federation/keys/identity.ts";
import { ownLabs } from "../federation/keys/labKey.ts";
import type { Following } from "../federation/peers/pull.ts";
import { pullAll } from "../federation/peers/pullAll.ts";
import { log } from "../server/observation/log.ts";
import type { Store } from "../store/store.ts";
import { CommandError, type Settings } from "./settings.ts";

const MINUTE_MS = 60_000;

/** Pulls all peers now and after each interval, one round at a time, until the signal. */
export function keepPullingPeers(store: Store, settings: Settings, signal: AbortSignal): void {
  const { peerMinutes } = settings;
  if (peerMinutes === 0) return;
  const following = followingOf(settings);
  const round = async () => {
    try {
      for await (const pulled of pullAll(store, { ...(await following()), signal })) {
        const { lab } = pulled.peer;
        if ("report" in pulled) log.info(pulled.report, `The feed of ${lab} was read.`);
        else log.warn({ code: pulled.code }, `The feed of ${lab} was not read: ${pulled.message}`);
      }
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, "The feeds of peers were not read.");
    }
    if (!signal.aborted) timer = setTimeout(round, peerMinutes * MINUTE_MS).unref();
  };
  let timer = setTimeout(round, 0).unref();
  signal.addEventListener("abort", () => clearTimeout(timer));
}

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
