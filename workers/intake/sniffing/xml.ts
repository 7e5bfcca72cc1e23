import type { SourceFormat } from "../report.ts";

const roots: Readonly<Record<string, SourceFormat>> = {
  CityModel: "cityGml",
  osm: "osmXml",
  XPlanAuszug: "xplanGml",
  kml: "kml",
  PAMDataset: "companion",
  MD_Metadata: "companion",
  metadata: "companion",
  qgis: "companion",
  GetRecordByIdResponse: "companion",
  VRTDataset: "rasterOther",
  html: "webPage",
  HTML: "webPage",
  ServiceExceptionReport: "webPage",
  ExceptionReport: "webPage",
  WFS_Capabilities: "webPage",
  WMS_Capabilities: "webPage",
  Error: "webPage",
  AX_Bestandsdatenauszug: "alkisNas",
  AX_NutzerbezogeneBestandsdatenaktualisierung_NBA: "alkisNas",
  COLLADA: "mesh3d",
  ifcXML: "bim",
};

/** The local name of the root element; "" = none within the text. */
export function rootOf(text: string): string {
  // Comments, processing instructions and a document type may stand before it; each is passed once, in one pass.
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("<", at);
    if (open < 0) return "";
    const passed = text.startsWith("<!--", open)
      ? text.indexOf("-->", open)
      : text.startsWith("<?", open)
        ? text.indexOf("?>", open)
        : text.startsWith("<!", open)
          ? endOfDoctype(text, open)
          : null;
    if (passed === null)
      return /^<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s>/]/.exec(text.slice(open, open + 300))?.[1] ?? "";
    if (passed < 0) return "";
    at = passed + 1;
  }
  return "";
}

function endOfDoctype(text: string, open: number): number {
  const subset = text.indexOf("[", open);
  const close = text.indexOf(">", open);
  if (subset < 0 || subset > close) return close;
  const end = text.indexOf("]", subset);
  return end < 0 ? -1 : text.indexOf(">", end);
}

/** What an XML text is, by its root element and, for bare collections, by the namespaces that it names. */
export function xmlFormat(text: string): SourceFormat {
  const root = rootOf(text);
  if (Object.hasOwn(roots, root)) return roots[root];
  if (/<!doctype html/i.test(text.slice(0, 500))) return "webPage";
  if (root === "FeatureCollection" || root === "SpatialDataSet") {
    if (/www\.xplanung\.de\/xplangml/.test(text)) return "xplanGml";
    return "gmlFeatures";
  }
  if (/www\.xplanung\.de\/xplangml/.test(text) && /^(XPlan|BP_|FP_)/.test(root)) return "xplanGml";
  return root === "" ? "unknown" : "xmlOther";
}
