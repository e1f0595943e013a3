/** A picture's colours, overlapping like paint cards; each searches by its colour. */
import "./swatches.css";

export interface PaletteSwatch {
  readonly hex: string;
  readonly name: string;
}

interface SwatchesProps {
  swatches: readonly PaletteSwatch[];
  onChoose: (swatch: PaletteSwatch) => void;
}

export function Swatches({ swatches, onChoose }: SwatchesProps) {
  return (
    <ul className="swatches" aria-label="Colours in this picture">
      {swatches.map((swatch) => (
        <li key={swatch.hex}>
          <button
            type="button"
            title={swatch.name}
            aria-label={`Pictures in ${swatch.name}`}
            style={{ background: swatch.hex }}
            onClick={() => onChoose(swatch)}
          />
        </li>
      ))}
    </ul>
  );
}
