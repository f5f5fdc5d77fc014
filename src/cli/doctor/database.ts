import type { Store } from "../../store/store.ts";
import { type Finding, fail, ok } from "./check.ts";

const OLDEST_POSTGRES = 15;

/** Checks an open store: its engine, its migrations, its size, and that what it derives follows from what it holds. */
export async function checkStore(store: Store, newestMigration: number): Promise<Finding[]> {
  return [
    await checkVersion(store),
    await checkMigrations(store, newestMigration),
    await checkSize(store),
    await checkPooledResults(store),
    await checkDataVersion(store),
  ];
}

async function checkVersion({ engine, rows }: Store): Promise<Finding> {
  const [row] = await rows(
    "select current_setting('server_version'), current_setting('server_version_num')::integer",
    [],
  );
  const [version, number] = row as [string, number];
  const text = `PostgreSQL ${version}${engine === "pglite" ? ", embedded" : ""}`;
  return number >= OLDEST_POSTGRES * 10_000
    ? ok("database", text)
    : fail("database", `${text} is older than ${OLDEST_POSTGRES}. Upgrade it.`);
}

async function checkMigrations({ rows }: Store, newest: number): Promise<Finding> {
  const [row] = await rows("select max(created_at)::float8, count(*)::integer from drizzle.__drizzle_migrations", []);
  const [last, count] = row as [number, number];
  if (last > newest) return fail("migrations", "The store is newer than this program. Install the newer release.");
  return ok("migrations", `all ${count} are applied`);
}

async function checkSize({ rows }: Store): Promise<Finding> {
  const [row] = await rows(
    `select pg_database_size(current_database())::float8,
      (select count(*)::integer from runs), (select count(*)::integer from runs where status = 'QUEUED')`,
    [],
  );
  const [bytes, runs, queued] = row as [number, number, number];
  const megabytes = Math.round(bytes / 1024 ** 2);
  return ok("store", `${runs} runs, ${queued} of them queued, ${megabytes} MiB; it needs no extension`);
}

/** Pools all results anew and compares: a difference would mean that frontiers are wrong. */
async function checkPooledResults({ rows }: Store): Promise<Finding> {
  const [count] = (await rows("select count(*)::integer from pooled_results", []))[0] as [number];
  const different = await rows(
    `select kept.run_count, kept.measures, a.run_count, a.measures
    from pooled_results kept
      full join pool_runs((select array_agg(id) from runs where status = 'SUCCEEDED')) a using (benchmark_id, model_id, mode, pool)
    where kept.run_count is distinct from a.run_count or kept.measures is distinct from a.measures`,
    [],
  );
  const wrong = different.filter(([runs, measures, ...anew]) => !isAlike([runs, measures], anew)).length;
  return wrong === 0
    ? ok("pooled results", `all ${count} equal those that are computed anew`)
    : fail(
        "pooled results",
        `${wrong} of ${count} differ from those that are computed anew. Restore a backup, and report this.`,
      );
}

/** Whether two values are the same but for the last digits of their numbers, which depend on the order of a sum. */
function isAlike(one: unknown, other: unknown): boolean {
  if (typeof one === "number" && typeof other === "number") {
    return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
  }
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return one === other;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isAlike(one[name as never], other[name as never]));
}

/** The tables of the catalogue, whose rows the version of the data digests beside the runs. */
const CATALOGUE = ["labs", "models", "benchmarks", "hardware"];

/** Computes both digests of the version of the data anew from all rows that they digest. */
async function checkDataVersion({ rows }: Store): Promise<Finding> {
  const hashes = CATALOGUE.map(
    (table) =>
      `select hashtextextended('${table}' || (to_jsonb(t) - array['id', 'subset_of'])::text, 0) as hash from ${table} t`,
  );
  const [row] = await rows(
    `select catalogue_digest = c.digest, v.digest = c.digest # (select coalesce(bit_xor(run_digest(r)), 0) from runs r)
    from data_version v, (select coalesce(bit_xor(hash), 0) as digest from (${hashes.join(" union all ")}) h) c`,
    [],
  );
  return row!.every((isRight) => isRight === true)
    ? ok("data version", "it equals the digest of what is stored")
    : fail("data version", "It is not the digest of what is stored. Restore a backup, and report this.");
}
