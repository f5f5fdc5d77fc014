import { type SQL, sql } from "drizzle-orm";
import { CUT, type SampleFate } from "../../sampleFate.ts";

const FAILED = sql`s.correct is null and s.error is not null`;
const WAS_CUT = sql`coalesce(s.finish_reason in (${sql.join(
  CUT.map((reason) => sql.raw(`'${reason}'`)),
  sql`, `,
)}), false)`;

/** The condition on a sample of the alias s that tells those of a fate from all others, as `fateOf` tells them. */
export const FATE_CONDITIONS: Record<SampleFate, SQL> = {
  ERROR: FAILED,
  RIGHT: sql`s.correct`,
  TRUNCATED: sql`s.correct is not true and ${WAS_CUT} and not (${FAILED})`,
  UNDECIDED: sql`s.correct is null and s.error is null and not ${WAS_CUT}`,
  WRONG: sql`not s.correct and not ${WAS_CUT}`,
};

/** Which samples of a run are wanted: those with a verdict, those of a fate, or all. */
export interface SampleChoice {
  correct?: boolean | null | undefined;
  fate?: SampleFate | null | undefined;
}

/** The conditions of a choice, for the placeholder `correct` and the alias s. */
export const choiceConditions = ({ correct, fate }: SampleChoice): SQL[] => [
  ...(correct == null ? [] : [sql`s.correct = ${sql.placeholder("correct")}`]),
  ...(fate == null ? [] : [FATE_CONDITIONS[fate]]),
];

/** Names the statement of a choice, which its values do not change. */
export const choiceShape = ({ correct, fate }: SampleChoice) => `${correct != null}|${fate ?? ""}`;
