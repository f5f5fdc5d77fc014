import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { printable } from "../../errors/printable.ts";
import { comparePast, seenOf } from "../../federation/peers/comparePast.ts";
import { findPeer } from "../../federation/peers/peer.ts";
import { ACTIONS } from "../../federation/peers/policy.ts";
import { CommandError } from "../settings.ts";
import { pull } from "./pull.ts";
import { withAsk, withStore } from "./withStore.ts";

const PEER = "its address or its lab";

/** `paretograph peer`: the feeds of other labs that this store follows. */
export function declare(command: Command): void {
  command
    .command("add")
    .argument("<url>", "the address of the folder of a feed")
    .option("--key <id>", "the id of its key, as the lab says it elsewhere; without it the present one is pinned")
    .option("--most-bytes <number>", "the most bytes that its records may take here; 10 GiB unless given", bytes)
    .description("follow a feed: its key is pinned, and printed to be compared")
    .action(add);
  command.command("list").description("list the peers, with how far they were read").action(list);
  command
    .command("pull")
    .argument("[peer]", `${PEER}; all of them without it`)
    .description("read what the feeds have since they were read last, and take it")
    .action((named: string | undefined) => withAsk((ask) => pull(ask, named)));
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
    .argument("<peer>", PEER)
    .requiredOption("--key <id>", "the id of the key, as the lab says it elsewhere")
    .description("pin another key, after the former one was revoked or lost")
    .action((peer: string, { key }: { key: string }) =>
      change("mutation ($peer: String!, $key: String!) { trustPeerKey(peer: $peer, key: $key) { lab } }", {
        peer,
        key,
      }),
    );
  command
    .command("identity")
    .argument("<peer>", PEER)
    .option("--issuer <url>", "the issuer of the token of the CI job")
    .option("--subject <url...>", "who the certificate names: the address of its workflow, with the branch or the tag")
    .description(
      "demand that a CI job signed each record by Sigstore, beside the key; without options none is demanded",
    )
    .action(pin);
  command
    .command("revoke")
    .argument("<peer>", PEER)
    .description("take nothing more of a peer until another key is pinned")
    .action((peer: string) => change("mutation ($peer: String!) { revokePeerKey(peer: $peer) { lab } }", { peer }));
  command
    .command("remove")
    .argument("<peer>", PEER)
    .description("follow a feed no longer; what it brought stays")
    .action((peer: string) => change("mutation ($peer: String!) { removePeer(peer: $peer) { lab } }", { peer }));
  command
    .command("policy")
    .addOption(new Option("--action <action>", "what is done").choices(ACTIONS).makeOptionMandatory())
    .option("--peer <peer>", `${PEER}; any without it`)
    .option("--lab <slug>", "the lab of the runs; any without it")
    .option("--benchmark <slug>", "the benchmark of the runs; any without it")
    .description("say what is done with runs of a peer, of a lab or on a benchmark; the policy that names most holds")
    .action((flags: object) =>
      change(
        `mutation ($action: PeerAction!, $peer: String, $lab: String, $benchmark: String) {
          setPeerPolicy(action: $action, peer: $peer, lab: $lab, benchmark: $benchmark) }`,
        flags,
      ),
    );
  command
    .command("records")
    .argument("<peer>", PEER)
    .description("list the records that were refused, wait or are in quarantine, with the reason")
    .action(records);
  command
    .command("release")
    .argument("<peer>", PEER)
    .argument("[digest...]", "digests of records; all in quarantine without them")
    .description("take records out of quarantine: the next pull takes them")
    .action(release);
}

const change = (mutation: string, variables: object) => withAsk(async (ask) => void (await ask(mutation, variables)));

const add = (given: string, { key, mostBytes }: { key?: string; mostBytes?: number }) =>
  withAsk(async (ask) => {
    // A server has another working folder.
    const url = /^(https?|file):/.test(given) ? given : resolve(given);
    const query = `mutation ($url: String!, $key: String, $mostBytes: Float) {
      addPeer(url: $url, key: $key, mostBytes: $mostBytes) { lab key } }`;
    const { addPeer } = await ask(query, { url, key, mostBytes });
    console.log(`The lab "${addPeer.lab}" is followed. Its key, which you should compare: ${addPeer.key}`);
  });

const pin = (peer: string, { issuer, subject = [] }: { issuer?: string; subject?: string[] }) => {
  if ((issuer === undefined) !== (subject.length === 0)) {
    throw new CommandError("An identity has an issuer and a subject: give both, or neither to demand none.");
  }
  const identities = subject.map((one) => ({ issuer, subject: one }));
  return change(
    `mutation ($peer: String!, $identities: [SignerInput!]!) {
      pinPeerIdentities(peer: $peer, identities: $identities) { lab } }`,
    { peer, identities },
  );
};

const list = () =>
  withAsk(async (ask) => {
    const { peers } = await ask(
      "{ peers { lab url key identities { subject } sequence lag pulledAt errorCode error } }",
      {},
    );
    for (const { lab, url, key, identities, sequence, lag, pulledAt, errorCode, error } of peers) {
      const fault = errorCode === null ? "" : `${errorCode}: ${error}`;
      const read = `manifest ${sequence} of ${sequence + lag}, read ${pulledAt ?? "never"}`;
      const jobs = identities.map(({ subject }: { subject: string }) => `signed by ${subject}`);
      console.log(printable([lab, url, `key ${key ?? "none"}`, ...jobs, read, fault].filter(Boolean).join("\t")));
    }
  });

const records = (peer: string) =>
  withAsk(async (ask) => {
    const query = "query ($peer: String!) { feedRecords(peer: $peer) { digest kind status code message } }";
    for (const { digest, kind, status, code, message } of (await ask(query, { peer })).feedRecords) {
      console.log(printable([digest, kind, status, code ?? "", message ?? ""].join("\t")));
    }
  });

const release = (peer: string, digests: string[]) =>
  withAsk(async (ask) => {
    const query =
      "mutation ($peer: String!, $digests: [String!]) { releaseFeedRecords(peer: $peer, digests: $digests) }";
    const { releaseFeedRecords } = await ask(query, { peer, digests: digests.length > 0 ? digests : null });
    console.log(`${releaseFeedRecords} records are taken with the next pull.`);
  });

function bytes(value: string): number {
  if (/^[1-9]\d{0,14}$/.test(value)) return Number(value);
  throw new InvalidArgumentError("Give a number of bytes.");
}
