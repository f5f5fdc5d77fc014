import { createServer } from "node:net";
import { expect, test } from "vitest";
import { claimPort } from "../../../src/runners/launch/port.ts";

test("claims the wanted port where it is free, and any free port where none is wanted", async () => {
  const free = await claimPort(undefined);
  expect(free).toBeGreaterThan(0);
  expect(await claimPort(free)).toBe(free);
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
