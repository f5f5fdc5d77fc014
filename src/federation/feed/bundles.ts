import type { Signer } from "../../store/tables.ts";
import { FeedError } from "../keys/feedError.ts";
import type { ReadBundle, TrustedAuthorities } from "../keys/identity.ts";
import type { Entry } from "./manifest.ts";
import { readNamed } from "./readNamed.ts";
import type { FeedSource } from "./source.ts";

/** A file of a feed by the digest of its bytes. */
export interface NamedFile {
  digest: string;
  bytes: Buffer;
}

/**
 * Checks the Sigstore bundles of a feed. The last one is kept, since a CI job signs many records by one.
 *
 * @param trusted the authorities; null where no operator named any: bundles are then left unread.
 */
export class Bundles {
  readonly #source: FeedSource;
  readonly #trusted: TrustedAuthorities | null;
  #last: { digest: string; read: ReadBundle; signer: Signer | null } | null = null;

  constructor(source: FeedSource, trusted: TrustedAuthorities | null) {
    this.#source = source;
    this.#trusted = trusted;
  }

  /**
   * Who signed one of the files of a record by its bundle; null where it has none, or bundles are left unread.
   *
   * @throws FeedError `RECORD_BAD_BUNDLE`, or as the reading of a file.
   */
  async signerOf({ bundle: named }: Entry, files: readonly NamedFile[]): Promise<Signer | null> {
    if (!named || !this.#trusted) return null;
    const refused = (why: string) => new FeedError("RECORD_BAD_BUNDLE", `bundles/${named.digest}.json: ${why}.`);
    if (this.#last?.digest !== named.digest) {
      const bytes = await readNamed(this.#source, "bundles", named);
      try {
        this.#last = { digest: named.digest, read: this.#trusted.read(bytes), signer: null };
      } catch (error) {
        throw refused(sentence(error));
      }
    }
    const { read } = this.#last;
    const file = files.find(({ digest }) => read.digests.has(digest));
    if (!file) throw refused("it is about other files than the record and its run");
    try {
      // A statement is verified once for all of its subjects.
      this.#last.signer ??= this.#trusted.signerOf(read, file.bytes);
    } catch (error) {
      throw refused(`it does not hold for the trusted root: ${sentence(error)}`);
    }
    return this.#last.signer;
  }
}

const sentence = (error: unknown) => (error as Error).message.slice(0, 300).replace(/\.$/, "");
