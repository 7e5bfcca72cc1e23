import {
  PixelDatatype,
  PixelFormat,
  type RenderContext,
  Sampler,
  Texture,
  TextureMagnificationFilter,
  TextureMinificationFilter,
  TextureWrap,
} from "@cesium/engine";

/** Values to be read one by one in a shader (texelFetch). */
const exact = new Sampler({
  wrapS: TextureWrap.CLAMP_TO_EDGE,
  wrapT: TextureWrap.CLAMP_TO_EDGE,
  minificationFilter: TextureMinificationFilter.NEAREST,
  magnificationFilter: TextureMagnificationFilter.NEAREST,
});

const picture = new Sampler({
  wrapS: TextureWrap.CLAMP_TO_EDGE,
  wrapT: TextureWrap.CLAMP_TO_EDGE,
  minificationFilter: TextureMinificationFilter.LINEAR_MIPMAP_LINEAR,
  magnificationFilter: TextureMagnificationFilter.LINEAR,
  maximumAnisotropy: 8,
});

/** An RGBA picture with mipmaps; row 0 of the array is v = 0. */
export function pictureTexture(
  context: RenderContext,
  rgba: Uint8Array,
  width: number,
  height: number,
): Texture {
  const texture = new Texture({
    context,
    pixelFormat: PixelFormat.RGBA,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
    source: { arrayBufferView: rgba, width, height },
    sampler: picture,
    flipY: false,
  });
  texture.generateMipmap();
  return texture;
}

/** One float per texel. */
export const floatTexture = (
  context: RenderContext,
  values: Float32Array,
  width: number,
  height: number,
): Texture => floats(context, PixelFormat.RED, values, width, height);

/** Four floats per texel. */
export const vectorTexture = (
  context: RenderContext,
  values: Float32Array,
  width: number,
  height: number,
): Texture => floats(context, PixelFormat.RGBA, values, width, height);

function floats(
  context: RenderContext,
  pixelFormat: PixelFormat,
  values: Float32Array,
  width: number,
  height: number,
): Texture {
  return new Texture({
    context,
    pixelFormat,
    pixelDatatype: PixelDatatype.FLOAT,
    source: { arrayBufferView: values, width, height },
    sampler: exact,
    flipY: false,
  });
}

/** One 16-bit number per texel: low byte in red, high byte in green. */
export function sixteenBitTexture(
  context: RenderContext,
  codes: Uint16Array,
  width: number,
  height: number,
): Texture {
  return new Texture({
    context,
    pixelFormat: PixelFormat.RG,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
    source: { arrayBufferView: bytesOf(codes), width, height },
    sampler: exact,
    flipY: false,
  });
}

/** One byte per texel. */
export function byteTexture(
  context: RenderContext,
  values: Uint8Array,
  width: number,
  height: number,
): Texture {
  return new Texture({
    context,
    pixelFormat: PixelFormat.RED,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
    source: { arrayBufferView: values, width, height },
    sampler: exact,
    flipY: false,
  });
}

export function bytesTexture(
  context: RenderContext,
  rgba: Uint8Array,
  width: number,
  height: number,
): Texture {
  return new Texture({
    context,
    pixelFormat: PixelFormat.RGBA,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
    source: { arrayBufferView: rgba, width, height },
    sampler: exact,
    flipY: false,
  });
}

function bytesOf(codes: Uint16Array): Uint8Array {
  return new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength);
}
