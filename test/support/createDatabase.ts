import { randomBytes } from "node:crypto";
import postgres from "postgres";

/** A new database on a PostgreSQL server; its URL. */
export async function createDatabaseOn(server: string, template = "template1"): Promise<string> {
  const name = `paretograph_${randomBytes(6).toString("hex")}`;
  const admin = postgres(`${server}/postgres`, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${template}`);
  await admin.end();
  return `${server}/${name}`;
}
