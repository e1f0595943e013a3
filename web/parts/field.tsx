/** Fields of a form: a name above, what it means below; a choice of a few as one row of segments; a switch; a measure with its unit. */
import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import "./field.css";

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  name: string;
  label: string;
  help?: ReactNode;
}

export function Field({ label, help, ...input }: FieldProps) {
  const about = useId();
  return (
    <label className="field">
      <span>{label}</span>
      <input {...input} aria-describedby={help ? about : undefined} />
      {help && <small id={about}>{help}</small>}
    </label>
  );
}

interface SwitchProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange"> {
  on: boolean;
  onSwitch: (on: boolean) => void;
}

/** On or off, at once. Its name comes from the label around it or `aria-label`. */
export function Switch({ on, onSwitch, ...input }: SwitchProps) {
  return (
    <span className="switch">
      <input
        {...input}
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={({ target }) => onSwitch(target.checked)}
      />
      <span />
    </span>
  );
}

interface MeasureProps extends InputHTMLAttributes<HTMLInputElement> {
  /** What is counted, such as "MB"; shown within the field, after the figure. */
  unit: string | null;
}

export function Measure({ unit, ...input }: MeasureProps) {
  return (
    <span className="measure">
      <input {...input} />
      {unit && <small aria-hidden="true">{unit}</small>}
    </span>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  options: ReadonlyArray<readonly [value: string, text: string]>;
  value?: string | undefined;
  onChoose?: (value: string) => void;
}

/** Keeps its own state within a form unless `onChoose` is given. */
export function Choice({ name, label, options, value, onChoose }: ChoiceProps) {
  return (
    <fieldset className="field choice">
      <legend>{label}</legend>
      <div>
        {options.map(([each, text]) => (
          <label key={each}>
            <input
              type="radio"
              name={name}
              value={each}
              {...(onChoose
                ? { checked: value === each, onChange: () => onChoose(each) }
                : { defaultChecked: (value ?? options[0]?.[0]) === each })}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
