import type { FrameFiles, FrameStore } from "./frameStore.ts";
import { createFrameStoreOn } from "./frameStore.ts";

/** Bytes in memory: Node, tests, and browsers that keep nothing. */
function memoryFrameFiles(): FrameFiles {
  const files = new Map<string, Uint8Array>();
  return {
    create: async (name) => {
      const pieces: Uint8Array[] = [];
      return {
        append: async (bytes) => {
          pieces.push(bytes.slice());
        },
        close: async () => {
          files.set(name, concatenated(pieces));
        },
      };
    },
    open: async (name) => {
      const bytes = files.get(name);
      return bytes ? { size: bytes.length, read: async (from, to) => bytes.subarray(from, to) } : null;
    },
    removeAll: async (prefix) => {
      for (const name of [...files.keys()]) if (name.startsWith(prefix)) files.delete(name);
    },
  };
}

/** The synchronous access of a worker to a file (WHATWG File System), which the DOM types leave out. */
type SyncAccess = {
  readonly write: (bytes: Uint8Array, options: { readonly at: number }) => number;
  readonly truncate: (size: number) => void;
  readonly flush: () => void;
  readonly close: () => void;
};
type WorkerFileHandle = FileSystemFileHandle & { readonly createSyncAccessHandle: () => Promise<SyncAccess> };

/** Files in a folder of the origin private file system. Writing needs a worker, reading does not. */
function opfsFrameFiles(folder: FileSystemDirectoryHandle): FrameFiles {
  return {
    create: async (name) => {
      const handle = (await folder.getFileHandle(name, { create: true })) as WorkerFileHandle;
      const access = await handle.createSyncAccessHandle();
      access.truncate(0);
      let at = 0;
      return {
        append: async (bytes) => {
          let written = 0;
          while (written < bytes.length) {
            const step = access.write(bytes.subarray(written), { at: at + written });
            if (step <= 0) throw new Error("The browser's storage is full: no more time steps can be kept.");
            written += step;
          }
          at += bytes.length;
        },
        close: async () => {
          access.flush();
          access.close();
        },
      };
    },
    open: async (name) => {
      try {
        const file = await (await folder.getFileHandle(name)).getFile();
        return {
          size: file.size,
          read: async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
        };
      } catch {
        return null;
      }
    },
    removeAll: async (prefix) => {
      for await (const name of folder.keys()) {
        if (name.startsWith(prefix)) await folder.removeEntry(name).catch(() => undefined);
      }
    },
  };
}

const folderName = "frames";

/**
 * The store for this worker: on disk where the browser has one for us, in memory otherwise. What is on disk can be read
 * by every worker of the page.
 */
export function createFrameStore(): FrameStore {
  let opened: Promise<FrameStore> | null = null;
  const store = (): Promise<FrameStore> => {
    opened ??= openFrameFiles().then(createFrameStoreOn);
    return opened;
  };
  return {
    open: async (address) => (await store()).open(address),
    frame: async (address, series, index) => (await store()).frame(address, series, index),
    curve: async (address, series, cell) => (await store()).curve(address, series, cell),
    forget: async (address) => (await store()).forget(address),
  };
}

async function openFrameFiles(): Promise<FrameFiles> {
  try {
    if (!("createSyncAccessHandle" in FileSystemFileHandle.prototype)) return memoryFrameFiles();
    const root = await navigator.storage.getDirectory();
    return opfsFrameFiles(await root.getDirectoryHandle(folderName, { create: true }));
  } catch {
    // Node has no such storage, and private windows of some browsers refuse it.
    return memoryFrameFiles();
  }
}

export function createMemoryFrameStore(): FrameStore {
  return createFrameStoreOn(memoryFrameFiles());
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
