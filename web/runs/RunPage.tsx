import { useEffect } from "preact/hooks";
import { useAddress } from "../address/history.ts";
import { nameInPath } from "../address/paths.ts";
import { ThingPage } from "../parts/ThingPage.tsx";
import { useAsked } from "../parts/useAsked.ts";
import { RunActions } from "./RunActions.tsx";
import { RunFacts } from "./RunFacts.tsx";
import { RunMeasures } from "./RunMeasures.tsx";
import { RunProgress } from "./RunProgress.tsx";
import { RunSamples } from "./RunSamples.tsx";
import { RunWarnings } from "./RunWarnings.tsx";
import { readRun } from "./readRun.ts";

/** The page of a run: what was asked and answered, its progress while it is measured, and what may be done with it. */
export function RunPage() {
  const [parameters, change] = useAddress();
  const id = nameInPath(location.pathname);
  const asked = useAsked(id, (signal) => readRun(id, signal));
  const { value: run, again } = asked;
  const isLive = run?.status === "QUEUED" || run?.status === "RUNNING";
  useEffect(() => {
    // A run that is measured gets another id when it ends, by which it is named from then on.
    if (run && run.id !== id && !isLive)
      history.replaceState(null, "", location.href.replace(encoded(id), encoded(run.id)));
  }, [run?.id, isLive]);
  return (
    <ThingPage
      {...{ asked, parameters, change }}
      kind="Run"
      title={({ model, mode, benchmark }) =>
        `${model.name}${mode === "default" ? "" : ` (${mode})`} on ${benchmark.name}`
      }
    >
      {(shown) => (
        <>
          <RunWarnings run={shown} />
          {isLive && <RunProgress id={id} status={shown.status} ended={again} />}
          <RunActions run={shown} again={again} />
          <RunFacts run={shown} />
          <RunMeasures measures={shown.measures} />
          <RunSamples run={shown} {...{ parameters, change }} />
        </>
      )}
    </ThingPage>
  );
}

const encoded = encodeURIComponent;
