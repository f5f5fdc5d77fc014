import { sql } from "drizzle-orm";
import { RequestError } from "../../errors/requestError.ts";
import { runStatement } from "../database/statement.ts";
import { type Store, versionText } from "../store.ts";

/** So many versions are named where one is asked for that there never was. */
const LATEST = 5;

/**
 * Checks that an earlier version of the data can be answered from. A text that is no version at all is refused elsewhere.
 *
 * @throws RequestError `UNKNOWN_VALUE` for a version that the store never had, and `VERSION_NOT_KEPT` for one of which runs
 *   were deleted or something was changed since.
 */
export async function requireVersion(store: Store, version: string, argument: string): Promise<void> {
  if (!/^[0-9a-f]{16}$/.test(version) || version === store.version()) return;
  const digest = BigInt.asIntN(64, BigInt(`0x${version}`)).toString();
  const [row] = await runStatement(store, "data version", compose, { digest });
  const [known, kept, oldest, latest] = row as [boolean, boolean | null, string, string[]];
  if (kept) return;
  if (!known) {
    const message = `${argument}: this store never had the version "${version}" of the data. The latest ones are ${latest.map(versionText).join(", ")}.`;
    throw new RequestError("UNKNOWN_VALUE", message, argument);
  }
  const message = `${argument}: the version "${version}" of the data is not kept: what it held was deleted or changed since. The oldest version that is kept is ${versionText(oldest)}, and the present one is ${store.version()}.`;
  throw new RequestError("VERSION_NOT_KEPT", message, argument);
}

const compose = () => {
  const own = sql`from data_versions v where v.digest = ${sql.placeholder("digest")}::text::bigint`;
  return sql`select exists (select ${own}), (select bool_or(v.kept) ${own}),
    (select v.digest::text from data_versions v where v.kept order by v.revision limit 1),
    array(select v.digest::text from data_versions v where v.kept order by v.revision desc limit ${sql.raw(String(LATEST))})`;
};

/** The instant from which on the data had this version, for the last time; now where that is not known. */
export async function readVersionTime(store: Store, version: string): Promise<Date> {
  const digest = BigInt.asIntN(64, BigInt(`0x${version}`)).toString();
  const composeTime = () =>
    sql`select max(v.since)::text from data_versions v where v.digest = ${sql.placeholder("digest")}::text::bigint`;
  const [row] = await runStatement(store, "time of a version", composeTime, { digest });
  return row![0] === null ? new Date() : new Date(row![0] as string);
}
