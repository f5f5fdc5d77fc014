import { createServer } from "node:net";
import { expect, test } from "vitest";
import { claimPort } from "../../../src/runners/launch/port.ts";

test("claims the wanted port where it is free, and any free port where none is wanted", async () => {
  const free = await claimPort(undefined);
  expect(free.port).toBeGreaterThan(0);
  await free.release();
  const again = await claimPort(free.port);
  expect(again.port).toBe(free.port);
  await again.release();
});

test("refuses a port that is kept for an engine which does not listen yet, until it is released", async () => {
  const kept = await claimPort(undefined);
  await expect(claimPort(kept.port)).rejects.toMatchObject({
    code: "LAUNCH_FAILED",
    message: `Port ${kept.port} on 127.0.0.1 is kept for an engine of process ${process.pid}. Leave "port" out to get a free one.`,
  });
  await kept.release();
  await (await claimPort(kept.port)).release();
});

test("refuses a port on which another server listens", async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port));
  });
  await expect(claimPort(port)).rejects.toMatchObject({
    code: "LAUNCH_FAILED",
    message: `Port ${port} on 127.0.0.1 is taken. Leave "port" out to get a free one.`,
  });
  await new Promise((resolve) => other.close(resolve));
});
