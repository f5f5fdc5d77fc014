import { asc, eq, sql } from "drizzle-orm";
import { pullAll } from "../../src/federation/peers/pullAll.ts";
import type { RunSubmissionInput } from "../../src/recording/submitted/submission.ts";
import { openStore } from "../../src/store/store.ts";
import { feedRecords, peers, runs, samples } from "../../src/store/tables.ts";
import { Instance } from "./instance.ts";

/** What became of a record. */
export interface RecordRow {
  lab: string;
  digest: string;
  status: string;
  code: string | null;
  message: string | null;
}

/** A run as its store has it. */
export interface RunRow {
  hash: string;
  status: string;
  provenance: string;
  verified: boolean;
  measures: unknown;
  samples: number;
}

/** A lab in a process of its own, which the test asks to do things and kills. */
const { LAB = "", DATA = "", STORE_URL = "" } = process.env;
const instance = await Instance.open(LAB, () => openStore({ url: STORE_URL }), DATA);
const { drizzle } = instance.store;

const work = {
  record: (given: Partial<RunSubmissionInput>[]) => instance.record(given),
  publish: () => instance.publish(),
  follow: async (address: string) => void (await instance.follow(instance, address)),
  /** Pulls all peers, one after another; the code of the fault of each, or null. */
  async pull(): Promise<Record<string, string | null>> {
    const codes: Record<string, string | null> = {};
    for await (const pulled of pullAll(instance.store, { policy: "held", ownLabs: [LAB] })) {
      codes[pulled.peer.lab] = "code" in pulled ? pulled.code : null;
    }
    return codes;
  },
  records: (): Promise<RecordRow[]> =>
    drizzle
      .select({
        ...{ lab: peers.lab, digest: feedRecords.digest, status: feedRecords.status },
        ...{ code: feedRecords.code, message: feedRecords.message },
      })
      .from(feedRecords)
      .innerJoin(peers, eq(peers.id, feedRecords.peerId)),
  runs: (): Promise<RunRow[]> =>
    drizzle
      .select({
        ...{ hash: runs.contentHash, status: runs.status, provenance: runs.provenance, verified: runs.verified },
        measures: runs.measures,
        samples: sql<number>`(select count(*)::int from ${samples} where ${samples.runId} = ${runs.id})`,
      })
      .from(runs)
      .orderBy(asc(runs.contentHash)),
  /** The most memory that the process has had, in MiB. */
  memory: async () => process.resourceUsage().maxRSS / 1024,
  /** The bytes that are counted for each peer, and those of its records. */
  bytes: () =>
    drizzle
      .select({
        ...{ lab: peers.lab, counted: peers.bytes },
        listed: sql<number>`(select coalesce(sum(1000 + size + coalesce(run_size, 0)), 0)::int from ${feedRecords} where ${feedRecords.peerId} = ${peers.id})`,
      })
      .from(peers),
};
export type Work = typeof work;

process.on("message", async ({ id, name, given }: { id: number; name: keyof Work; given: never[] }) => {
  try {
    process.send!({ id, result: (await (work[name] as (...given: never[]) => unknown)(...given)) ?? null });
  } catch (error) {
    process.send!({ id, error: `${(error as { code?: string }).code ?? ""} ${(error as Error).stack}` });
  }
});
// A test that is gone leaves no process behind.
process.on("disconnect", () => process.exit());
process.send!({ ready: true });
