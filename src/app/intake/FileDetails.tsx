import { useTranslation } from "react-i18next";
import { SelectField } from "#app/ui/fields.tsx";
import type { DataRole } from "#workers/intake/choices.ts";
import type { SourceFormat } from "#workers/intake/report.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import { ClassMapping } from "./ClassMapping.tsx";
import { ColumnMapping } from "./ColumnMapping.tsx";
import { CrsField } from "./CrsField.tsx";
import styles from "./FileDetails.module.css";
import { Findings } from "./Findings.tsx";
import { choose } from "./importing.ts";
import { SourceFields } from "./SourceFields.tsx";

/** What the values of a raster can be; nothing in them tells a surface model from a terrain. */
const rasterFormats: readonly SourceFormat[] = ["geoTiff", "asciiGrid", "xyzGrid"];
const rasterRoles: readonly DataRole[] = [
  "terrain",
  "buildingHeight",
  "vegetationHeight",
  "landCover",
  "picture",
];
const tableRoles: readonly DataRole[] = [
  "buildings",
  "trees",
  "landCover",
  "population",
  "places",
  "addresses",
  "planAreas",
];
/** Formats whose coordinates say nothing of their system, or may say it wrongly. */
const withoutCrsChoice: readonly SourceFormat[] = [
  "osmXml",
  "osmPbf",
  "gtfs",
  "srtmHgt",
  "tiles3d",
  "twinPackage",
];

/** Everything that can be decided about one file. */
export function FileDetails({
  file,
  twinCrs,
}: {
  readonly file: FileDescription;
  readonly twinCrs: string | null;
}) {
  const { t } = useTranslation();
  const { report } = file;
  const isRaster = rasterFormats.includes(report.format);
  const isTable = report.table !== null;
  const gives = file.outlines.length > 0 || isTable || isRaster || report.crs !== null;
  return (
    <div className={styles.details}>
      {gives ? (
        <div className={styles.decisions}>
          {isRaster || isTable ? <RoleField file={file} roles={isRaster ? rasterRoles : tableRoles} /> : null}
          {withoutCrsChoice.includes(report.format) ? null : <CrsField file={file} twinCrs={twinCrs} />}
        </div>
      ) : null}
      {report.table === null ? null : <ColumnMapping file={file} table={report.table} />}
      {report.table === null ? null : <ClassMapping file={file} table={report.table} />}
      {/* A package brings the source of each of its layers. */}
      {gives && report.format !== "twinPackage" ? <SourceFields file={file} /> : null}
      {report.findings.length === 0 ? null : (
        <section>
          <h4>{t("wizard:findings.title")}</h4>
          <Findings findings={report.findings} />
        </section>
      )}
    </div>
  );
}

const automatic = "auto";

function RoleField({ file, roles }: { readonly file: FileDescription; readonly roles: readonly DataRole[] }) {
  const { t } = useTranslation();
  const { report, choice } = file;
  const found = (report.table?.roles ?? []).filter(({ decidedBy }) => decidedBy !== "choice");
  const names = [...new Set(found.map(({ role }) => t(`wizard:roles.${role}`)))].join(", ");
  const first = found[0];
  return (
    <SelectField
      {...(first === undefined ? {} : { hint: t(`wizard:role.decidedBy.${first.decidedBy}`) })}
      label={t("wizard:role.label")}
      onChange={(role: DataRole | typeof automatic) =>
        void choose([file.id], { role: role === automatic ? undefined : role, columns: undefined })
      }
      options={[
        {
          id: automatic,
          label: names === "" ? t("wizard:role.auto") : t("wizard:role.autoAs", { roles: names }),
        },
        ...roles.map((role) => ({ id: role, label: t(`wizard:roles.${role}`) })),
      ]}
      value={choice.role ?? automatic}
    />
  );
}
