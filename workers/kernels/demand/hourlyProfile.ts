/**
 * Share of a day's motor vehicles in each hour (0 = from midnight to one). Mean of the 550 counting stations for cars in Berlin,
 * 2018, weighted by their traffic: Senate Department (traffic information centre, VMZ), in the input of the MATSim Open Berlin
 * Scenario, CC BY 4.0; the 24 means are this project's.
 */
export const hourlyShare: readonly number[] = [
  0.0092, 0.0061, 0.0051, 0.0059, 0.0111, 0.0328, 0.0554, 0.0625, 0.0628, 0.0586, 0.0552, 0.0553, 0.0569,
  0.0591, 0.0635, 0.0654, 0.0654, 0.063, 0.0586, 0.0458, 0.0352, 0.0278, 0.0236, 0.0157,
];

/** The same weighting as above, so that a day has exactly one day's vehicles. */
const total = hourlyShare.reduce((sum, share) => sum + share, 0);

/** Share of the day in an hour that starts then; hours outside of 0–23 wrap around. */
export const shareOfHour = (hour: number): number => hourlyShare[((Math.floor(hour) % 24) + 24) % 24] / total;
