import type { Point } from "#twin/frame.ts";
import { direction } from "../geometry/vector.ts";
import { arch, hip } from "./building.ts";
import { industry } from "./industry.ts";
import {
  box,
  flatPart,
  gablePart,
  part,
  pentPart,
  type Special,
  spirePart,
  workplace,
  yard,
} from "./special.ts";

const octagon = (x: number, y: number, r: number): Point[] => {
  const k = r * 0.41421356;
  return [
    [x + r, y - k],
    [x + r, y + k],
    [x + k, y + r],
    [x - k, y + r],
    [x - r, y + k],
    [x - r, y - k],
    [x - k, y - r],
    [x + k, y - r],
  ];
};

const alongSchool = direction([600, 956], [448, 946]);
const schoolHeading: Point = [-alongSchool[0], -alongSchool[1]];
const hospitalHeading: Point = direction([1121, 738], [1210, 738]);

/** Buildings and grounds that are drawn by hand: the places that make the district a district. */
export const specials: readonly Special[] = [
  // Market square: market hall (arched), town hall with ridge turret.
  {
    buildings: [
      workplace(
        "marketHall",
        [part(arch(box(652, 612, direction([640, 603], [694, 606]), 36, 17), 6, 10.5), "arch", 1)],
        { name: "Markthalle" },
      ),
      workplace(
        "townHall",
        [
          gablePart(box(599, 662, direction([596, 662], [632, 664]), 30, 13), 9.6, 16.2, 3),
          spirePart(box(610.5, 657.6, direction([596, 662], [632, 664]), 5, 4.7), 17, 24.5, 4),
        ],
        { name: "Rathaus" },
      ),
    ],
    surfaces: [],
    places: [
      { name: "Markthalle Wiesenbrück", kind: "market", at: [670, 622], tags: { amenity: "marketplace" } },
      { name: "Rathaus Wiesenbrück", kind: "townHall", at: [614, 669], tags: { amenity: "townhall" } },
    ],
  },
  // St. Kilian: nave, choir, west tower with spire.
  {
    buildings: [
      workplace(
        "church",
        [
          gablePart(box(733, 682, direction([730, 682], [764, 679]), 27, 14), 10.5, 19.5, 1),
          spirePart(box(725.9, 684.9, direction([730, 682], [764, 679]), 7, 8.5), 27, 47, 5),
          spirePart(octagon(766.1, 686.6, 5), 9.5, 15, 1),
        ],
        { name: "St. Kilian" },
      ),
    ],
    surfaces: [],
    places: [
      {
        name: "St. Kilian",
        kind: "church",
        at: [746, 688],
        tags: { amenity: "place_of_worship", religion: "christian", denomination: "catholic" },
      },
    ],
  },
  // School north of the railway with a large paved yard.
  {
    buildings: [
      workplace(
        "school",
        [
          flatPart(box(500, 1022, schoolHeading, 92, 15), 11.4, 3),
          flatPart(
            box(500, 984, [0, 1], 37.5, 15).map(([x, y]) => [x + 15, y] as Point),
            8.2,
            2,
          ),
        ],
        { name: "Grund- und Mittelschule Am Bahndamm" },
      ),
      workplace("sportsHall", [pentPart(box(612, 998, schoolHeading, 30, 40), 7.2, 8.6, 1)], {
        name: "Schulturnhalle",
      }),
    ],
    surfaces: [
      yard(box(516, 974, schoolHeading, 90, 50), "asphalt", "Schulhof"),
      yard(box(650, 975, schoolHeading, 46, 26), "asphalt", "Parkplatz Schule"),
      yard(box(462, 966, schoolHeading, 34, 66), "sportsSurface", "Kleinspielfeld"),
    ],
    places: [
      { name: "Grundschule Am Bahndamm", kind: "school", at: [545, 1031], tags: { amenity: "school" } },
      { name: "Turnhalle Am Bahndamm", kind: "sports", at: [627, 1018], tags: { leisure: "sports_centre" } },
    ],
  },
  // Hospital: main block, two wings, supply building.
  {
    buildings: [
      workplace(
        "hospital",
        [
          flatPart(box(1150, 690, hospitalHeading, 110, 17), 21.5, 6),
          flatPart(box(1162, 655, hospitalHeading, 17, 35), 14.5, 4),
          flatPart(box(1230, 655, hospitalHeading, 17, 35), 14.5, 4),
          flatPart(box(1179, 668, hospitalHeading, 51, 22), 5.2, 1),
        ],
        { name: "Kreisklinikum Wiesenbrück" },
      ),
      workplace("workshop", [flatPart(box(1266, 704, hospitalHeading, 22, 16), 6.2, 1)], {
        name: "Versorgungszentrale",
      }),
    ],
    surfaces: [
      yard(box(1150, 712, hospitalHeading, 110, 14), "asphalt", "Liegendanfahrt"),
      yard(box(1253, 650, hospitalHeading, 36, 44), "asphalt", "Parkplatz Klinikum"),
      yard(box(1134, 645, hospitalHeading, 22, 40), "permeablePaving", "Parkplatz Klinikum"),
    ],
    places: [
      {
        name: "Kreisklinikum Wiesenbrück",
        kind: "hospital",
        at: [1205, 698],
        tags: { amenity: "hospital", emergency: "yes" },
      },
    ],
  },
  // Care home east of the hollow, just uphill of the railway.
  {
    buildings: [
      workplace(
        "careHome",
        [
          part(hip(box(732, 950, direction([712, 1000], [800, 1003]), 46, 13), 9.6, 13.4, 0.14), "hip", 3),
          gablePart(box(764.9, 964.25, direction([712, 1000], [800, 1003]), 12.5, 22), 6.8, 10.2, 2),
        ],
        { name: "Seniorenzentrum Hasengrund", inmates: 84 },
      ),
    ],
    surfaces: [yard(box(728, 968, direction([712, 1000], [800, 1003]), 36, 24), "paved", "Vorplatz")],
    places: [
      {
        name: "Seniorenzentrum Hasengrund",
        kind: "careHome",
        at: [754, 957],
        tags: {
          amenity: "social_facility",
          social_facility: "nursing_home",
          "social_facility:for": "senior",
        },
      },
    ],
  },
  // Kindergarten beside the rows.
  {
    buildings: [
      workplace(
        "kindergarten",
        [pentPart(box(312, 964, direction([268, 934], [448, 946]), 32, 15), 3.4, 5.2, 1)],
        { name: "Kindertagesstätte Regenbogen" },
      ),
    ],
    surfaces: [yard(box(300, 982, direction([268, 934], [448, 946]), 56, 22), "lawn", "Spielfläche")],
    places: [
      { name: "Kita Regenbogen", kind: "kindergarten", at: [328, 972], tags: { amenity: "kindergarten" } },
    ],
  },
  // Fire station south of the underpass, on Am Bahnhof.
  {
    buildings: [
      workplace(
        "fireStation",
        [
          flatPart(box(708, 810, direction([686, 836], [780, 846]), 32, 14), 6.4, 2),
          flatPart(box(742, 813.6, direction([686, 836], [780, 846]), 6, 6), 15.5, 5),
        ],
        { name: "Feuerwache" },
      ),
    ],
    surfaces: [
      yard(box(704, 823, direction([686, 836], [780, 846]), 46, 17), "asphalt", "Alarmhof"),
      yard(box(712, 800, direction([686, 836], [780, 846]), 46, 11), "asphalt", "Übungshof"),
    ],
    places: [
      {
        name: "Feuerwache Wiesenbrück",
        kind: "fireStation",
        at: [724, 818],
        tags: { amenity: "fire_station" },
      },
    ],
  },
  // Station building and platforms.
  {
    buildings: [
      workplace(
        "station",
        [
          part(hip(box(790, 866, direction([780, 868], [860, 867]), 18, 12), 8.8, 13, 0.3), "hip", 2),
          gablePart(box(808, 865.8, direction([780, 868], [860, 867]), 26, 9), 4.6, 7.2, 1),
        ],
        { name: "Bahnhof Wiesenbrück" },
      ),
    ],
    surfaces: [
      yard(box(778, 852, direction([780, 846], [850, 845]), 74, 30), "paved", "Bahnhofsvorplatz"),
      yard(box(856, 853, direction([780, 846], [850, 845]), 66, 26), "asphalt", "P+R-Platz"),
    ],
    places: [
      {
        name: "Wiesenbrück",
        kind: "station",
        at: [812, 872],
        tags: { railway: "station", public_transport: "station" },
      },
    ],
  },
  // Former freight yard: goods shed on gravel, waiting for a use.
  {
    buildings: [
      workplace(
        "store",
        [gablePart(box(985, 852, direction([914, 852], [1128, 838]), 74, 14), 5.2, 8.4, 1)],
        { name: "Güterschuppen" },
      ),
    ],
    surfaces: [yard(box(960, 846, direction([914, 852], [1128, 838]), 150, 26), "gravel", "Ladestraße")],
    places: [],
  },
  // Supermarket with car park, Fuldaer Straße.
  {
    buildings: [
      workplace(
        "supermarket",
        [pentPart(box(1128, 552, direction([1090, 534], [1200, 524]), 48, 30), 5.2, 7.6, 1)],
        { name: "Supermarkt" },
      ),
    ],
    surfaces: [
      yard(box(1118, 584, direction([1090, 628], [1200, 622]), 70, 33), "asphalt", "Kundenparkplatz"),
      yard(box(1098, 548, direction([1090, 534], [1200, 524]), 29, 34), "asphalt", "Anlieferung"),
    ],
    places: [
      {
        name: "Frischemarkt Wiesenbrück",
        kind: "supermarket",
        at: [1152, 565],
        tags: { shop: "supermarket" },
      },
    ],
  },
  // Discounter in the north-west.
  {
    buildings: [
      workplace(
        "supermarket",
        [gablePart(box(612, 1140, direction([560, 1140], [640, 1136]), 36, 20), 4.4, 9.2, 1)],
        { name: "Nahversorger Nordstraße" },
      ),
    ],
    surfaces: [
      yard(box(596, 1098, direction([560, 1140], [640, 1136]), 66, 40), "asphalt", "Kundenparkplatz"),
    ],
    places: [
      { name: "Nahkauf Nordstraße", kind: "supermarket", at: [630, 1149], tags: { shop: "supermarket" } },
    ],
  },
  industry,
];
