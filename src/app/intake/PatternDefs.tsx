import type { LayerLook, Pattern } from "./layerLook.ts";

const marks: Readonly<Record<Exclude<Pattern, "none">, string>> = {
  dots: "M3 3v.01M9 3v.01M6 9v.01M0 9v.01M12 9v.01",
  rising: "M-2 2 2-2M-2 14 14-2M10 14 14 10",
  falling: "M-2 10 2 14M-2-2 14 14M10-2 14 2",
  cross: "M0 0l12 12M12 0 0 12",
  level: "M0 3h12M0 9h12",
  upright: "M3 0v12M9 0v12",
  rings: "M6 3.5a2.5 2.5 0 1 0 .01 0z",
};

/** One SVG pattern in the colour of its layer; refer to it by `url(#id)`. */
export function PatternDef({ id, look }: { readonly id: string; readonly look: LayerLook }) {
  return (
    <pattern height="12" id={id} patternUnits="userSpaceOnUse" width="12">
      {look.pattern === "none" ? null : (
        <path
          d={marks[look.pattern]}
          fill="none"
          opacity="0.7"
          stroke={look.colour}
          strokeLinecap={look.pattern === "dots" ? "round" : "butt"}
          strokeWidth={look.pattern === "dots" ? 2.4 : 1.2}
        />
      )}
    </pattern>
  );
}

/** A small piece of a layer's look, for lists. */
export function Swatch({ id, look }: { readonly id: string; readonly look: LayerLook }) {
  return (
    <svg aria-hidden="true" focusable="false" height="18" viewBox="0 0 28 18" width="28">
      <defs>
        <PatternDef id={id} look={look} />
      </defs>
      <rect
        fill={`url(#${id})`}
        height="15"
        stroke={look.colour}
        strokeDasharray={look.dash}
        strokeWidth="1.6"
        width="25"
        x="1.5"
        y="1.5"
      />
    </svg>
  );
}
