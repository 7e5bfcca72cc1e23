import type { ReactNode } from "react";
import {
  NumberField as AriaNumberField,
  Select as AriaSelect,
  Switch as AriaSwitch,
  TextField as AriaTextField,
  Button,
  FieldError,
  Group,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon.tsx";

export function NumberField({
  label,
  value,
  unit,
  min,
  max,
  step,
  hint,
  disabled = false,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <AriaNumberField
      className="field"
      formatOptions={{ maximumFractionDigits: 4, useGrouping: Math.abs(value) >= 10_000 }}
      isDisabled={disabled}
      isWheelDisabled
      maxValue={max}
      minValue={min}
      onChange={(next) => {
        if (Number.isFinite(next) && next !== value) onChange(next);
      }}
      step={step}
      value={value}
    >
      <Label className="field-label">{label}</Label>
      <Group className="number">
        <Input />
        {unit === "" || unit === "1" ? null : <span className="number-unit">{unit}</span>}
        <Button aria-label={t("common:less", { label })} slot="decrement">
          <Icon name="minus" size={16} />
        </Button>
        <Button aria-label={t("common:more", { label })} slot="increment">
          <Icon name="add" size={16} />
        </Button>
      </Group>
      {hint === undefined ? null : (
        <Text className="field-hint" slot="description">
          {hint}
        </Text>
      )}
      <FieldError className="field-error" />
    </AriaNumberField>
  );
}

export function SelectField<Option extends string>({
  label,
  value,
  options,
  hint,
  hideLabel = false,
  onChange,
}: {
  readonly label: string;
  readonly value: Option;
  /** `note` stands under an entry of the open list only. */
  readonly options: readonly { readonly id: Option; readonly label: string; readonly note?: string }[];
  readonly hint?: ReactNode;
  readonly hideLabel?: boolean;
  readonly onChange: (value: Option) => void;
}) {
  return (
    <AriaSelect
      className="field"
      onChange={(key) => {
        const option = options.find((candidate) => candidate.id === key);
        if (option !== undefined) onChange(option.id);
      }}
      value={value}
    >
      <Label className={hideLabel ? "visually-hidden" : "field-label"}>{label}</Label>
      <Button className="select-button">
        <SelectValue />
        <Icon name="chevronDown" size={16} />
      </Button>
      {hint === undefined ? null : (
        <Text className="field-hint" slot="description">
          {hint}
        </Text>
      )}
      <Popover className="popover">
        <ListBox className="menu">
          {options.map((option) => (
            <ListBoxItem className="menu-item" id={option.id} key={option.id} textValue={option.label}>
              {({ isSelected }) => (
                <>
                  <span>
                    {option.label}
                    {option.note === undefined ? null : <small className="option-note">{option.note}</small>}
                  </span>
                  {isSelected ? (
                    <span style={{ marginLeft: "auto" }}>
                      <Icon name="check" size={16} />
                    </span>
                  ) : null}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Switch({
  isSelected,
  onChange,
  children,
  label,
}: {
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly children?: ReactNode;
  /** For a switch without visible text. */
  readonly label?: string;
}) {
  return (
    <AriaSwitch
      {...(label === undefined ? {} : { "aria-label": label })}
      className="switch"
      isSelected={isSelected}
      onChange={onChange}
    >
      <span className="switch-track" />
      {children}
    </AriaSwitch>
  );
}

export function TextField({
  label,
  value,
  maxLength = 80,
  autoFocus = false,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly maxLength?: number;
  readonly autoFocus?: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <AriaTextField
      autoFocus={autoFocus}
      className="field"
      maxLength={maxLength}
      onChange={onChange}
      value={value}
    >
      <Label className="field-label">{label}</Label>
      <Input className="input" onFocus={(event) => event.currentTarget.select()} />
    </AriaTextField>
  );
}
