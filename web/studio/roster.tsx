/** A page of who may come in, people or programs: listed, made with a secret that is shown once, taken away with a way back. */
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "../parts/button.tsx";
import { Choice } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useLeaving } from "./leaving.ts";
import { Answer, Page, SecretSheet, useAct } from "./page.tsx";
import type { AccountRole } from "./questions.ts";

export const accountRoles: ReadonlyArray<readonly [AccountRole, string]> = [
  ["viewer", "Viewer"],
  ["member", "Member"],
  ["analyst", "Analyst"],
  ["admin", "Admin"],
];

export function parseRole(text: unknown): AccountRole {
  return accountRoles.find(([each]) => each === text)?.[0] ?? "viewer";
}

export interface Secret {
  readonly title: string;
  readonly words: string;
  readonly secret: string;
}

interface RosterProps<T> {
  title: string;
  says: string;
  /** Its key is the list's own name. */
  name: "people" | "keys";
  query: UseQueryResult<readonly T[]>;
  make: {
    readonly act: string;
    readonly submit: string;
    /** Beside the role. */
    readonly fields: ReactNode;
    readonly run: (form: FormData, role: AccountRole) => Promise<Secret>;
  };
  leaving: { readonly done: string; readonly act: (id: string) => Promise<unknown> };
  children: (
    rows: readonly T[],
    acts: { leave: (row: T) => void; showSecret: (ask: () => Promise<Secret>) => void },
  ) => ReactNode;
}

export function Roster<T extends { id: string; name: string }>(props: RosterProps<T>) {
  const { title, says, name, query, make, children } = props;
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<Secret | null>(null);
  const queries = useQueryClient();
  const act = useAct();
  const again = () => queries.invalidateQueries({ queryKey: [name] });
  const { gone, leave } = useLeaving({ ...props.leaving, again });
  const begin = (form: FormData) =>
    act(async () => {
      const made = await make.run(form, parseRole(form.get("role")));
      setMaking(false);
      setSecret(made);
      await again();
    });
  const showSecret = (ask: () => Promise<Secret>) => void act(async () => setSecret(await ask()));
  return (
    <Page
      title={title}
      says={says}
      acts={
        <Button tone="main" onClick={() => setMaking(true)}>
          {make.act}
        </Button>
      }
    >
      <Answer query={query}>
        {(rows) =>
          children(
            rows.filter(({ id }) => !gone.has(id)),
            { leave, showSecret },
          )
        }
      </Answer>
      {making && (
        <Sheet title={make.act} onClose={() => setMaking(false)}>
          <form className="form" action={begin}>
            {make.fields}
            <Choice label="Role" name="role" value="member" options={accountRoles} />
            <div className="sheet-acts">
              <Button tone="main" type="submit">
                {make.submit}
              </Button>
              <Button onClick={() => setMaking(false)}>Cancel</Button>
            </div>
          </form>
        </Sheet>
      )}
      {secret && <SecretSheet {...secret} onClose={() => setSecret(null)} />}
    </Page>
  );
}
