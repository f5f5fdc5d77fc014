import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { initializeCA, initializeCTLog, initializeTLog } from "@sigstore/mock";

export const ISSUER = "https://token.actions.githubusercontent.com";
export const JOB = "https://github.com/north/evals/.github/workflows/evaluate.yml@refs/heads/main";
const LOG = "https://log.example";
/** The extension of a certificate that names the issuer of the token of a job. */
const ISSUER_EXTENSION = "1.3.6.1.4.1.57264.1.8";

type Bytes = ArrayBufferView<ArrayBuffer>;
const base64 = (bytes: Bytes | Buffer | ArrayBuffer) =>
  Buffer.from(
    ...((ArrayBuffer.isView(bytes) ? [bytes.buffer, bytes.byteOffset, bytes.byteLength] : [bytes]) as [never]),
  ).toString("base64");
const curve = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const idOf = (key: Buffer) => createHash("sha256").update(key).digest();

/** The authorities of a Sigstore of our own, which sign what a CI job asks of them. */
export interface Authorities {
  /** Their `trusted_root.json`. */
  trustedRoot: object;
  /** A bundle by which a job signs an in-toto statement with these digests as subjects. */
  attest(digests: string[], who?: { issuer?: string; subject?: string }): Promise<Buffer>;
  /** A bundle by which a job signs bytes. */
  signBytes(bytes: Uint8Array, who?: { issuer?: string; subject?: string }): Promise<Buffer>;
}

export async function openAuthorities(clock?: Date): Promise<Authorities> {
  const [ofCa, ofCt, ofLog] = [curve(), curve(), curve()];
  const ctLog = await initializeCTLog(ofCt, clock);
  const ca = await initializeCA(ofCa, ctLog, clock);
  const log = await initializeTLog(LOG, ofLog, clock);
  const validFor = { start: "2020-01-01T00:00:00Z" };
  const publicKey = (bytes: Buffer) => ({
    ...{ rawBytes: base64(bytes), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor },
  });
  const instance = (baseUrl: string, key: Buffer) => ({
    ...{ baseUrl, hashAlgorithm: "SHA2_256", publicKey: publicKey(key), logId: { keyId: base64(idOf(key)) } },
  });
  const trustedRoot = {
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: [instance(LOG, log.publicKey)],
    certificateAuthorities: [
      {
        subject: { organization: "example", commonName: "sigstore" },
        ...{
          uri: "https://ca.example",
          certChain: { certificates: [{ rawBytes: base64(ca.rootCertificate) }] },
          validFor,
        },
      },
    ],
    ctlogs: [instance("https://ct.example", ctLog.publicKey)],
    timestampAuthorities: [],
  };

  async function certified({ issuer = ISSUER, subject = JOB }: { issuer?: string; subject?: string } = {}) {
    const key = curve();
    const publicKey = key.publicKey.export({ format: "der", type: "spki" }) as unknown as Bytes;
    const extensions = [{ oid: ISSUER_EXTENSION, value: issuer }];
    const certificate = base64(await ca.issueCertificate({ publicKey, subjectAltName: subject, extensions }));
    const pem = `-----BEGIN CERTIFICATE-----\n${certificate.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
    return { key: key.privateKey, certificate, pem: Buffer.from(pem).toString("base64") };
  }

  /** Logs an entry and gives the bundle with it. */
  async function bundled(
    certificate: string,
    entry: { kind: string; apiVersion: string; spec: object },
    content: object,
  ) {
    const [logged] = Object.values(await log.log(entry)) as any[];
    const tlogEntry = {
      logIndex: String(logged.logIndex),
      logId: { keyId: Buffer.from(logged.logID, "hex").toString("base64") },
      kindVersion: { kind: entry.kind, version: entry.apiVersion },
      integratedTime: String(logged.integratedTime),
      inclusionPromise: { signedEntryTimestamp: logged.verification.signedEntryTimestamp },
      inclusionProof: {
        ...{ logIndex: "0", treeSize: "1", hashes: [] },
        rootHash: Buffer.from(logged.verification.inclusionProof.rootHash, "hex").toString("base64"),
        checkpoint: { envelope: logged.verification.inclusionProof.checkpoint },
      },
      canonicalizedBody: logged.body,
    };
    return Buffer.from(
      JSON.stringify({
        mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
        verificationMaterial: { certificate: { rawBytes: certificate }, tlogEntries: [tlogEntry] },
        ...content,
      }),
    );
  }

  return {
    trustedRoot,
    async attest(digests, who) {
      const { key, certificate, pem } = await certified(who);
      const statement = {
        _type: "https://in-toto.io/Statement/v1",
        subject: digests.map((sha256, i) => ({ name: `record-${i}`, digest: { sha256 } })),
        ...{ predicateType: "https://example.org/evaluated/v1", predicate: {} },
      };
      const payload = Buffer.from(JSON.stringify(statement));
      const payloadType = "application/vnd.in-toto+json";
      const signed = Buffer.concat([
        Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
        payload,
      ]);
      const sig = sign("sha256", signed, key).toString("base64");
      const envelope = { payload: payload.toString("base64"), payloadType, signatures: [{ sig }] };
      const hash = (bytes: Buffer) => ({ algorithm: "sha256", value: idOf(bytes).toString("hex") });
      const spec = {
        envelopeHash: hash(Buffer.from(JSON.stringify(envelope))),
        ...{ payloadHash: hash(payload), signatures: [{ signature: sig, verifier: pem }] },
      };
      return bundled(certificate, { kind: "dsse", apiVersion: "0.0.1", spec }, { dsseEnvelope: envelope });
    },
    async signBytes(bytes, who) {
      const { key, certificate, pem } = await certified(who);
      const digest = idOf(Buffer.from(bytes));
      const signature = sign("sha256", bytes, key).toString("base64");
      const spec = {
        data: { hash: { algorithm: "sha256", value: digest.toString("hex") } },
        signature: { content: signature, publicKey: { content: pem } },
      };
      const messageDigest = { algorithm: "SHA2_256", digest: digest.toString("base64") };
      const content = { messageSignature: { messageDigest, signature } };
      return bundled(certificate, { kind: "hashedrekord", apiVersion: "0.0.1", spec }, content);
    },
  };
}
