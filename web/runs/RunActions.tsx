import { useState } from "preact/hooks";
import { runPath } from "../address/paths.ts";
import { client } from "../data/client.ts";
import { RefusalNote } from "../parts/RefusalNote.tsx";
import { SignIn } from "../signing/SignIn.tsx";
import type { ShownRun } from "./readRun.ts";

type Wanted = "rerun" | "retract" | null;

/** What may be done with a run, for callers who may measure for its lab; the others are told what it needs. */
export function RunActions({ run, again }: { run: ShownRun; again(): void }) {
  const [wanted, want] = useState<Wanted>(null);
  const [reason, setReason] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const [queued, setQueued] = useState<string[]>([]);
  const mayRerun = run.viewerMayMeasure && run.recipe !== null;
  const mayRetract = run.viewerMayMeasure && run.status === "SUCCEEDED";
  const ask = (next: Wanted) => {
    setError(null);
    want(next);
  };
  const perform = async (task: () => Promise<unknown>) => {
    setBusy(true);
    setError(null);
    try {
      await task();
      want(null);
      again();
    } catch (failure) {
      setError(failure as Error);
    }
    setBusy(false);
  };
  const rerun = () =>
    perform(async () => {
      const { rerunRun } = await client.mutate({ rerunRun: [{ id: run.id }, { runs: { id: true } }] });
      setQueued(rerunRun.runs.map(({ id }) => id));
    });
  const retract = () => perform(() => client.mutate({ retractRun: [{ id: run.id, reason }, { id: true }] }));
  return (
    <section aria-label="What may be done">
      <p class="tools">
        {mayRerun && (
          <button type="button" aria-expanded={wanted === "rerun"} onClick={() => ask("rerun")}>
            Rerun …
          </button>
        )}
        {mayRetract && (
          <button type="button" aria-expanded={wanted === "retract"} onClick={() => ask("retract")}>
            Retract …
          </button>
        )}
        <SignIn needed={`Rerunning and retracting need the scope measure for the lab ${run.lab.slug}.`} />
      </p>
      {queued.map((id) => (
        <p key={id} role="status">
          It is queued again: <a href={runPath(id)}>the new run</a>.
        </p>
      ))}
      {wanted === "rerun" && (
        <fieldset class="notice" disabled={isBusy}>
          <legend>Rerun it?</legend>
          <p>A run that asks the same is queued: the same recipe and decoding. A worker measures it.</p>
          <button type="button" onClick={rerun}>
            Queue it
          </button>{" "}
          <button type="button" onClick={() => ask(null)}>
            Leave it
          </button>
        </fieldset>
      )}
      {wanted === "retract" && (
        <fieldset class="notice" disabled={isBusy}>
          <legend>Take it back?</legend>
          <p>
            It then counts in no answer any more, and can't be put back. It is kept, with the reason for everybody to
            read.
          </p>
          <label class="field">
            <span>Reason</span>
            <input value={reason} onInput={({ currentTarget }) => setReason(currentTarget.value)} />
          </label>
          <button type="button" onClick={retract}>
            Take it back
          </button>{" "}
          <button type="button" onClick={() => ask(null)}>
            Leave it
          </button>
        </fieldset>
      )}
      {error && <RefusalNote error={error} />}
    </section>
  );
}
