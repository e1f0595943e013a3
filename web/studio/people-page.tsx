/** People: who has an account, what each may do, and one-time links. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Avatar } from "../parts/avatar.tsx";
import { Button } from "../parts/button.tsx";
import { Field } from "../parts/field.tsx";
import { useSession } from "../session.ts";
import { Table, useAct } from "./page.tsx";
import {
  type AccountRole,
  changeRole,
  invite,
  listPeople,
  newLink,
  type PersonView,
  removePerson,
} from "./questions.ts";
import { accountRoles, parseRole, Roster, type Secret } from "./roster.tsx";
import { agoOf } from "./words.ts";

const withAccount = (people: readonly PersonView[]) => people.filter(({ anonymous }) => !anonymous);

const linkFor = (name: string, secret: string): Secret => ({
  title: `Link for ${name}`,
  words: "It signs them in once, within seven days. Send it to nobody else; it is not shown again.",
  secret,
});

export function PeoplePage() {
  const people = useQuery({ queryKey: ["people"], queryFn: listPeople, select: withAccount });
  const queries = useQueryClient();
  const act = useAct();
  const again = () => queries.invalidateQueries({ queryKey: ["people"] });
  return (
    <Roster
      title="People"
      says="Viewers look, members add and save, analysts measure, admins run the place. Everyone signs in by a one-time link. Pictures of someone who is removed stay."
      name="people"
      query={people}
      make={{
        act: "Invite",
        submit: "Make a link",
        fields: (
          <>
            <Field label="Name" name="name" required autoComplete="off" />
            <Field label="E-mail" name="email" type="email" required autoComplete="off" />
          </>
        ),
        run: async (form, role) => {
          const email = String(form.get("email"));
          const { person, link } = await invite({ name: String(form.get("name")), email, role });
          return linkFor(person.name, link);
        },
      }}
      leaving={{ done: "removed", act: removePerson }}
    >
      {(rows, { leave, showSecret }) => (
        <PeopleTable
          people={rows}
          onRole={(person, role) =>
            act(() => changeRole(person.id, role).then(again), `${person.name} is ${role} now`)
          }
          onLink={({ id, name }) => showSecret(async () => linkFor(name, (await newLink(id)).link))}
          onRemove={leave}
        />
      )}
    </Roster>
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
              className="select"
              aria-label={`Role of ${person.name}`}
              value={person.role}
              disabled={person.id === you}
              onChange={({ target }) => onRole(person, parseRole(target.value))}
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
