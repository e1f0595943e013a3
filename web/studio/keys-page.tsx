/** API keys: made, shown once, revoked. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Answer, Confirm, Page, SecretSheet, Table, useAct } from "./page.tsx";
import { accountRoles } from "./people-page.tsx";
import { type KeyView, listKeys, makeKey, revokeKey } from "./questions.ts";
import { agoOf } from "./words.ts";

export function KeysPage() {
  const keys = useQuery({ queryKey: ["keys"], queryFn: listKeys });
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const [ending, setEnding] = useState<KeyView | null>(null);
  const queries = useQueryClient();
  const act = useAct();
  const again = () => queries.invalidateQueries({ queryKey: ["keys"] });
  return (
    <Page
      title="API keys"
      says="A program sends its key as a Bearer token and may do what the key's role may."
      acts={
        <Button tone="main" onClick={() => setMaking(true)}>
          Make a key
        </Button>
      }
    >
      <Answer query={keys}>
        {(all) => <KeyTable keys={all.filter(({ revokedAt }) => revokedAt === null)} onRevoke={setEnding} />}
      </Answer>
      {making && (
        <KeySheet
          onClose={() => setMaking(false)}
          onMake={(key) =>
            act(async () => {
              const { secret } = await makeKey(key);
              setMaking(false);
              setMade({ name: key.name, secret });
              await again();
            })
          }
        />
      )}
      {made && (
        <SecretSheet
          title={`Key for ${made.name}`}
          words="Copy it now: only its digest is kept, so it can't be shown again."
          secret={made.secret}
          onClose={() => setMade(null)}
        />
      )}
      {ending && (
        <Confirm
          title={`Revoke ${ending.name}?`}
          words="Programs that use it are refused from now on. A revoked key can't be brought back."
          act="Revoke"
          onAct={() => act(() => revokeKey(ending.id).then(again), `${ending.name} was revoked`)}
          onClose={() => setEnding(null)}
        />
      )}
    </Page>
  );
}

function KeyTable({ keys, onRevoke }: { keys: readonly KeyView[]; onRevoke: (key: KeyView) => void }) {
  if (keys.length === 0) {
    return <EmptyState icon="lock" title="No keys" words="Make one for each program that asks." />;
  }
  return (
    <Table
      label="API keys"
      rows={keys}
      keyOf={({ id }) => id}
      columns={[
        { name: "Name", of: ({ name }) => <b>{name}</b> },
        { name: "Role", of: ({ role }) => role },
        { name: "Made", of: ({ createdAt }) => <span className="page-soft">{agoOf(createdAt)}</span> },
        {
          name: "Last used",
          of: ({ lastUsedAt }) => (
            <span className="page-soft">{lastUsedAt ? agoOf(lastUsedAt) : "never"}</span>
          ),
        },
        {
          name: "",
          of: (key) => (
            <span className="row-acts">
              <Button tone="quiet" aria-label={`Revoke ${key.name}`} onClick={() => onRevoke(key)}>
                Revoke
              </Button>
            </span>
          ),
        },
      ]}
    />
  );
}

type NewKey = Parameters<typeof makeKey>[0];

function KeySheet({ onMake, onClose }: { onMake: (key: NewKey) => void; onClose: () => void }) {
  return (
    <Sheet title="Make a key" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const role = accountRoles.find(([each]) => each === form.get("role"))?.[0] ?? "viewer";
          onMake({ name: String(form.get("name")), role });
        }}
      >
        <Field
          label="Name"
          name="name"
          required
          autoComplete="off"
          placeholder="The program that will use it"
        />
        <Choice label="Role" name="role" value="member" options={accountRoles} />
        <div className="sheet-acts">
          <Button tone="main" type="submit">
            Make it
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Sheet>
  );
}
