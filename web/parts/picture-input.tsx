/** The browser's own chooser of one picture, opened by a click from elsewhere. */
import type { Ref } from "react";

export function PictureInput({
  ref,
  onPicture,
}: {
  ref: Ref<HTMLInputElement>;
  onPicture: (picture: File) => void;
}) {
  return (
    <input
      ref={ref}
      type="file"
      accept="image/*"
      hidden
      onChange={(event) => {
        const chosen = event.target.files?.[0];
        if (chosen) onPicture(chosen);
        // The same one may be chosen again.
        event.target.value = "";
      }}
    />
  );
}
