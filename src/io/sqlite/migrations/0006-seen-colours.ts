/**
 * The colours seen in each pin as numbers in OKLab, so that a filter can mean "near this colour". What was seen before is
 * reckoned from its hexadecimal colours here, by the formulas of `vision/colour.ts`.
 */
const digit = (place: number): string => `(instr('0123456789abcdef', lower(substr(hex, ${place}, 1))) - 1)`;
const byte = (place: number): string => `((16 * ${digit(place)} + ${digit(place + 1)}) / 255.0)`;
const linear = (byteOf: string): string =>
  `case when ${byteOf} <= 0.04045 then ${byteOf} / 12.92 else pow((${byteOf} + 0.055) / 1.055, 2.4) end`;

export const seenColours = `
  create table seen_colours (
    model text not null, seq integer not null, lightness real not null, a real not null, b real not null
  ) strict;
  create index seen_colours_by_pin on seen_colours (model, seq);

  insert into seen_colours
  with swatches as (
    select distinct sights.model as model, sights.key / 16 as seq, json_extract(swatch.value, '$.hex') as hex
    from sights, json_each(sights.body, '$.palette') as swatch
    where json_extract(swatch.value, '$.share') >= 0.1
  ), light as (
    select model, seq, ${linear(byte(2))} as red, ${linear(byte(4))} as green, ${linear(byte(6))} as blue from swatches
  ), cones as (
    select model, seq,
      pow(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue, 1.0 / 3) as l,
      pow(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue, 1.0 / 3) as m,
      pow(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue, 1.0 / 3) as s
    from light
  )
  select model, seq, 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  from cones;
`;
