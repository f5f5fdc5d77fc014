/** Resolves when the process gets SIGINT (Ctrl-C) or SIGTERM. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    // The listeners stay: npm sends the signal a second time, which must not end the process before it has cleaned up.
    process.on("SIGINT", () => resolve());
    process.on("SIGTERM", () => resolve());
  });
}
