/**
 * One tab writes one scenario. The lock is held as long as the tab lives; a second tab is refused and works on a copy.
 * Without Web Locks (very old browsers) every tab is let through.
 */
let release: (() => void) | null = null;
let claims = 0;

/** A reload may ask before the page that is going away has let go: wait this long before giving up. */
const patienceMs = 1200;

/** Lets go of the scenario, and of one that was asked for and has not come yet. */
export function releaseScenario(): void {
  claims += 1;
  release?.();
  release = null;
}

/** True where this tab may write the scenario from now on; false also where another claim of this tab came after it. */
export function claimScenario(id: string): Promise<boolean> {
  releaseScenario();
  if (typeof navigator === "undefined" || navigator.locks === undefined) return Promise.resolve(true);
  const claim = claims;
  const name = `planfall scenario ${id}`;
  return new Promise((resolve) => {
    let granted = false;
    const patience = new AbortController();
    const look = async () => {
      const taken = await isHeld(name);
      if (granted) return;
      if (taken) patience.abort();
      else setTimeout(look, patienceMs);
    };
    setTimeout(look, patienceMs);
    navigator.locks
      .request(name, { signal: patience.signal }, () => {
        granted = true;
        resolve(claim === claims);
        if (claim !== claims) return undefined;
        return new Promise<void>((done) => {
          release = done;
        });
      })
      .catch(() => {
        granted = true;
        resolve(false);
      });
  });
}

/** A busy machine grants a free lock late: only a lock that is really held is a reason to give up. */
async function isHeld(name: string): Promise<boolean> {
  try {
    const { held = [] } = await navigator.locks.query();
    return held.some((lock) => lock.name === name);
  } catch {
    return true;
  }
}
