/** What the server says by itself: how many pins are new, and whether it can be reached. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

export interface Live {
  readonly away: boolean;
  readonly fresh: number;
  readonly seeFresh: () => void;
}

export function useLive(): Live {
  const queries = useQueryClient();
  const [away, setAway] = useState(!navigator.onLine);
  const [fresh, setFresh] = useState(0);
  useEffect(() => {
    const events = new EventSource("/stream");
    let wasAway = false;
    const back = () => {
      setAway(false);
      if (wasAway) queries.refetchQueries({ predicate: (query) => query.state.status === "error" });
      wasAway = false;
    };
    const gone = () => {
      wasAway = true;
      setAway(true);
    };
    const added = () => {
      setFresh((count) => count + 1);
      lookForNews();
    };
    /** A new pin may fit a kept search once it is understood, a moment later. */
    let news = 0;
    const lookForNews = () => {
      clearTimeout(news);
      news = window.setTimeout(() => queries.invalidateQueries({ queryKey: ["saved-searches"] }), 1500);
    };
    events.addEventListener("open", back);
    events.addEventListener("error", gone);
    events.addEventListener("pin", added);
    events.addEventListener("job", lookForNews);
    addEventListener("offline", gone);
    addEventListener("online", back);
    return () => {
      events.close();
      clearTimeout(news);
      removeEventListener("offline", gone);
      removeEventListener("online", back);
    };
  }, [queries]);
  const seeFresh = () => {
    setFresh(0);
    queries.resetQueries({ queryKey: ["pins"] });
    scrollTo({ top: 0 });
  };
  return { away, fresh, seeFresh };
}
