import { RequestError } from "../../errors/requestError.ts";
import { isObject } from "../../plugins/importers/fields/isObject.ts";
import { MOST_SAMPLES, sampleSubmission } from "../../recording/submitted/submission.ts";
import { firstFault } from "./fault.ts";
import { badLine, type Line } from "./lines.ts";
import { type SubmittedRun, submittedRun } from "./submittedRun.ts";

/** The most bytes of the lines of one run. The whole run is held in memory until it is stored. */
export const LARGEST_RUN = 128 * 1024 * 1024;

/** A line: a run, or a sample of the run that stands before it. */
type LineContent = { run: Record<string, unknown> } | { sample: unknown };

/** A run of a stream, with the line at which it begins, or the reason why it is refused. */
export type Submitted =
  | { line: number; bytes: number; submission: SubmittedRun }
  | { line: number; bytes: number; refusal: RequestError };

/**
 * The runs in the lines of a stream of NDJSON: `{"run": {…}}`, followed by the lines `{"sample": {…}}` of its samples, which
 * may also stand in the run itself. A run that does not hold to the schema is refused, and the next one is read.
 *
 * @param defaults fields for runs that leave them out.
 * @throws RequestError `BAD_SUBMISSION` for a line that is neither: what follows it cannot be understood.
 */
export async function* submissionsIn(
  lines: AsyncIterable<Line>,
  defaults: { lab?: string } = {},
): AsyncGenerator<Submitted> {
  let open: OpenRun | null = null;
  for await (const line of lines) {
    const given = parsed(line);
    if ("run" in given) {
      if (open) yield open.close();
      open = new OpenRun(line.number, { ...defaults, ...given.run });
    } else if (!open) throw badLine(line.number, "a sample stands before any run");
    else open.addSample(line.number, given.sample);
    open.bytes += line.text.length;
  }
  if (open) yield open.close();
}

class OpenRun {
  bytes = 0;
  readonly #line: number;
  readonly #given: Record<string, unknown>;
  #samples: unknown[] | null;
  #refusal: RequestError | null = null;

  constructor(line: number, given: Record<string, unknown>) {
    this.#line = line;
    this.#given = given;
    this.#samples = null;
  }

  addSample(line: number, given: unknown): void {
    if (this.#refusal) return;
    const { data, error } = sampleSubmission.safeParse(given);
    this.#samples ??= [];
    if (error) this.#refuse(firstFault(error, `line ${line}`));
    else if (this.#samples.length >= MOST_SAMPLES) this.#refuse(tooLarge(`it has more than ${MOST_SAMPLES} samples`));
    else if (this.bytes > LARGEST_RUN) this.#refuse(tooLarge(`its lines have more than ${LARGEST_RUN} bytes`));
    else this.#samples.push(data);
  }

  close(): Submitted {
    const { bytes } = this;
    const line = this.#line;
    const within = this.#given.samples;
    if (this.#samples && within !== undefined) {
      this.#refuse(tooLarge("its samples stand both in the run and in lines of their own"));
    }
    if (this.#refusal) return { line, bytes, refusal: this.#refusal };
    // Samples of lines of their own are checked already.
    const { data, error } = submittedRun.safeParse(this.#given);
    if (!data) return { line, bytes, refusal: firstFault(error, `line ${line}`) };
    return { line, bytes, submission: this.#samples ? { ...data, samples: this.#samples as never } : data };
  }

  /** Samples of a run that is refused are not kept. */
  #refuse(refusal: RequestError): void {
    this.#refusal ??= refusal;
    this.#samples = [];
  }
}

const tooLarge = (why: string) => new RequestError("BAD_RUN", `The run is refused: ${why}.`);

/** A stream can have millions of lines, so that no schema looks at what only says which of the two it is. */
function parsed({ number, text }: Line): LineContent {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badLine(number, `it is no JSON (${(error as Error).message.slice(0, 200)})`);
  }
  if (isObject(value) && Object.keys(value).length === 1) {
    if ("sample" in value) return { sample: value.sample };
    if (isObject(value.run)) return { run: value.run };
  }
  throw badLine(number, 'it is neither {"run": {…}} nor {"sample": {…}}');
}
