/** Back to where one came from; to the wall for who came by a link. */
import { useCanGoBack, useNavigate, useRouter } from "@tanstack/react-router";

export function useBack(): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  const inside = useCanGoBack();
  return () => {
    if (inside) router.history.back();
    else navigate({ to: "/", search: {} });
  };
}
