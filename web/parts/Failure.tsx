import { ParetographError } from "../../src/apiClient/clientError.ts";
import { AddressError } from "../address/frontierArguments.ts";
import { NothingFound } from "./NothingFound.ts";

/** Says what went wrong and what to do about it. */
export function Failure({ error, again }: { error: Error; again?: () => void }) {
  const { title, text, link } = explained(error);
  return (
    <div class="notice" role="alert">
      <h2>{title}</h2>
      <p>{text}</p>
      <p>
        {again && (
          <button type="button" onClick={again}>
            Try again
          </button>
        )}{" "}
        {link && <a href={link.address}>{link.text}</a>}
      </p>
    </div>
  );
}

function explained(error: Error): { title: string; text: string; link?: { address: string; text: string } } {
  const afresh = { address: "/", text: "Begin afresh" };
  if (error instanceof NothingFound)
    return { title: "Nothing is found at this address", text: error.message, link: afresh };
  if (error instanceof AddressError) return { title: "The address can't be read", text: error.message, link: afresh };
  if (!(error instanceof ParetographError)) {
    return {
      title: "The server can't be reached",
      text: "It may have stopped, or the connection is gone. What was loaded before is still shown where there is something.",
    };
  }
  if (error.status === 401 || error.status === 403) {
    return {
      title: "Reading needs a token",
      text: `${error.message} Sign in with a one-time link (paretograph token link) and open the page again in the same tab.`,
      link: { address: "/graphql", text: "Open the explorer" },
    };
  }
  if (error.code.startsWith("UNKNOWN_") || error.code === "BAD_ID") {
    return { title: "Nothing is found at this address", text: `${error.message} (${error.code})`, link: afresh };
  }
  const wait = error.retryAfter === null ? "" : ` Try again in ${error.retryAfter} s.`;
  return { title: "The server refused the question", text: `${error.message}${wait} (${error.code})`, link: afresh };
}
