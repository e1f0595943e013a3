/** A form for a picture's address on the web. */
import { Button } from "./button.tsx";

interface PictureLinkProps {
  /** What the button says. */
  act: string;
  className?: string;
  onLink: (url: string) => void;
}

export function PictureLink({ act, className, onLink }: PictureLinkProps) {
  return (
    <form
      className={className}
      onSubmit={(event) => {
        event.preventDefault();
        onLink(String(new FormData(event.currentTarget).get("url")));
        event.currentTarget.reset();
      }}
    >
      <input
        name="url"
        type="url"
        required
        placeholder="Or a link to a picture"
        aria-label="Link to a picture"
      />
      <Button type="submit">{act}</Button>
    </form>
  );
}
