import { RequestError } from "../../errors/requestError.ts";
import { rfc3339 } from "../../store/instant.ts";
import { builder } from "./builder.ts";

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

builder.scalarType("Date", {
  description: "A day of the calendar, written as `2025-01-31` (RFC 3339, full-date).",
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value === "string" && DATE.test(value) && isReal(`${value}T00:00:00Z`, value)) return value;
    throw new RequestError("BAD_VALUE", `${JSON.stringify(value)} is not a date. Write it as "2025-01-31".`);
  },
});

builder.scalarType("DateTime", {
  description: "An instant in UTC, written as `2025-01-31T12:00:00Z` (RFC 3339).",
  serialize: (value) => rfc3339(value),
  parseValue: (value) => {
    if (typeof value === "string" && DATE_TIME.test(value) && isReal(value)) return new Date(value).toISOString();
    throw new RequestError(
      "BAD_VALUE",
      `${JSON.stringify(value)} is not an instant. Write it as "2025-01-31T12:00:00Z".`,
    );
  },
});

builder.scalarType("JSON", {
  description: "Any JSON value.",
  serialize: (value) => value,
});

/** Whether the day exists. JavaScript turns 30 February into 2 March. */
function isReal(instant: string, day = instant.slice(0, 10)): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(Date.parse(instant)) && midnight.toISOString().slice(0, 10) === day;
}
