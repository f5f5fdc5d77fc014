import { type Command, InvalidArgumentError, Option } from "commander";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { printable } from "../../errors/printable.ts";
import { ownLabs } from "../../federation/keys/labKey.ts";
import { comparePast, seenOf } from "../../federation/peers/comparePast.ts";
import { addPeer, findPeer, MOST_BYTES, removePeer, revokeKey, trustKey } from "../../federation/peers/peer.ts";
import { ACTIONS } from "../../federation/peers/policy.ts";
import { RELEASED } from "../../federation/peers/pull.ts";
import { pullAll } from "../../federation/peers/pullAll.ts";
import { feedRecords, type PolicyAction, peerPolicies, peers } from "../../store/tables.ts";
import { withStore } from "./withStore.ts";

/** `paretograph peer`: the feeds of other labs that this store follows. */
export function declare(command: Command): void {
  command
    .command("add")
    .argument("<url>", "the address of the folder of a feed")
    .option("--key <id>", "the id of its key, as the lab says it elsewhere; without it the present one is pinned")
    .option("--most-bytes <number>", "the most bytes that its records may take here", bytes, MOST_BYTES)
    .description("follow a feed: its key is pinned, and printed to be compared")
    .action(async (url: string, { key, mostBytes }: { key?: string; mostBytes: number }) =>
      withStore(async (store, { dataFolder }) => {
        const peer = await addPeer(store, url, { wanted: key, mostBytes, ownLabs: ownLabs(dataFolder) });
        console.log(`The lab "${peer.lab}" is followed. Its key, which you should compare: ${peer.pinned}`);
      }),
    );
  command.command("list").description("list the peers, with how far they were read").action(list);
  command
    .command("pull")
    .argument("[peer]", "its address or its lab; all of them without it")
    .description("read what the feeds have since they were read last, and take it")
    .action(pull);
  command
    .command("compare")
    .argument("<peer>", "its address or its lab")
    .argument("[seen]", "what this command printed for another store")
    .description("print the last manifest that was read, or hold it against what another store was shown of the feed")
    .action((named: string, seen: string | undefined) =>
      withStore(async (store) => {
        const peer = await findPeer(store, named);
        if (seen === undefined) console.log(seenOf(peer));
        else {
          await comparePast(peer, seen);
          console.log("Both were shown the same past.");
        }
      }),
    );
  command
    .command("trust")
    .argument("<peer>", "its address or its lab")
    .requiredOption("--key <id>", "the id of the key, as the lab says it elsewhere")
    .description("pin another key, after the former one was revoked or lost")
    .action((named: string, { key }: { key: string }) =>
      withStore(async (store) => trustKey(store, await findPeer(store, named), key)),
    );
  command
    .command("revoke")
    .argument("<peer>", "its address or its lab")
    .description("take nothing more of a peer until another key is pinned")
    .action((named: string) => withStore(async (store) => revokeKey(store, await findPeer(store, named))));
  command
    .command("remove")
    .argument("<peer>", "its address or its lab")
    .description("follow a feed no longer; what it brought stays")
    .action((named: string) => withStore(async (store) => removePeer(store, await findPeer(store, named))));
  command
    .command("policy")
    .addOption(new Option("--action <action>", "what is done").choices(ACTIONS).makeOptionMandatory())
    .option("--peer <peer>", "its address or its lab; any without it")
    .option("--lab <slug>", "the lab of the runs; any without it")
    .option("--benchmark <slug>", "the benchmark of the runs; any without it")
    .description("say what is done with runs of a peer, of a lab or on a benchmark; the policy that names most holds")
    .action(setPolicy);
  command
    .command("records")
    .argument("<peer>", "its address or its lab")
    .description("list the records that were refused, wait or are in quarantine, with the reason")
    .action(records);
  command
    .command("release")
    .argument("<peer>", "its address or its lab")
    .argument("[digest...]", "digests of records; all in quarantine without them")
    .description("take records out of quarantine: the next pull takes them")
    .action(release);
}

const list = () =>
  withStore(async (store) => {
    for (const peer of await store.drizzle.select().from(peers).orderBy(asc(peers.id))) {
      const { lab, url, pinned, sequence, headSequence, pulledAt, errorCode, error } = peer;
      const fault = errorCode === null ? "" : `${errorCode}: ${error}`;
      const read = `manifest ${sequence} of ${headSequence}, read ${pulledAt ?? "never"}`;
      console.log(printable([lab, url, `key ${pinned || "none"}`, read, fault].filter(Boolean).join("\t")));
    }
  });

const pull = (named: string | undefined) =>
  withStore(async (store, { additions, dataFolder }) => {
    const one = named === undefined ? null : await findPeer(store, named);
    const only = one ? { only: ({ id }: { id: number }) => id === one.id } : {};
    for await (const pulled of pullAll(store, { policy: additions, ownLabs: ownLabs(dataFolder), ...only })) {
      const { lab } = pulled.peer;
      if ("report" in pulled) {
        const { taken, held, quarantined, refused, waiting, isCut } = pulled.report;
        const counts = `${taken} taken, ${held} held, ${quarantined} in quarantine, ${refused} refused, ${waiting} to be read again`;
        console.log(`${lab}: ${counts}.${isCut ? " There is more: pull again." : ""}`);
      } else {
        console.error(printable(`${lab}: ${pulled.code}: ${pulled.message}`));
        process.exitCode = 1;
      }
    }
  });

interface PolicyFlags {
  action: PolicyAction;
  peer?: string;
  lab?: string;
  benchmark?: string;
}

const setPolicy = ({ action, peer: named, lab = undefined, benchmark = undefined }: PolicyFlags) =>
  withStore(async (store) => {
    const peerId = named === undefined ? null : (await findPeer(store, named)).id;
    const { drizzle } = store;
    const same = and(
      peerId === null ? isNull(peerPolicies.peerId) : eq(peerPolicies.peerId, peerId),
      lab === undefined ? isNull(peerPolicies.lab) : eq(peerPolicies.lab, lab),
      benchmark === undefined ? isNull(peerPolicies.benchmark) : eq(peerPolicies.benchmark, benchmark),
    );
    await drizzle.transaction(async (transaction) => {
      await transaction.delete(peerPolicies).where(same);
      await transaction.insert(peerPolicies).values({ peerId, lab: lab ?? null, benchmark: benchmark ?? null, action });
    });
  });

const records = (named: string) =>
  withStore(async (store) => {
    const peer = await findPeer(store, named);
    const rows = await store.drizzle
      .select()
      .from(feedRecords)
      .where(and(eq(feedRecords.peerId, peer.id), inArray(feedRecords.status, ["REFUSED", "WAITING", "QUARANTINED"])))
      .orderBy(asc(feedRecords.sequence), asc(feedRecords.place))
      .limit(1000);
    for (const { digest, kind, status, code, message } of rows) {
      console.log(printable([digest, kind, status, code ?? "", message ?? ""].join("\t")));
    }
  });

const release = (named: string, digests: string[]) =>
  withStore(async (store) => {
    const peer = await findPeer(store, named);
    const chosen = digests.length > 0 ? inArray(feedRecords.digest, digests) : undefined;
    const released = await store.drizzle
      .update(feedRecords)
      .set({ status: "WAITING", code: RELEASED })
      .where(and(eq(feedRecords.peerId, peer.id), eq(feedRecords.status, "QUARANTINED"), chosen))
      .returning({ digest: feedRecords.digest });
    console.log(`${released.length} records are taken with the next pull.`);
  });

function bytes(value: string): number {
  if (/^[1-9]\d{0,14}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Give a number of bytes.");
}
