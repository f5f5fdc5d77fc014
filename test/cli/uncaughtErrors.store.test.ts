import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const script = join(import.meta.dirname, "strayRejection.ts");
const runIt = (kind: string) =>
  new Promise<{ code: unknown; stdout: string }>((resolve) => {
    execFile(process.execPath, [script, kind], (error, stdout) => resolve({ code: error?.code ?? 0, stdout }));
  });

it("a server outlives a database that goes away while the driver asks it for types", async () => {
  const { code, stdout } = await runIt("driver");
  expect({ code, said: stdout.includes("still here") }).toEqual({ code: 0, said: true });
});

it("any other rejection that nothing awaits ends it", async () => {
  const { code, stdout } = await runIt("other");
  expect({ code, said: stdout.includes("still here") }).toEqual({ code: 1, said: false });
});
