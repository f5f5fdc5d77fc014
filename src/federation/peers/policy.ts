import { and, eq, isNull, or } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Drizzle } from "../../store/database/database.ts";
import type { Store } from "../../store/store.ts";
import { type PolicyAction, peerPolicies } from "../../store/tables.ts";

/** What a policy is about; null is any. */
export interface Policy {
  peerId: number | null;
  lab: string | null;
  benchmark: string | null;
  action: PolicyAction;
}

export const ACTIONS = ["ACCEPT", "QUARANTINE", "REFUSE"] as const satisfies PolicyAction[];

/** The policies that can concern a peer. */
export const policiesOf = (drizzle: Pick<Drizzle, "select">, peerId: number): Promise<Policy[]> =>
  drizzle
    .select()
    .from(peerPolicies)
    .where(or(isNull(peerPolicies.peerId), eq(peerPolicies.peerId, peerId)));

/**
 * What is done with a run of a peer. Of the policies that hold for it the one that names most counts, and of several such the
 * strictest. Without any it is accepted: the operator who added the peer chose it.
 */
export function actionFor(policies: readonly Policy[], run: { lab: string; benchmark: string }): PolicyAction {
  const holding = policies.filter(
    ({ lab, benchmark }) => (lab ?? run.lab) === run.lab && (benchmark ?? run.benchmark) === run.benchmark,
  );
  const named = ({ peerId, lab, benchmark }: Policy) => [peerId, lab, benchmark].filter((one) => one !== null).length;
  const most = Math.max(0, ...holding.map(named));
  const actions = holding.filter((policy) => named(policy) === most).map(({ action }) => action);
  return ACTIONS.findLast((action) => actions.includes(action)) ?? "ACCEPT";
}

/** Puts a policy in the place of the one about the same peer, lab and benchmark. */
export async function setPolicy({ drizzle }: Store, { action, ...about }: Policy): Promise<void> {
  const { peerId, lab, benchmark } = peerPolicies;
  const is = (column: PgColumn, value: unknown) => (value === null ? isNull(column) : eq(column, value));
  const same = and(is(peerId, about.peerId), is(lab, about.lab), is(benchmark, about.benchmark));
  await drizzle.transaction(async (transaction) => {
    await transaction.delete(peerPolicies).where(same);
    await transaction.insert(peerPolicies).values({ ...about, action });
  });
}
