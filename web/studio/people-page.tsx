/** People: who has an account, what each may do, and one-time links. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "../discover/session.ts";
import { Avatar } from "../parts/avatar.tsx";
import { Button } from "../parts/button.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { Answer, Confirm, Page, SecretSheet, Table, useAct } from "./page.tsx";
import {
  type AccountRole,
  changeRole,
  invite,
  listPeople,
  newLink,
  type PersonView,
  removePerson,
} from "./questions.ts";
import { agoOf } from "./words.ts";

export const accountRoles: ReadonlyArray<readonly [AccountRole, string]> = [
  ["viewer", "Viewer"],
  ["member", "Member"],
  ["analyst", "Analyst"],
  ["admin", "Admin"],
];

export function PeoplePage() {
  const people = useQuery({ queryKey: ["people"], queryFn: listPeople });
  const [inviting, setInviting] = useState(false);
  const [link, setLink] = useState<{ name: string; link: string } | null>(null);
  const [leaving, setLeaving] = useState<PersonView | null>(null);
  const queries = useQueryClient();
  const act = useAct();
  const again = () => queries.invalidateQueries({ queryKey: ["people"] });
  return (
    <Page
      title="People"
      says="Viewers look, members add and save, analysts measure, admins run the place. Everyone signs in by a one-time link."
      acts={
        <Button tone="main" onClick={() => setInviting(true)}>
          Invite
        </Button>
      }
    >
      <Answer query={people}>
        {(all) => (
          <PeopleTable
            people={all.filter(({ anonymous }) => !anonymous)}
            onRole={(person, role) =>
              act(() => changeRole(person.id, role).then(again), `${person.name} is ${role} now`)
            }
            onLink={(person) =>
              act(async () => setLink({ name: person.name, link: (await newLink(person.id)).link }))
            }
            onRemove={setLeaving}
          />
        )}
      </Answer>
      {inviting && (
        <InviteSheet
          onClose={() => setInviting(false)}
          onInvite={(person) =>
            act(async () => {
              const invited = await invite(person);
              setInviting(false);
              setLink({ name: invited.person.name, link: invited.link });
              await again();
            })
          }
        />
      )}
      {link && (
        <SecretSheet
          title={`Link for ${link.name}`}
          words="It signs them in once, within seven days. Send it to nobody else; it is not shown again."
          secret={link.link}
          onClose={() => setLink(null)}
        />
      )}
      {leaving && (
        <Confirm
          title={`Remove ${leaving.name}?`}
          words="Their sessions end at once and their account is gone. Pictures they added stay."
          act="Remove"
          onAct={() => act(() => removePerson(leaving.id).then(again), `${leaving.name} was removed`)}
          onClose={() => setLeaving(null)}
        />
      )}
    </Page>
  );
}

interface PeopleTableProps {
  people: readonly PersonView[];
  onRole: (person: PersonView, role: AccountRole) => void;
  onLink: (person: PersonView) => void;
  onRemove: (person: PersonView) => void;
}

function PeopleTable({ people, onRole, onLink, onRemove }: PeopleTableProps) {
  const you = useSession().data?.person?.id;
  return (
    <Table
      label="People"
      rows={people}
      keyOf={({ id }) => id}
      columns={[
        {
          name: "Name",
          of: (person) => (
            <span className="row-person">
              <Avatar name={person.name} />
              <span>
                <b>{person.name}</b>
                {person.id === you && " (you)"}
                <small>{person.email}</small>
              </span>
            </span>
          ),
        },
        {
          name: "Role",
          of: (person) => (
            <select
              className="role-select"
              aria-label={`Role of ${person.name}`}
              value={person.role}
              disabled={person.id === you}
              onChange={(event) => {
                const role = accountRoles.find(([each]) => each === event.target.value)?.[0];
                if (role) onRole(person, role);
              }}
            >
              {accountRoles.map(([role, name]) => (
                <option key={role} value={role}>
                  {name}
                </option>
              ))}
            </select>
          ),
        },
        { name: "Since", of: ({ createdAt }) => <span className="page-soft">{agoOf(createdAt)}</span> },
        {
          name: "",
          of: (person) => (
            <span className="row-acts">
              <Button tone="quiet" aria-label={`New link for ${person.name}`} onClick={() => onLink(person)}>
                New link
              </Button>
              {person.id !== you && (
                <Button tone="quiet" aria-label={`Remove ${person.name}`} onClick={() => onRemove(person)}>
                  Remove
                </Button>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}

type Invited = Parameters<typeof invite>[0];

function InviteSheet({ onInvite, onClose }: { onInvite: (person: Invited) => void; onClose: () => void }) {
  return (
    <Sheet title="Invite" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const role = accountRoles.find(([each]) => each === form.get("role"))?.[0] ?? "viewer";
          onInvite({ name: String(form.get("name")), email: String(form.get("email")), role });
        }}
      >
        <Field label="Name" name="name" required autoComplete="off" />
        <Field label="E-mail" name="email" type="email" required autoComplete="off" />
        <Choice label="Role" name="role" value="member" options={accountRoles} />
        <div className="sheet-acts">
          <Button tone="main" type="submit">
            Make a link
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Sheet>
  );
}
