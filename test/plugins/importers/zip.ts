import { crc32, deflateRawSync, zstdCompressSync } from "node:zlib";

/** A file that a zip is to hold. What it says of itself can be made to differ from what it is. */
export interface Member {
  name: string;
  bytes: Uint8Array;
  method?: 0 | 8 | 93 | number;
  /** The length that the zip says, where it is not the true one. */
  statedSize?: number;
  statedCrc?: number;
}

/** A file of zip, as APPNOTE 6.3.10 lays it out (4.3.7, 4.3.12 and 4.3.16), without ZIP64. */
export function zipOf(members: readonly Member[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, method = 8, statedSize = bytes.length, statedCrc = crc32(bytes) } of members) {
    const packed = method === 8 ? deflateRawSync(bytes) : method === 93 ? zstdCompressSync(bytes) : Buffer.from(bytes);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(63, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(statedCrc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(statedSize, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    parts.push(Buffer.from("PK\u0003\u0004"), common, nameBytes, packed);
    directory.push(Buffer.from("PK\u0001\u0002"), Buffer.from([63, 3]), common, place, nameBytes);
    offset += 30 + nameBytes.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from("PK\u0005\u0006"), end]);
}
