import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the packages of this repository are packed, each once for all tests (`packedPackage.ts`). */
    packedFolder: string;
  }
}

export default function setUp(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-packed-"));
  project.provide("packedFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
