import inputs from "virtual:inputs";
import { useState } from "preact/hooks";
import { withoutOwn } from "../address/ownParameters.ts";
import type { PagePicture } from "../data/pagePicture.ts";
import type { Question } from "../data/question.ts";
import { frontierQuery } from "./frontierQuery.ts";

interface ShareProps {
  parameters: URLSearchParams;
  question: Question;
  picture: PagePicture;
}

/** Ways to take the frontier away: a link, the query behind it, a picture, and a frame for another page. */
export function Share({ parameters, question, picture }: ShareProps) {
  const [said, say] = useState("");
  const query = frontierQuery({ ...question.args }, inputs.frontier);
  const svg = `${location.origin}/frontier.svg?${pictureParameters(parameters, question)}`;
  const framed = withoutOwn(parameters, "size", "zoom", "budget", "theme");
  const frame = `<iframe src="${location.origin}/embed?${escaped(String(framed))}" title="${escaped(picture.title)}" width="860" height="540" style="border:0"></iframe>`;
  const copy = async (text: string, what: string) => {
    try {
      await navigator.clipboard.writeText(text);
      say(`${what} copied.`);
    } catch {
      say("This browser does not let the page copy: select the text and copy it.");
    }
  };
  const row = (name: string, text: string) => (
    <>
      <label class="field">
        <span>{name}</span>
        <input readOnly value={text} onFocus={({ currentTarget }) => currentTarget.select()} />
      </label>
      <button type="button" onClick={() => copy(text, name)}>
        Copy
      </button>
    </>
  );
  return (
    <details class="share">
      <summary>Share</summary>
      <div>
        <div class="row">{row("Link", location.origin + location.pathname + location.search)}</div>
        <div class="row">{row("Frame", frame)}</div>
        <p>
          <a href={svg} download="frontier.svg">
            SVG
          </a>{" "}
          · <a href={`/graphql?query=${encodeURIComponent(query)}`}>Query in GraphiQL</a>
        </p>
        <details>
          <summary>Query</summary>
          <pre>{query}</pre>
        </details>
        <p role="status">{said}</p>
      </div>
    </details>
  );
}

/** `/frontier.svg` has the same parameters, without those of the page, and no objectives of its own accord. */
function pictureParameters(parameters: URLSearchParams, { args }: Question): URLSearchParams {
  const own = withoutOwn(parameters);
  if (args.grain) own.set("grain", args.grain);
  return own;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
