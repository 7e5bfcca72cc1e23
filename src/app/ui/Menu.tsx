import type { ReactElement, ReactNode } from "react";
import {
  Menu as AriaMenu,
  Header,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from "react-aria-components";
import { Icon, type IconName } from "./Icon.tsx";

export type MenuEntry =
  | {
      readonly id: string;
      readonly label: string;
      readonly icon?: IconName;
      readonly shortcut?: string;
      readonly disabled?: boolean;
      readonly onAction: () => void;
    }
  | "separator";

/** A button with a menu of actions. `trigger` is the button. */
export function MenuButton({
  trigger,
  entries,
  label,
  header,
}: {
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly label: string;
  readonly header?: ReactNode;
}) {
  const items = entries.map((entry, index) =>
    entry === "separator" ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: separators have nothing else and never move
      <Separator key={`separator-${index}`} />
    ) : (
      <MenuItem
        className="menu-item"
        id={entry.id}
        isDisabled={entry.disabled ?? false}
        key={entry.id}
        onAction={entry.onAction}
        textValue={entry.label}
      >
        {entry.icon === undefined ? null : <Icon name={entry.icon} />}
        <span>{entry.label}</span>
        {entry.shortcut === undefined ? null : <kbd>{entry.shortcut}</kbd>}
      </MenuItem>
    ),
  );
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" offset={6}>
        <AriaMenu aria-label={label} className="menu">
          {header === undefined ? (
            items
          ) : (
            <MenuSection>
              <Header className="menu-header">{header}</Header>
              {items}
            </MenuSection>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export type MenuChoice = {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
};

/** A button with a menu of settings: of each group exactly one option holds. */
export function ChoiceMenuButton({
  trigger,
  choices,
  label,
}: {
  readonly trigger: ReactElement;
  readonly choices: readonly MenuChoice[];
  readonly label: string;
}) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="popover" offset={6}>
        <AriaMenu aria-label={label} className="menu">
          {choices.map((choice) => (
            <MenuSection
              disallowEmptySelection
              key={choice.label}
              onSelectionChange={(keys) => {
                const chosen = choice.options.find((option) => keys !== "all" && keys.has(option.id));
                if (chosen !== undefined) choice.onChoose(chosen.id);
              }}
              selectedKeys={[choice.chosen]}
              selectionMode="single"
            >
              <Header className="menu-header">{choice.label}</Header>
              {choice.options.map((option) => (
                <MenuItem className="menu-item" id={option.id} key={option.id} textValue={option.label}>
                  <Icon name={option.id === choice.chosen ? "check" : "blank"} />
                  <span>{option.label}</span>
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
