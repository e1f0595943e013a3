/** Type of event → what it means. A closed list, so that every report means the same; `custom` is for the rest. */
export const eventTypes = {
  slate: "One place of a served list, written by the server: pin, source, scores, probability, versions.",
  exposure: "A subject met an experiment: experiment, arm.",
  impression: "At least half of a pin was in view for a second; dwell says how long.",
  closeup: "The pin was opened.",
  click: "The pin's link was followed.",
  long_click: "The link was followed and the person stayed away for at least ten seconds.",
  save: "The pin was saved to a board.",
  unsave: "It was taken from the board again.",
  hide: "The person does not want to see it.",
  dislike: "Not my taste.",
  report: "The person says it breaks a rule.",
  follow: "A person or board was followed.",
  unfollow: "It was followed no longer.",
  search: "Words were searched for.",
  visual_search: "A picture or a part of one was searched with.",
  refine: "A search was narrowed with a chip or a filter.",
  share: "The pin was shared.",
  upload: "A pin was added.",
  purchase: "Bought; value and currency say for how much.",
  rating: "A judgment; value is the grade.",
  view: "A page was opened; surface says which.",
  custom: "Your own; name it in extra.",
} as const satisfies Record<string, string>;

export type EventType = keyof typeof eventTypes;
