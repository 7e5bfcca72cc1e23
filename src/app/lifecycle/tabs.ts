/**
 * One tab writes one scenario. The lock is held as long as the tab lives; a second tab is refused and works on a copy.
 * Without Web Locks (very old browsers) every tab is let through.
 */
let release: (() => void) | null = null;

/** A reload may ask before the page that is going away has let go: wait this long before giving up. */
const patienceMs = 1200;

export function releaseScenario(): void {
  release?.();
  release = null;
}

/** True where this tab may write the scenario from now on. */
export function claimScenario(id: string): Promise<boolean> {
  releaseScenario();
  if (typeof navigator === "undefined" || navigator.locks === undefined) return Promise.resolve(true);
  return new Promise((resolve) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), patienceMs);
    navigator.locks
      .request(`planfall scenario ${id}`, { signal: patience.signal }, () => {
        clearTimeout(timer);
        resolve(true);
        return new Promise<void>((done) => {
          release = done;
        });
      })
      .catch(() => resolve(false));
  });
}
