import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { scenarioJsonSchemaText, schemaPath } from "#scenario/jsonSchema.ts";

/** Writes the JSON Schema of the scenario format; a test fails where the committed file is older than the code. */
const file = fileURLToPath(new URL(`../${schemaPath}`, import.meta.url));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, scenarioJsonSchemaText());
