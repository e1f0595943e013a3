/** API keys: made, shown once, revoked. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "../parts/button.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Field } from "../parts/field.tsx";
import { Table } from "./page.tsx";
import { type KeyView, listKeys, makeKey, revokeKey } from "./questions.ts";
import { Roster } from "./roster.tsx";
import { agoOf } from "./words.ts";

const inUse = (keys: readonly KeyView[]) => keys.filter(({ revokedAt }) => revokedAt === null);

export function KeysPage() {
  const keys = useQuery({ queryKey: ["keys"], queryFn: listKeys, select: inUse });
  return (
    <Roster
      title="API keys"
      says="A program sends its key as a Bearer token and may do what the key's role may."
      name="keys"
      query={keys}
      make={{
        act: "Make a key",
        submit: "Make it",
        fields: (
          <Field
            label="Name"
            name="name"
            required
            autoComplete="off"
            placeholder="The program that will use it"
          />
        ),
        run: async (form, role) => {
          const name = String(form.get("name"));
          const { secret } = await makeKey({ name, role });
          const words = "Copy it now: only its digest is kept, so it can't be shown again.";
          return { title: `Key for ${name}`, words, secret };
        },
      }}
      leaving={{ done: "revoked", act: revokeKey }}
    >
      {(rows, { leave }) => <KeyTable keys={rows} onRevoke={leave} />}
    </Roster>
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
