/** Mean radius of the Earth (GRS80), metres: how fast level ground drops below a line of sight. */
export const earthRadiusM = 6_371_009;
