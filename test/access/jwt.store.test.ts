import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createJwtReader } from "../../src/access/jwt.ts";

const issuer = "https://id.example.org";
const audience = "paretograph";

describe("a JWT", () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let others: Awaited<ReturnType<typeof generateKeyPair>>;
  let provider: Server;
  let jwksUrl: string;
  let reply: { status: number; body: string; location?: string };

  beforeAll(async () => {
    [keys, others] = [
      await generateKeyPair("RS256", { extractable: true }),
      await generateKeyPair("RS256", { extractable: true }),
    ];
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: "one", alg: "RS256" };
    reply = { status: 200, body: JSON.stringify({ keys: [jwk] }) };
    provider = createServer((_, response) => {
      if (reply.location) response.setHeader("location", reply.location);
      response.writeHead(reply.status, { "content-type": "application/json" }).end(reply.body);
    }).listen(0, "127.0.0.1");
    await once(provider, "listening");
    jwksUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/keys`;
  });
  afterAll(() => provider.close());

  interface Changes {
    claims?: Record<string, unknown>;
    header?: Record<string, unknown>;
    key?: CryptoKey | Uint8Array;
  }
  const sign = ({ claims, header, key }: Changes = {}) =>
    new SignJWT({
      iss: issuer,
      aud: audience,
      exp: Math.floor(Date.now() / 1000) + 600,
      sub: "ada",
      scope: "openid measure read",
      lab: "lab-a",
      ...claims,
    })
      .setProtectedHeader({ alg: "RS256", kid: "one", ...header })
      .sign(key ?? keys.privateKey, { crit: { x: true } });
  const read = (token: string) => createJwtReader({ issuer, audience, jwksUrl })(token);

  it("gives its caller the highest of our scopes and its lab", async () => {
    const { principal } = await read(await sign());
    expect(principal).toEqual({ id: "jwt:ada", scope: "measure", lab: "lab-a" });
    expect((await read(await sign({ claims: { scope: "operate", lab: undefined } }))).principal).toMatchObject({
      scope: "operate",
      lab: null,
    });
  });

  it.each<[string, Changes, string]>([
    ["another issuer", { claims: { iss: "https://id.example.com" } }, "UNAUTHENTICATED"],
    ["no issuer", { claims: { iss: undefined } }, "UNAUTHENTICATED"],
    ["another audience", { claims: { aud: "another" } }, "UNAUTHENTICATED"],
    ["no audience", { claims: { aud: undefined } }, "UNAUTHENTICATED"],
    ["a past expiry", { claims: { exp: 1_000_000_000 } }, "TOKEN_EXPIRED"],
    ["no expiry", { claims: { exp: undefined } }, "UNAUTHENTICATED"],
    ["an expiry that is a text", { claims: { exp: "never" } }, "UNAUTHENTICATED"],
    ["a start in the future", { claims: { nbf: 4_000_000_000 } }, "UNAUTHENTICATED"],
    ["an unknown key", { header: { kid: "two" } }, "UNAUTHENTICATED"],
    ["an unknown critical header", { header: { crit: ["x"], x: 1 } }, "UNAUTHENTICATED"],
    ["a lab that is no name", { claims: { lab: "lab a" } }, "UNAUTHENTICATED"],
    ["a lab that is a list", { claims: { lab: ["lab-a"] } }, "UNAUTHENTICATED"],
    ["an empty lab", { claims: { lab: "" } }, "UNAUTHENTICATED"],
    ["no scope", { claims: { scope: undefined } }, "FORBIDDEN"],
    ["no scope of ours", { claims: { scope: "openid operate2 Operate operate,read" } }, "FORBIDDEN"],
    ["a list of scopes", { claims: { scope: ["operate"] } }, "FORBIDDEN"],
  ])("with %s is refused", async (_, changes, code) => {
    await expect(sign(changes).then(read)).rejects.toMatchObject({ code });
  });

  it("signed by another key is refused", async () => {
    await expect(read(await sign({ key: others.privateKey }))).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("signed with the public key as a secret is refused", async () => {
    const secret = new TextEncoder().encode(await exportSPKI(keys.publicKey));
    const token = await sign({ header: { alg: "HS256" }, key: secret });
    await expect(read(token)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("without a signature is refused", async () => {
    const unsigned = new UnsecuredJWT({ scope: "operate" })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime("1h")
      .encode();
    const [header, payload] = (await sign()).split(".");
    for (const token of [unsigned, `${header}.${payload}.`, "a.b.c", ".."]) {
      await expect(read(token)).rejects.toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
    }
  });

  it("that brings its own key or its address is refused", async () => {
    const jwk = await exportJWK(others.publicKey);
    for (const header of [{ jwk }, { jku: jwksUrl }, { jwk, kid: undefined }]) {
      const token = await sign({ header, key: others.privateKey });
      await expect(read(token)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    }
  });

  it("with changed claims is refused", async () => {
    const [header, , signature] = (await sign()).split(".");
    const claims = { iss: issuer, aud: audience, exp: 4_000_000_000, scope: "operate" };
    const forged = [header, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
    await expect(read(forged)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it.each<[string, () => { status: number; body: string; location?: string }]>([
    ["fails", () => ({ status: 500, body: "" })],
    ["gives no JSON", () => ({ status: 200, body: "<html>" })],
    ["gives no keys", () => ({ status: 200, body: "{}" })],
    ["sends elsewhere", () => ({ status: 302, body: "", location: jwksUrl })],
  ])("is neither taken nor judged while its provider %s", async (_, broken) => {
    const whole = reply;
    reply = broken();
    const readAgain = createJwtReader({ issuer, audience, jwksUrl });
    const token = await sign();
    await expect(readAgain(token)).rejects.toMatchObject({ code: "IDENTITY_PROVIDER_UNREACHABLE", status: 503 });
    reply = whole;
    expect((await readAgain(token)).principal.scope).toBe("measure");
  });

  it("is neither taken nor judged while nothing answers at its provider's address", async () => {
    const readFromNobody = createJwtReader({ issuer, audience, jwksUrl: "http://127.0.0.1:1/keys" });
    await expect(readFromNobody(await sign())).rejects.toMatchObject({ code: "IDENTITY_PROVIDER_UNREACHABLE" });
  });

  it("gives callers with unprintable names or none a name of their own", async () => {
    const names = [];
    for (const sub of [undefined, "", "a b", "\u001b[31m", "x".repeat(300)]) {
      names.push((await read(await sign({ claims: { sub } }))).principal.id);
    }
    for (const name of names) expect(name).toMatch(/^jwt:[0-9a-f]{16}$/);
    expect(new Set(names).size).toBe(names.length);
  });
});
