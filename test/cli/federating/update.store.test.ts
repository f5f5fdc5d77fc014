import { expect, it } from "vitest";
import { Lab } from "./lab.ts";

it("newer published results come from a feed with a known key, and nothing comes without", {
  timeout: 600_000,
}, async () => {
  const [publisher, reader] = [new Lab("mirror-of-results"), new Lab("follower")];
  await Promise.all([publisher.open(["a", "b"]), reader.open([])]);
  const key = await publisher.told("key", "create", publisher.slug);
  await publisher.publish();

  const none = await reader.run("update");
  expect(none).toMatchObject({ code: 1, stdout: "" });
  expect(none.stderr).toMatch(/^This version knows no feed of newer published results, .*--from URL --key ID/);
  const keyless = await reader.run("update", "--from", publisher.feed);
  expect(keyless).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/^Give the id of the key of /) });
  const wrong = await reader.run("update", "--from", publisher.feed, "--key", "0".repeat(64));
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringMatching(/^FEED_OTHER_KEY: /) });

  const from = ["update", "--from", publisher.feed, "--key", key];
  expect(await reader.told(...from)).toMatch(/^mirror-of-results: 2 taken/);
  await publisher.record(["c"]);
  await publisher.publish();
  reader.environment.UPDATE_FEED = `file://${publisher.feed}`;
  reader.environment.UPDATE_KEY = key;
  // The flags come before the settings.
  expect(await reader.told(...from)).toMatch(/^mirror-of-results: 1 taken/);
});
