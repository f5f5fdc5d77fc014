/** An address that names nothing that the store holds. Its message says what to do. */
export class NothingFound extends Error {}
