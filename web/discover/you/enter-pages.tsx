/** Signing in and signing up. What was done in this browser before comes along. */
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { forgetSession, Refusal } from "../../api.ts";
import { signIn, signUp } from "../../boards-api.ts";
import { Button } from "../../parts/button.tsx";
import { Field } from "../../parts/field.tsx";
import { Mark } from "../../parts/icon.tsx";
import { useSession } from "../../session.ts";
import "./enter-pages.css";
import { useTitle } from "../../parts/title.ts";

/** The secret of a one-time link, whole or pasted in part. */
const secretOf = (link: string): string => link.trim().replace(/^.*\/sign-in\//, "");

function useEntering() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const enter = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    try {
      await act();
      forgetSession();
      await queries.invalidateQueries();
      await navigate({ to: "/you" });
    } catch (error) {
      setProblem(
        error instanceof Refusal ? `${error.message} ${error.remedy}` : "The server can't be reached.",
      );
      setBusy(false);
    }
  };
  return { enter, problem, busy };
}

function Enter({
  title,
  words,
  problem,
  children,
}: {
  title: string;
  words: ReactNode;
  problem: string | null;
  children: ReactNode;
}) {
  useTitle(title);
  return (
    <section className="enter">
      <Mark />
      <h1>{title}</h1>
      <p className="enter-words">{words}</p>
      {problem && (
        <p className="enter-problem" role="alert">
          {problem}
        </p>
      )}
      {children}
    </section>
  );
}

export function JoinPage() {
  const { enter, problem, busy } = useEntering();
  const session = useSession();
  const [seen, setSeen] = useState(false);
  const said = (form: FormData, name: string) => String(form.get(name) ?? "");
  if (session.data && !session.data.signUp) {
    return (
      <Enter
        title="Sign-up is closed"
        words="An admin of this place can invite you with a link that signs you in."
        problem={null}
      >
        <Link className="button button-main" to="/sign-in">
          I have a link
        </Link>
      </Enter>
    );
  }
  return (
    <Enter
      title="Sign up"
      words="Your boards come along, and are there in every browser you sign in with."
      problem={problem}
    >
      <form
        className="enter-form"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          enter(() =>
            signUp({
              name: said(form, "name"),
              email: said(form, "email"),
              password: said(form, "password"),
            }),
          );
        }}
      >
        <Field label="Name" name="name" required maxLength={100} autoComplete="name" />
        <Field
          label="E-mail"
          name="email"
          type="email"
          required
          autoComplete="email"
          help="To sign in with. Nothing is sent to it."
        />
        <Field
          label="Password"
          name="password"
          type={seen ? "text" : "password"}
          required
          minLength={10}
          maxLength={200}
          autoComplete="new-password"
          help="Ten characters or more. Three words you will remember are better than one odd one."
        />
        <label className="enter-seen">
          <input type="checkbox" checked={seen} onChange={(event) => setSeen(event.target.checked)} />
          Show what I type
        </label>
        <Button tone="main" type="submit" disabled={busy}>
          Sign up
        </Button>
      </form>
      <p className="enter-words">
        Here before? <Link to="/sign-in">Sign in</Link>
      </p>
    </Enter>
  );
}

export function SignInPage() {
  const { enter, problem, busy } = useEntering();
  const session = useSession();
  const [byLink, setByLink] = useState(false);
  return (
    <Enter
      title="Sign in"
      words={
        byLink
          ? "An admin can give you a link that works once."
          : "What you saved in this browser is added to your boards."
      }
      problem={problem}
    >
      <form
        className="enter-form"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const said = (name: string) => String(form.get(name) ?? "");
          enter(() =>
            signIn(
              byLink
                ? { secret: secretOf(said("link")) }
                : { email: said("email"), password: said("password") },
            ),
          );
        }}
      >
        {byLink ? (
          <Field
            key="link"
            label="One-time link"
            name="link"
            required
            autoComplete="off"
            placeholder="Paste it here"
          />
        ) : (
          <>
            <Field key="email" label="E-mail" name="email" type="email" required autoComplete="username" />
            <Field
              key="password"
              label="Password"
              name="password"
              type="password"
              required
              maxLength={200}
              autoComplete="current-password"
            />
          </>
        )}
        <Button tone="main" type="submit" disabled={busy}>
          Sign in
        </Button>
        <Button tone="quiet" onClick={() => setByLink((now) => !now)}>
          {byLink ? "With a password instead" : "I have a link, or forgot my password"}
        </Button>
      </form>
      {session.data?.signUp && (
        <p className="enter-words">
          New here? <Link to="/join">Sign up</Link>
        </p>
      )}
    </Enter>
  );
}
