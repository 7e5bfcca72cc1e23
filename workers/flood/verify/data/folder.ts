import type { VerifyCase } from "../case.ts";

export async function casesFromFolder(_folder: string): Promise<VerifyCase[]> {
  return [];
}
