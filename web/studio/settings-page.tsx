/** Settings: every one with its help, changed in place. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { Field, Measure, Switch } from "../parts/field.tsx";
import { Answer, Page, useAct } from "./page.tsx";
import { changeSetting, listSettings, type SettingView } from "./questions.ts";

type Value = SettingView["value"];

export function SettingsPage() {
  const settings = useQuery({ queryKey: ["settings"], queryFn: listSettings });
  const [sought, setSought] = useState("");
  const queries = useQueryClient();
  const act = useAct();
  const change = (name: string, value: Value | null) =>
    act(async () => queries.setQueryData(["settings"], await changeSetting(name, value)), `${name} is kept`);
  return (
    <Page
      title="Settings"
      says={
        settings.data?.restartNeeded
          ? "Some changes wait for a restart of the server; they are marked."
          : "Each has a default that suits most places. A change is kept in bowerbird.json in the data folder."
      }
    >
      <Field
        label="Find a setting"
        name="sought"
        type="search"
        value={sought}
        placeholder="Such as port, cutoff or anonymous"
        onChange={(event) => setSought(event.target.value)}
      />
      <Answer query={settings}>
        {({ items }) => {
          const words = sought.trim().toLowerCase();
          const found = items.filter(({ name, help }) => `${name} ${help}`.toLowerCase().includes(words));
          const groups = Map.groupBy(found, ({ name }) => name.split(".")[0] ?? "");
          if (found.length === 0) return <p className="page-soft">No setting speaks of that.</p>;
          return (
            <>
              {[...groups].map(([group, rows]) => (
                <section key={group}>
                  <h2>{group.charAt(0).toUpperCase() + group.slice(1)}</h2>
                  {rows.map((row) => (
                    <SettingRow
                      key={`${row.name} ${row.afterRestart ?? row.value}`}
                      setting={row}
                      onChange={change}
                    />
                  ))}
                </section>
              ))}
            </>
          );
        }}
      </Answer>
    </Page>
  );
}

interface SettingRowProps {
  setting: SettingView;
  onChange: (name: string, value: Value | null) => void;
}

function SettingRow({ setting, onChange }: SettingRowProps) {
  const { name, help, value, afterRestart, source } = setting;
  const shown = afterRestart ?? value;
  const fixed = source === "environment" || source === "flag";
  return (
    <div className="setting">
      <div>
        <b>{name}</b>
        <p id={`help-${name}`}>
          {help}
          {afterRestart !== null && ` Now ${value}; this one after a restart.`}
          {fixed &&
            ` Set by ${source === "flag" ? "a flag of the command" : "the environment"}; change it there.`}
        </p>
      </div>
      <div className="setting-value">
        <SettingControl
          setting={setting}
          shown={shown}
          disabled={fixed}
          onChange={(next) => onChange(name, next)}
        />
        {source === "file" && (
          <Button tone="quiet" aria-label={`Default of ${name}`} onClick={() => onChange(name, null)}>
            Default
          </Button>
        )}
      </div>
    </div>
  );
}

interface ControlProps {
  setting: SettingView;
  shown: Value;
  disabled: boolean;
  onChange: (value: Value) => void;
}

function SettingControl({ setting, shown, disabled, onChange }: ControlProps) {
  const { name, choices, min, max, unit } = setting;
  const about = { "aria-label": name, "aria-describedby": `help-${name}`, disabled };
  if (typeof shown === "boolean") return <Switch {...about} on={shown} onSwitch={onChange} />;
  if (choices) {
    return (
      <select
        {...about}
        className="select"
        value={String(shown)}
        onChange={({ target }) => onChange(target.value)}
      >
        {choices.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    );
  }
  const number = typeof shown === "number";
  return (
    <Measure
      {...about}
      unit={number ? unit : null}
      type={number ? "number" : "text"}
      step="any"
      min={min ?? undefined}
      max={max ?? undefined}
      defaultValue={String(shown)}
      onBlur={({ target }) => {
        const next = number ? Number(target.value) : target.value;
        if (target.value !== "" && next !== shown) onChange(next);
      }}
      onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
    />
  );
}
