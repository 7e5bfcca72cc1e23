import { Resource } from "@cesium/engine";
import type { TileServer } from "./server.ts";

type FetchOptions = { readonly responseType?: string };
type ImageOptions = { readonly flipY?: boolean; readonly skipColorSpaceConversion?: boolean };

/**
 * The engine asks resources for files and derives new ones from them. These answer from the city's own bytes, and so do all
 * that are derived from them; whatever lies elsewhere is refused without a request.
 */
export function servedResource(server: TileServer): Resource {
  return serving(new Resource({ url: server.entry }), server);
}

function serving(resource: Resource, server: TileServer): Resource {
  const bytes = async (): Promise<Uint8Array<ArrayBuffer>> => server.bytesAt(resource.url);
  return Object.assign(resource, {
    clone: (result?: Resource) => serving(Resource.prototype.clone.call(resource, result), server),
    // All of fetchJson, fetchText, fetchBlob and fetchArrayBuffer come here.
    fetch: async (options: FetchOptions = {}) => {
      if (resource.isDataUri) return Resource.prototype.fetch.call(resource, options);
      const found = await bytes();
      if (options.responseType === "arraybuffer") return found.buffer;
      if (options.responseType === "blob") return new Blob([found]);
      return new TextDecoder().decode(found);
    },
    fetchImage: async (options: ImageOptions = {}) => {
      if (resource.isDataUri) return Resource.prototype.fetchImage.call(resource, options);
      return createImageBitmap(new Blob([await bytes()]), {
        imageOrientation: options.flipY === true ? "flipY" : "from-image",
        premultiplyAlpha: "none",
        colorSpaceConversion: options.skipColorSpaceConversion === true ? "none" : "default",
      });
    },
  });
}
