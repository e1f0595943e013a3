/** The camera, with every answer it may give: asking, denied, none there, live; and its other lens. */
import { useEffect, useRef, useState } from "react";
import { Button, IconButton } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";

type State = "asking" | "live" | "denied" | "none";
type Lens = "environment" | "user";

function stateOf(error: unknown): State {
  const denied = error instanceof DOMException && ["NotAllowedError", "SecurityError"].includes(error.name);
  return denied ? "denied" : "none";
}

function useCamera(lens: Lens) {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<State>("asking");
  const [lenses, setLenses] = useState(1);
  useEffect(() => {
    setState("asking");
    let stream: MediaStream | null = null;
    let left = false;
    const stop = () =>
      stream?.getTracks().forEach((track) => {
        track.stop();
      });
    const start = async () => {
      try {
        if (!navigator.mediaDevices) throw new DOMException("no camera", "NotFoundError");
        stream = await navigator.mediaDevices.getUserMedia({
          video: { facingMode: lens, width: { ideal: 1280 } },
        });
        if (left) return stop();
        if (video.current) video.current.srcObject = stream;
        const devices = await navigator.mediaDevices.enumerateDevices();
        if (!left) setLenses(devices.filter(({ kind }) => kind === "videoinput").length);
      } catch (error) {
        if (!left) setState(stateOf(error));
      }
    };
    start();
    return () => {
      left = true;
      stop();
      if (video.current) video.current.srcObject = null;
    };
  }, [lens]);
  /** Until its first frame the video has no size, and a picture of it would be empty. */
  const onFrame = () => setState("live");
  return { video, state, lenses, onFrame };
}

/** The frame now on screen as a JPEG. */
function frameOf(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.9));
}

interface CameraProps {
  onPicture: (picture: Blob) => void;
  onBack: () => void;
}

export function Camera({ onPicture, onBack }: CameraProps) {
  const [lens, setLens] = useState<Lens>("environment");
  const { video, state, lenses, onFrame } = useCamera(lens);
  const take = async () => {
    const picture = video.current && (await frameOf(video.current));
    if (picture) onPicture(picture);
  };
  if (state === "denied" || state === "none") {
    return (
      <div className="camera">
        <EmptyState
          icon="camera"
          title={state === "denied" ? "The camera is not allowed" : "No camera here"}
          words={
            state === "denied"
              ? "Allow it in the address bar of your browser and come back, or choose a picture instead."
              : "This device has none that the browser may use. A picture or a link works just as well."
          }
        >
          <Button onClick={onBack}>Choose a picture</Button>
        </EmptyState>
      </div>
    );
  }
  return (
    <div className="camera">
      <video
        ref={video}
        autoPlay
        playsInline
        muted
        onLoadedData={onFrame}
        aria-label="What the camera sees"
      />
      <div className="camera-acts">
        <IconButton icon="back" name="Back" onClick={onBack} />
        <Button tone="main" disabled={state !== "live"} onClick={take}>
          {state === "live" ? "Search this" : "Asking for the camera …"}
        </Button>
        <IconButton
          icon="flip"
          name="Other lens"
          disabled={state !== "live" || lenses < 2}
          onClick={() => setLens(lens === "user" ? "environment" : "user")}
        />
      </div>
    </div>
  );
}
