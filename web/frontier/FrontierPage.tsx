import { useCallback, useEffect, useMemo } from "preact/hooks";
import { AddressError } from "../address/frontierArguments.ts";
import { useAddress } from "../address/history.ts";
import { loadingOf, readLoading } from "../data/readLoading.ts";
import { readStartFacts, usualBenchmark } from "../data/startFacts.ts";
import { CheckList } from "../filters/CheckList.tsx";
import { Filters } from "../filters/Filters.tsx";
import { Limits } from "../filters/Limits.tsx";
import { Failure } from "../parts/Failure.tsx";
import { Header } from "../parts/Header.tsx";
import { useAsked } from "../parts/useAsked.ts";
import { useRenewal } from "../parts/useRenewal.ts";
import { useTheme } from "../parts/useTheme.ts";
import { Share } from "../share/Share.tsx";
import { TABS, type TabName, Tabs } from "../tabs/Tabs.tsx";
import { AxisChoice } from "./AxisChoice.tsx";
import { FrontierView } from "./FrontierView.tsx";
import { argumentsOf, PLACES, useFrontier } from "./useFrontier.ts";

/** The page of a frontier with all its tabs, or, in the frame of another page, its picture alone. */
export function FrontierPage({ isEmbedded }: { isEmbedded: boolean }) {
  const [parameters, change] = useAddress();
  const theme = useTheme(parameters);
  const start = useAsked("start", readStartFacts);
  const facts = start.value;
  const args = argumentsOf(parameters);
  const needsBenchmark = facts !== null && !(args instanceof Error) && !args.where?.benchmark?.length;
  const usual = useAsked(needsBenchmark ? "usual" : null, async () => (await usualBenchmark(facts!)) ?? null);
  useEffect(() => {
    if (needsBenchmark && usual.value) change({ benchmark: usual.value }, true);
  }, [needsBenchmark, usual.value]);
  const tab = (TABS.find(({ name }) => name === parameters.get("tab"))?.name ?? "frontier") as TabName;
  const grain = tab === "points" && !isEmbedded ? "OPERATING_POINT" : undefined;
  const frontier = useFrontier(parameters, facts, grain);
  const { question, picture, candidates, list, certainty, known } = frontier;
  const isEmptyStore = needsBenchmark && usual.isCurrent && usual.value === null;
  const any = facts?.benchmarks[0]?.slug;
  const empty = useAsked(isEmptyStore && any ? any : null, (signal) => readLoading(any!, signal));
  const loading = useMemo(
    () => (isEmptyStore ? empty.value : loadingOf(known?.warnings)),
    [isEmptyStore, empty.value, known],
  );
  const wrong = args instanceof AddressError ? args : question instanceof Error ? question : null;
  const failure = wrong ?? start.error ?? usual.error ?? list.error;
  const again = useCallback(() => {
    start.again();
    usual.again();
    list.again();
    certainty.again();
    empty.again();
  }, [start.again, usual.again, list.again, certainty.again, empty.again]);
  useRenewal(loading, again);
  const benchmarks = useMemo(() => parameters.getAll("benchmark"), [parameters]);
  useEffect(() => {
    document.title = picture ? `${picture.title} – Paretograph` : "Paretograph";
  }, [picture?.title]);

  const shown = picture && question && !(question instanceof Error) && (
    <FrontierView {...{ frontier, picture, question, facts: facts!, parameters, change, theme, isEmbedded }} />
  );
  const state = isEmptyStore ? (
    loading ? (
      <Waiting />
    ) : (
      <EmptyStore />
    )
  ) : failure && (wrong || !list.value) ? (
    <Failure error={failure} again={wrong ? undefined : again} />
  ) : null;
  if (isEmbedded) {
    return (
      <main class="embedded">
        {state ?? shown ?? <Waiting />}
        <a class="muted" href={`/?${parameters}`} target="_blank" rel="noopener">
          Paretograph
        </a>
      </main>
    );
  }
  return (
    <>
      <Header {...{ theme, change }}>
        {picture && question && !(question instanceof Error) && <Share {...{ parameters, question, picture }} />}
      </Header>
      <div class="columns">
        {facts && question && !(question instanceof Error) && (
          <aside aria-label="What is shown">
            <details class="choices" open={innerWidth > NARROW}>
              <summary>Filters and axes</summary>
              <CheckList
                legend="Benchmarks"
                isOpen
                options={facts.benchmarks
                  .filter(({ runCount }) => runCount > 0)
                  .sort((a, b) => b.runCount - a.runCount)
                  .map(({ slug, name, runCount }) => ({ value: slug, name, count: runCount }))}
                chosen={benchmarks}
                onChange={(next) => change({ benchmark: next, point: null, zoom: null })}
              />
              <AxisChoice {...{ facts, question, candidates, change }} size={parameters.get("size")} />
              <Limits {...{ parameters, change }} metrics={facts.metrics} first={[question.y.name, question.x.name]} />
              <Filters {...{ facts, question, candidates, parameters, change }} certainty={known} places={PLACES} />
            </details>
          </aside>
        )}
        <main id="main" tabIndex={-1}>
          {loading && (
            <p class="warning" role="status">
              {loading.message} This page renews itself.
            </p>
          )}
          {list.error && list.value && <Failure error={list.error} again={again} />}
          {state ??
            (shown ? (
              <Tabs {...{ tab, parameters, change, facts: facts!, frontier, theme }} question={question as never}>
                {shown}
              </Tabs>
            ) : (
              <Waiting />
            ))}
        </main>
      </div>
    </>
  );
}

/** On a narrower window, in pixels, the filters are folded. */
const NARROW = 800;

const Waiting = () => (
  <p aria-busy="true" class="muted">
    Loading …
  </p>
);

function EmptyStore() {
  return (
    <div class="notice" role="status">
      <h2>This store holds no results yet</h2>
      <p>
        A server that begins with an empty store loads the published results by itself, unless it was told not to.
        Otherwise measure a model with <code>paretograph run</code>, or bring files of another tool with{" "}
        <code>paretograph import</code>; then load this page again.
      </p>
    </div>
  );
}
