import { printable } from "../../errors/printable.ts";
import type { Ask } from "../progress/ask.ts";

const COUNTS = ["taken", "held", "quarantined", "refused"] as const;
type Counts = Record<(typeof COUNTS)[number] | "waiting", number>;

const QUERY = `mutation ($peer: String) {
  pullPeers(peer: $peer) { peer { lab } ${COUNTS.join(" ")} waiting isCut errorCode error } }`;

/** Pulls a peer, or all of them, until there is no more, and prints what came of each. */
export async function pull(ask: Ask, named: string | undefined): Promise<void> {
  const sums = new Map<string, Counts>();
  const faults = new Map<string, string>();
  let wanted: (string | undefined)[] = [named];
  // Each answer comes within some seconds, and a feed may need many of them.
  while (wanted.length > 0) {
    const cut: string[] = [];
    for (const peer of wanted) {
      for (const pulled of (await ask(QUERY, { peer })).pullPeers) {
        const { lab } = pulled.peer;
        if (pulled.errorCode !== null) faults.set(lab, `${pulled.errorCode}: ${pulled.error}`);
        else sums.set(lab, added(sums.get(lab), pulled));
        if (pulled.isCut) cut.push(lab);
      }
    }
    wanted = cut;
  }
  for (const [lab, { taken, held, quarantined, refused, waiting }] of sums) {
    const counts = `${taken} taken, ${held} held, ${quarantined} in quarantine, ${refused} refused, ${waiting} to be read again`;
    console.log(printable(`${lab}: ${counts}.`));
  }
  for (const [lab, fault] of faults) {
    console.error(printable(`${lab}: ${fault}`));
    process.exitCode = 1;
  }
}

function added(before: Counts | undefined, pulled: Counts): Counts {
  const sums = COUNTS.map((name) => [name, (before?.[name] ?? 0) + pulled[name]]);
  return { ...(Object.fromEntries(sums) as Counts), waiting: pulled.waiting };
}
