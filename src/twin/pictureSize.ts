/** Pixels of a picture by its header. */
export type PictureSize = { readonly width: number; readonly height: number };

const isSound = (width: number, height: number): boolean => width > 0 && height > 0;

function pngSize(view: DataView): PictureSize | null {
  // The first chunk is IHDR: width and height (PNG specification, 11.2.2).
  if (view.byteLength < 24 || view.getUint32(12) !== 0x49484452) return null;
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  return isSound(width, height) ? { width, height } : null;
}

/** Start-of-frame segments: C0–CF without tables (C4), arithmetic conditioning (CC) and the reserved C8 (ITU T.81, table B.1). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegSize(view: DataView): PictureSize | null {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) {
      const height = view.getUint16(at + 5);
      const width = view.getUint16(at + 7);
      return isSound(width, height) ? { width, height } : null;
    }
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
}

/** Width and height that a JPEG or PNG states; null where it is neither or broken. */
export function pictureSize(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 24) return null;
  return view.getUint16(0) === 0xffd8
    ? jpegSize(view)
    : view.getUint32(0) === 0x89504e47
      ? pngSize(view)
      : null;
}
