import { CodedError } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";

export type FeedErrorCode = ErrorCode<"feed">;

/** The two things that can be at fault: the feed, of which nothing is taken then, or one record, which alone is left out. */
export type Scope = "FEED" | "RECORD";

/** A feed, or a record of it, that is not taken. The codes are those of docs/feed-format.md. */
export class FeedError extends CodedError<"feed"> {
  constructor(code: FeedErrorCode, message: string, cause?: unknown) {
    super("feed", code, message, { cause });
  }
}
