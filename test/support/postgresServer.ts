import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "./embeddedPostgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The URL of a real PostgreSQL, without a database's name at its end. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole test run; each test file makes databases of its own on it. */
export default async function setUp(project: TestProject) {
  const server = await startEmbeddedPostgres();
  project.provide("postgresUrl", server.url);
  return () => server.stop();
}
