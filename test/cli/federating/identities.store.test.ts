import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";
import { ISSUER, JOB, openAuthorities } from "../../federation/sigstore/authorities.ts";
import { commandFolder } from "../command.ts";
import { Lab } from "./lab.ts";

it("a lab publishes with the bundle of a CI job, and a peer that pins the job takes that alone", {
  timeout: 600_000,
}, async () => {
  const [north, reader] = [new Lab("north-ci"), new Lab("reader-ci")];
  await Promise.all([north.open(["a"]), reader.open([])]);
  const authorities = await openAuthorities();
  const folder = join(commandFolder(), "sigstore");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "root.json"), JSON.stringify(authorities.trustedRoot));
  reader.environment.SIGSTORE_TRUSTED_ROOT = join(folder, "root.json");
  // The client of Sigstore in the CI job, and the authorities that it asks.
  const server = createServer(async (request, response) => {
    const { subject } = JSON.parse(`${await buffer(request)}`);
    response.end(await authorities.attest(subject.map((one: { digest: { sha256: string } }) => one.digest.sha256)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    join(folder, "sign.mjs"),
    `import { readFileSync, writeFileSync } from "node:fs";
    const reply = await fetch("http://127.0.0.1:${port}", { method: "POST", body: readFileSync(process.env.STATEMENT) });
    writeFileSync(process.env.BUNDLE, Buffer.from(await reply.arrayBuffer()));`,
  );
  const signing = `"${process.execPath}" "${join(folder, "sign.mjs")}"`;

  const key = await north.told("key", "create", north.slug);
  expect(await north.publish("--bundle-by", signing)).toMatch(/^1 records added/);
  await reader.told("peer", "add", north.feed, "--key", key);
  const pin = (subject: string) =>
    reader.told("peer", "identity", north.slug, "--issuer", ISSUER, "--subject", subject);
  await pin("https://github.com/other/evals/.github/workflows/evaluate.yml@refs/heads/main");
  expect(await reader.told("peer", "pull")).toMatch(/^north-ci: 0 taken, .* 1 to be read again/);
  expect(await reader.told("peer", "records", north.slug)).toMatch(/RECORD_OTHER_IDENTITY/);
  await pin(JOB);
  expect(await reader.told("peer", "pull")).toMatch(/^north-ci: 1 taken, .* 0 to be read again/);

  // Who has the key alone publishes in vain.
  await north.record(["by the key alone"]);
  await north.publish();
  expect(await reader.told("peer", "pull")).toMatch(/^north-ci: 0 taken, .* 1 to be read again/);
  server.close();
});
