import { expect, it } from "vitest";
import { requireReach, requireReachNow } from "../../src/network/connector.ts";

it.each(["127.0.0.1", "[::1]", "169.254.169.254", "[::ffff:10.0.0.1]", "localhost"])(
  "%s is out of the reach of a caller, and not of an operator",
  async (host) => {
    await expect(requireReachNow(host, "public")).rejects.toMatchObject({ code: "ADDRESS_REFUSED" });
    await requireReachNow(host, "any");
    requireReach(host, "any");
  },
);

it("a public address is in reach, and a name that is not there fails only when it is connected to", async () => {
  await requireReachNow("8.8.8.8", "public");
  await requireReachNow("nowhere.invalid", "public");
});
