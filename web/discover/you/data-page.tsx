/** What this place knows about you: all of it, what it is for, how to take it along and how to have it forgotten. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { forgetSession, nameOf, sourceOf, write } from "../../api.ts";
import {
  type AccountView,
  changeAccount,
  endSession,
  followBoard,
  followPerson,
  hiddenPins,
  myFollows,
  openSessions,
  readAccount,
  unhidePin,
} from "../../boards-api.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Picture } from "../../parts/picture.tsx";
import { PageError } from "../page-error.tsx";
import { recording, useView } from "../recording.ts";
import { hiddenKey } from "../saving/hidden.ts";
import { useSaving } from "../saving/saving.ts";
import { Erase } from "./erase.tsx";
import { History } from "./history.tsx";
import { Part } from "./part.tsx";
import "./data-page.css";
import { useTitle } from "../../parts/title.ts";

export function DataPage() {
  const visitor = recording.visitor();
  useTitle("What this place knows about you");
  useView("data");
  const account = useQuery({
    queryKey: ["account", "data", visitor],
    queryFn: () => readAccount(visitor),
    staleTime: 0,
  });
  if (account.isError) return <PageError error={account.error} reset={() => account.refetch()} />;
  if (account.isPending) return <p aria-busy="true" />;
  return <Data account={account.data} />;
}

function Data({ account }: { account: AccountView }) {
  const { person, counts } = account;
  const facts: ReadonlyArray<readonly [string, number]> = [
    ["Boards", counts.boards],
    ["Saved pictures", counts.saves],
    ["Followed", counts.follows],
    ["Hidden", counts.hides],
    ["Reports", counts.reports],
    ["Pictures added", counts.pictures],
    ["Events", counts.events],
  ];
  return (
    <div className="data">
      <h1>What this place knows about you</h1>
      <p className="data-intro">
        {person
          ? person.anonymous
            ? "You have no account. What you saved is kept under a number that only this browser knows."
            : `You are ${person.name}, ${person.email}.`
          : counts.events > 0
            ? "Not who you are. What this browser looked at is kept under a number that only it knows; all of it is below."
            : "Nothing. A profile begins with the first thing you save, follow or hide, never by looking."}
      </p>
      {person && (
        <dl className="data-facts">
          {facts.map(([name, count]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{count.toLocaleString()}</dd>
            </div>
          ))}
        </dl>
      )}
      <History account={account} />
      {person && !person.anonymous && <You account={account} />}
      {person && (
        <>
          <Follows />
          <Hidden />
          <Sessions />
          <Part
            title="Take it along"
            words="Everything above in one file of JSON: boards, notes, follows, hides, reports, sessions, events. No secrets."
          >
            <a className="button button-plain" href="/account/export" download>
              Download
            </a>
          </Part>
          <Erase counts={counts} />
        </>
      )}
    </div>
  );
}

function You({ account }: { account: AccountView }) {
  const { attempt, say } = useSaving();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const change = async (form: FormData) => {
    const said = (name: string) => String(form.get(name) ?? "");
    const done = await attempt(async () => {
      await changeAccount({
        name: said("name"),
        ...(said("password") && { password: said("password"), oldPassword: said("oldPassword") }),
      });
      forgetSession();
      await queries.invalidateQueries({ queryKey: ["session"] });
    });
    if (done) say({ words: said("password") ? "Kept. Other browsers are signed out." : "Kept" });
  };
  const signOut = async () => {
    await attempt(() => write("DELETE", "/session"));
    forgetSession();
    queries.clear();
    await navigate({ to: "/", search: {} });
  };
  return (
    <Part title="Your account">
      <form className="data-form" action={change}>
        <Field
          label="Name"
          name="name"
          required
          maxLength={100}
          defaultValue={account.person?.name}
          autoComplete="name"
        />
        {account.hasPassword && (
          <Field
            label="Password until now"
            name="oldPassword"
            type="password"
            maxLength={200}
            autoComplete="current-password"
          />
        )}
        <Field
          label={
            account.hasPassword ? "New password, if you want one" : "Password, to sign in without a link"
          }
          name="password"
          type="password"
          minLength={10}
          maxLength={200}
          autoComplete="new-password"
        />
        <div className="data-acts">
          <Button type="submit">Keep</Button>
          <Button tone="quiet" onClick={signOut}>
            Sign out
          </Button>
        </div>
      </form>
    </Part>
  );
}

function Follows() {
  const follows = useQuery({ queryKey: ["account", "follows"], queryFn: myFollows });
  const { attempt } = useSaving();
  if (!follows.data || follows.data.length === 0) return null;
  return (
    <Part title="You follow">
      <ul className="data-list">
        {follows.data.map(({ kind, id, name }) => (
          <li key={`${kind} ${id}`}>
            {kind === "board" ? (
              <Link to="/board/$id" params={{ id }} search={{}}>
                {name}
              </Link>
            ) : (
              <Link to="/person/$id" params={{ id }}>
                {name || "Someone"}
              </Link>
            )}
            <Button
              tone="quiet"
              aria-label={`Follow ${name} no longer`}
              onClick={() =>
                attempt(() => (kind === "board" ? followBoard(id, false) : followPerson(id, false)))
              }
            >
              Unfollow
            </Button>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Hidden() {
  const hidden = useQuery({ queryKey: ["account", "hidden"], queryFn: hiddenPins });
  const queries = useQueryClient();
  const { attempt } = useSaving();
  if (!hidden.data || hidden.data.length === 0) return null;
  const show = async (id: string) => {
    if (await attempt(() => unhidePin(id))) await queries.invalidateQueries({ queryKey: hiddenKey });
  };
  return (
    <Part title="Hidden" words="These pictures are not shown to you.">
      <ul className="data-hidden">
        {hidden.data.map(({ pin, reason }) => (
          <li key={pin.id}>
            <Picture source={sourceOf(pin)} alt={nameOf(pin)} shownWidth={96} />
            <Button tone="quiet" aria-label={`Show ${nameOf(pin)} again`} onClick={() => show(pin.id)}>
              Show
            </Button>
            {reason === "taste" && <small>not your taste</small>}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Sessions() {
  const sessions = useQuery({ queryKey: ["account", "sessions"], queryFn: openSessions });
  const { attempt } = useSaving();
  const items = sessions.data ?? [];
  return (
    <Part title="Signed in" words="Browsers that know you.">
      <ul className="data-list">
        {items.map(({ id, device, usedAt, current }) => (
          <li key={id}>
            <span>
              {device || "A browser"}
              <small>{current ? "this one" : `last used ${new Date(usedAt).toLocaleDateString()}`}</small>
            </span>
            {!current && (
              <Button
                tone="quiet"
                aria-label={`End the session of ${device}`}
                onClick={() => attempt(() => endSession(id))}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {items.length > 2 && (
        <Button onClick={() => attempt(() => endSession("others"))}>End all others</Button>
      )}
    </Part>
  );
}
