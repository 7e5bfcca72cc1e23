import type { ReactElement, ReactNode, Ref } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import { Icon, type IconName } from "./Icon.tsx";

type Look = "default" | "primary" | "plain";

export type ButtonProps = Omit<AriaButtonProps, "className" | "children" | "style"> & {
  readonly look?: Look;
  readonly small?: boolean;
  readonly icon?: IconName;
  readonly className?: string;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
};

const lookClass: Readonly<Record<Look, string>> = {
  default: "",
  primary: " btn-primary",
  plain: " btn-plain",
};

export function Button({ look = "default", small = false, icon, className, children, ...rest }: ButtonProps) {
  const classes = `btn${lookClass[look]}${small ? " btn-small" : ""}${className ? ` ${className}` : ""}`;
  return (
    <AriaButton {...rest} className={classes}>
      {icon === undefined ? null : <Icon name={icon} size={small ? 16 : 20} />}
      {children}
    </AriaButton>
  );
}

export type IconButtonProps = Omit<ButtonProps, "children" | "icon"> & {
  readonly icon: IconName;
  readonly label: string;
  /** Shown in the tooltip beside the label. */
  readonly shortcut?: string;
  /** A toggle that is on or off; leave out for plain buttons. */
  readonly pressed?: boolean;
  readonly children?: ReactNode;
};

/** A button with a picture only: its name is its tooltip too, so that nobody has to guess. */
export function IconButton({
  icon,
  label,
  shortcut,
  pressed,
  look = "plain",
  small = false,
  className,
  children,
  ...rest
}: IconButtonProps) {
  const classes = `btn btn-icon${lookClass[look]}${small ? " btn-small" : ""}${className ? ` ${className}` : ""}`;
  return (
    <WithTooltip shortcut={shortcut} text={label}>
      <AriaButton
        {...rest}
        {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
        aria-label={label}
        className={classes}
      >
        {children ?? <Icon name={icon} size={small ? 16 : 20} />}
      </AriaButton>
    </WithTooltip>
  );
}

function WithTooltip({
  text,
  shortcut,
  children,
}: {
  readonly text: ReactNode;
  readonly shortcut?: string | undefined;
  readonly children: ReactElement;
}) {
  return (
    <TooltipTrigger closeDelay={0} delay={600}>
      {children}
      <Tooltip className="tooltip" offset={8}>
        {text}
        {shortcut === undefined ? null : <kbd>{shortcut}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
