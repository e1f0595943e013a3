/** Round controls: a button with words, and one with a drawing and a name. */
import type { ButtonHTMLAttributes, Ref } from "react";
import { Icon, type IconName } from "./icon.tsx";
import "./button.css";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: "plain" | "main" | "quiet";
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ tone = "plain", className = "", ...rest }: ButtonProps) {
  return <button type="button" className={`button button-${tone} ${className}`} {...rest} />;
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  /** What a screen reader says and a tooltip shows. */
  name: string;
  over?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** `over`: lies on a picture and needs its own ground. */
export function IconButton({ icon, name, over = false, className = "", ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={name}
      title={name}
      className={`icon-button ${over ? "icon-button-over" : ""} ${className}`}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}
