import { useState } from "preact/hooks";
import { labPath, modelPath } from "../address/paths.ts";
import type { Certainty } from "../data/readCertainty.ts";
import { Outside } from "../parts/Outside.tsx";

const SHOWN = 12;

/** What to know before comparing: warnings, what is left out and why, and the sources of the results. */
export function Notes({ certainty, dataVersion }: { certainty: Certainty; dataVersion: string }) {
  const [isAll, showAll] = useState(false);
  const { warnings, sources, leftOut, incomplete, sampledCount, candidateCount } = certainty;
  const shown = isAll ? leftOut : leftOut.slice(0, SHOWN);
  return (
    <section class="notes" aria-label="Notes">
      {warnings
        .filter(({ code }) => code !== "LOADING")
        .map(({ code, message }) => (
          <p key={code} class="warning">
            {message}
          </p>
        ))}
      <p class="muted">
        {sampledCount} of {candidateCount} candidates have samples; the others are published means.
        {incomplete > 0 && ` ${incomplete} more match and do not compete.`}
      </p>
      {leftOut.length > 0 && (
        <details>
          <summary>Left out ({leftOut.length})</summary>
          <ul>
            {shown.map(({ model, mode, reason, message }) => (
              <li key={`${model}|${mode}|${reason}`}>
                <a href={modelPath(model)}>{model}</a>
                {mode === "default" ? "" : ` (${mode})`}: {message}
              </li>
            ))}
          </ul>
          {shown.length < leftOut.length && (
            <button type="button" onClick={() => showAll(true)}>
              Show all
            </button>
          )}
        </details>
      )}
      <details>
        <summary>Sources ({sources.length})</summary>
        <ul>
          {sources.map(({ lab, name, license, url, runCount }) => (
            <li key={`${lab}|${license}|${url}`}>
              <a href={labPath(lab)}>{name}</a>
              {url && (
                <>
                  , <Outside address={url} />
                </>
              )}
              {license ? `, ${license}` : ""}, {runCount} {runCount === 1 ? "run" : "runs"}
            </li>
          ))}
        </ul>
        <p class="muted">Data version {dataVersion}</p>
      </details>
    </section>
  );
}
