/** A board as its pictures: one large with up to two small ones beside it; a quiet ground while it has none. */
import type { BoardView } from "../../boards-api.ts";
import { Icon } from "../../parts/icon.tsx";
import { Picture } from "../../parts/picture.tsx";
import "./board-cover.css";

type BoardPicture = BoardView["pictures"][number];

export function pictureSource({ thumbnails, ...picture }: BoardPicture) {
  return {
    ...picture,
    sizes: Object.entries(thumbnails).map(([side, url]) => ({ side: Number(side), url })),
  };
}

export function BoardCover({ board, small = false }: { board: BoardView; small?: boolean }) {
  const shown = board.pictures.slice(0, small ? 1 : 3);
  const width = (place: number) => (small ? 48 : place > 0 ? 110 : shown.length > 1 ? 220 : 330);
  return (
    <span className={`board-cover board-cover-${small ? "small" : shown.length}`} aria-hidden="true">
      {shown.map((picture, place) => (
        <span key={picture.pin}>
          <Picture source={pictureSource(picture)} alt="" shownWidth={width(place)} />
        </span>
      ))}
      {shown.length === 0 && <Icon name="boards" size={small ? 18 : 24} />}
    </span>
  );
}
