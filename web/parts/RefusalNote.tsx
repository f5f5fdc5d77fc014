import { ParetographError } from "../../src/apiClient/clientError.ts";

/** What was refused, with its code, beside what was asked for. */
export function RefusalNote({ error }: { error: Error }) {
  return (
    <p class="warning" role="alert">
      {error instanceof ParetographError
        ? `${error.message} (${error.code})`
        : `The server can't be reached: ${error.message}`}
    </p>
  );
}
