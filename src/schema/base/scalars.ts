import { GraphQLError, Kind } from "graphql";
import { RequestError } from "../../errors/requestError.ts";
import { rfc3339 } from "../../store/instant.ts";
import { builder } from "./builder.ts";

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const RFC_3339 = "https://www.rfc-editor.org/rfc/rfc3339";

builder.scalarType("Date", {
  specifiedByURL: `${RFC_3339}#section-5.6`,
  description: "A day of the calendar in the years 1 to 9999, written as `2025-01-31` (RFC 3339, full-date).",
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value === "string" && DATE.test(value) && isReal(`${value}T00:00:00Z`, value)) return value;
    throw new RequestError("BAD_VALUE", `${JSON.stringify(value)} is not a date. Write it as "2025-01-31".`);
  },
});

builder.scalarType("DateTime", {
  specifiedByURL: `${RFC_3339}#section-5.6`,
  description: "An instant in UTC in the years 1 to 9999, written as `2025-01-31T12:00:00Z` (RFC 3339).",
  serialize: (value) => rfc3339(value),
  parseValue: (value) => {
    const instant = typeof value === "string" && DATE_TIME.test(value) && isReal(value) ? new Date(value) : null;
    // With an offset, an instant of the first or the last year can lie in a year that neither we nor PostgreSQL write.
    if (instant && isWritten(instant)) return instant.toISOString();
    throw new RequestError(
      "BAD_VALUE",
      `${JSON.stringify(value)} is not an instant. Write it as "2025-01-31T12:00:00Z".`,
    );
  },
});

builder.scalarType("BatchSize", {
  description: "A number of answers from 1 to 100,000, or `BEST` for the one with the most tokens a second.",
  serialize: (value) => value,
  parseValue: (value) => {
    if (value === "BEST" || (typeof value === "number" && Number.isInteger(value))) return value;
    if (typeof value === "string" && /^\d{1,9}$/.test(value)) return Number(value);
    throw new GraphQLError(`${JSON.stringify(value)} is neither a whole number nor BEST.`);
  },
  parseLiteral: (node) => {
    if (node.kind === Kind.INT) return Number(node.value);
    if ((node.kind === Kind.ENUM || node.kind === Kind.STRING) && node.value === "BEST") return "BEST";
    throw new GraphQLError("A batch is a whole number or BEST.");
  },
});

builder.scalarType("JSON", {
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc8259",
  description: "Any JSON value.",
  serialize: (value) => value,
});

/** Whether the day exists in the years 1 to 9999. JavaScript turns 30 February into 2 March. */
function isReal(instant: string, day = instant.slice(0, 10)): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(Date.parse(instant)) && midnight.toISOString().slice(0, 10) === day;
  return exists && isWritten(midnight);
}

/** Whether the year has four digits and is not 0, which the calendar of PostgreSQL does not have. */
function isWritten(instant: Date): boolean {
  const year = instant.getUTCFullYear();
  return year >= 1 && year <= 9999;
}
