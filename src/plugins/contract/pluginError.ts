import { CodedError } from "../../errors/codedError.ts";
import type { ErrorCode } from "../../errors/errorTable.ts";

export type PluginErrorCode = ErrorCode<"plugin">;

/** A plugin that cannot be used: the message names it and says what would help. */
export class PluginError extends CodedError<"plugin"> {
  constructor(code: PluginErrorCode, message: string, options?: { cause?: unknown }) {
    super("plugin", code, message, options);
  }
}
