import { useTranslation } from "react-i18next";
import { sessionStore, setSession, useSession } from "#app/state/session.ts";
import { useView } from "#app/state/view.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import styles from "./Bookmarks.module.css";
import { leaveWalk } from "./tools.ts";

const most = 12;

/** Camera positions to come back to: before the meeting set, in the meeting one press each. */
export function Bookmarks() {
  const { t } = useTranslation();
  const bookmarks = useSession((state) => state.bookmarks);
  const scene = useView((state) => state.scene);
  const add = () => {
    if (scene === null) return;
    const taken = new Set(bookmarks.map((bookmark) => bookmark.id));
    let number = 1;
    while (taken.has(`view-${number}`)) number += 1;
    const name = t("workspace:bookmarks.name", { number });
    setSession({ bookmarks: [...bookmarks, { id: `view-${number}`, name, pose: scene.camera.pose() }] });
  };
  return (
    <div className={styles.list}>
      <h3>{t("workspace:map.bookmarks")}</h3>
      {bookmarks.length === 0 ? <p className="muted">{t("workspace:bookmarks.empty")}</p> : null}
      <ul>
        {bookmarks.map((bookmark) => (
          <li key={bookmark.id}>
            <input
              aria-label={t("workspace:bookmarks.rename")}
              className={styles.name}
              maxLength={40}
              onChange={(event) =>
                setSession({
                  bookmarks: sessionStore
                    .getState()
                    .bookmarks.map((other) =>
                      other.id === bookmark.id ? { ...other, name: event.target.value } : other,
                    ),
                })
              }
              value={bookmark.name}
            />
            <Button
              onPress={() => {
                leaveWalk();
                scene?.camera.flyTo(bookmark.pose, 0.8);
              }}
              small
            >
              {t("workspace:bookmarks.go")}
            </Button>
            <IconButton
              icon="trash"
              label={t("workspace:bookmarks.delete", { name: bookmark.name })}
              onPress={() => setSession({ bookmarks: bookmarks.filter((other) => other.id !== bookmark.id) })}
              small
            />
          </li>
        ))}
      </ul>
      <Button icon="add" isDisabled={scene === null || bookmarks.length >= most} onPress={add}>
        {t("workspace:bookmarks.add")}
      </Button>
    </div>
  );
}
