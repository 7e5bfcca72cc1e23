/**
 * Where unit costs come from. They are ranges for a first comparison of plans and data to be replaced: nobody should
 * read a tender out of them.
 */
export const planningAssumption =
  "Planfall, planning-level assumption (Germany, 2025 prices, gross, construction without land, planning and upkeep); " +
  "not from a price index: replace by local tenders";
