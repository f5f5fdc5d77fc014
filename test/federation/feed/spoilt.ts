import { canonicalBytes } from "../../../src/federation/feed/canonicalJson.ts";

/** Changes bytes as a bad disk, a liar or a fool would. */
export function spoilt(bytes: Buffer, random: () => number): Buffer {
  const at = Math.floor(random() * bytes.length);
  const many = 1 + Math.floor(random() * 40);
  switch (Math.floor(random() * 6)) {
    case 0:
      return Buffer.from(bytes).fill(bytes[at]! ^ (1 << Math.floor(random() * 8)), at, at + 1);
    case 1:
      return bytes.subarray(0, at);
    case 2:
      return Buffer.concat([bytes, bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + many)]);
    case 4:
      return Buffer.from("[".repeat(many * 1000));
    default:
      return canonicalBytes({
        payload: bytes.toString("base64"),
        payloadType: "x",
        signatures: [{ keyid: "", sig: "" }],
      });
  }
}
