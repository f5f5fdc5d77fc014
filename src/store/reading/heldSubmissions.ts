import { and, asc, count, desc, eq, getTableColumns, gt, lt } from "drizzle-orm";
import type { Store } from "../store.ts";
import { type HeldStatus, heldSubmissions } from "../tables.ts";
import { type Page, type PageRequest, pageOf } from "./page.ts";

const { run: _, ...columns } = getTableColumns(heldSubmissions);

/** A held submission without the run itself, which can be large. */
export type HeldSubmission = Omit<typeof heldSubmissions.$inferSelect, "run">;

export interface HeldCriteria {
  /** The lab that submitted them; null for all labs. */
  lab: string | null;
  status: HeldStatus | null;
}

/** A page of held submissions, the newest first. The key of a row is its id. */
export async function readHeldPage(
  { drizzle }: Pick<Store, "drizzle">,
  criteria: HeldCriteria,
  page: PageRequest,
): Promise<Page<HeldSubmission>> {
  const { id } = heldSubmissions;
  const rows = await drizzle
    .select(columns)
    .from(heldSubmissions)
    .where(
      and(
        meeting(criteria),
        page.after ? lt(id, Number(page.after[0])) : undefined,
        page.before ? gt(id, Number(page.before[0])) : undefined,
      ),
    )
    .orderBy(page.backward ? asc(id) : desc(id))
    .limit(page.size + 1);
  return pageOf(rows, page);
}

/** How many held submissions there are that meet the criteria. */
export async function countHeld({ drizzle }: Pick<Store, "drizzle">, criteria: HeldCriteria): Promise<number> {
  const [row] = await drizzle.select({ count: count() }).from(heldSubmissions).where(meeting(criteria));
  return row!.count;
}

const meeting = ({ lab, status }: HeldCriteria) =>
  and(
    lab === null ? undefined : eq(heldSubmissions.lab, lab),
    status === null ? undefined : eq(heldSubmissions.status, status),
  );
