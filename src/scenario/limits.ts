/** What a scenario may hold. Generous for planners, tight enough that a hostile file cannot stall a tab. */
export const limits = {
  fileCharacters: 4_000_000,
  jsonNodes: 300_000,
  jsonDepth: 12,
  /** One letter each. */
  plans: 26,
  measuresPerPlan: 2000,
  points: 1000,
  sections: 1000,
  textLength: 500,
  idLength: 120,
  conditionsPerModel: 100,
  seriesLength: 1000,
  tableRows: 100,
  tableColumns: 20,
  outcomes: 500,
  indicatorsPerOutcome: 200,
  /** Years that plans can be looked at in. */
  years: { earliest: 1900, latest: 2200 },
  /** Frame offsets, metres: nothing in a city is further from its origin than this. */
  coordinateM: 200_000,
  issuesReported: 20,
} as const;
