/** Search by picture: choose a file, take one with the camera, or give a link. Paste and drop work everywhere. */
import { useRef, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { PictureInput } from "../../parts/picture-input.tsx";
import { PictureLink } from "../../parts/picture-link.tsx";
import { Sheet } from "../../parts/sheet.tsx";
import { Camera } from "./camera.tsx";
import "./picture-sheet.css";

interface PictureSheetProps {
  onPicture: (picture: Blob | string) => void;
  onClose: () => void;
}

export function PictureSheet({ onPicture, onClose }: PictureSheetProps) {
  const [camera, setCamera] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  return (
    <Sheet title="Search by picture" onClose={onClose}>
      {camera ? (
        <Camera onPicture={onPicture} onBack={() => setCamera(false)} />
      ) : (
        <div className="picture-sheet">
          <div className="picture-sheet-ways">
            <button type="button" onClick={() => file.current?.click()}>
              <Icon name="upload" size={24} />
              Choose a picture
            </button>
            <button type="button" onClick={() => setCamera(true)}>
              <Icon name="camera" size={24} />
              Use the camera
            </button>
          </div>
          <PictureInput ref={file} onPicture={onPicture} />
          <PictureLink act="Search" onLink={onPicture} />
          <p>You can also drop a picture on any page, or paste one.</p>
        </div>
      )}
    </Sheet>
  );
}
