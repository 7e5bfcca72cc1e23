/** House numbers by street, for the search: places only, nobody who lives there. */
export type AddressTable = {
  readonly count: number;
  readonly streets: readonly string[];
  /** Index into `streets`. */
  readonly streetIndex: Uint32Array;
  /** As delivered: "12", "12 a". */
  readonly houseNumbers: readonly string[];
  /** x,y pairs, frame offsets, metres. */
  readonly xy: Float32Array;
};
