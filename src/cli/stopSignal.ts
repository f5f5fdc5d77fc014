/** Resolves when the process is told to stop, by Ctrl-C or by a terminating signal. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    // Not once: npm and a starting process pass the same signal on, and a second one must not end it midway.
    process.on("SIGINT", () => resolve());
    process.on("SIGTERM", () => resolve());
  });
}
