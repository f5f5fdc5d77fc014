import { availableParallelism } from "node:os";
import postgres from "postgres";
import { bareServer } from "../support/http.ts";
import { reportReady } from "./reportReady.ts";

/** The smallest server that answers a page of runs: one prepared join, mapped by position, with the same ids and cursors. */
const sql = postgres(process.env.DATABASE_URL!, { max: availableParallelism() + 1, connection: { TimeZone: "UTC" } });

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** The headers that the API sends, so that both have the same to write. */
const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "cross-origin-resource-policy": "same-origin",
  "x-request-id": "9f0c5a52-5f0e-4a5e-9f53-6f3f3c1f2f0a",
  ratelimit: '"minute";r=999999999;t=60',
  "ratelimit-policy": '"minute";q=1000000000;w=60',
};

reportReady(
  bareServer(async () => {
    const rows = await sql`
      select r.id, r.mode, r.status, r.source_url, r.license, r.finished_at::text, m.slug, m.name, m.architecture, b.slug, b.name,
        r.accuracy::text, r.content_hash
      from runs r join models m on m.id = r.model_id join benchmarks b on b.id = r.benchmark_id
      where r.benchmark_id = ${7} order by coalesce(r.accuracy, '-infinity') desc, r.id limit 21`.values();
    const edges = rows.slice(0, 20).map((row) => ({
      cursor: Buffer.from(JSON.stringify(["accuracy", row[11], row[0]])).toString("base64url"),
      node: {
        id: base64(`Run:${row[12]}`),
        mode: row[1],
        status: row[2],
        sourceUrl: row[3],
        license: row[4],
        finishedAt: row[5].replace(" ", "T").replace(/\+00$/, "Z"),
        model: { slug: row[6], name: row[7], architecture: row[8] },
        benchmark: { slug: row[9], name: row[10] },
      },
    }));
    const pageInfo = { hasNextPage: rows.length > 20, endCursor: edges.at(-1)?.cursor };
    // What a page of 20 rows costs in points.
    const cost = { requested: 162, actual: 162 };
    return { data: { runs: { edges, pageInfo } }, extensions: { cost } };
  }, HEADERS),
);
