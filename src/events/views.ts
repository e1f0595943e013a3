/**
 * What analysts ask, as SQL views over `events`. Written for DuckDB; Trino and Spark read the same partitions.
 */

export interface EventView {
  readonly name: string;
  readonly meaning: string;
  readonly sql: string;
}

/** Acts that say something about a pin, unlike being shown it. */
const acts = `'closeup', 'click', 'long_click', 'save', 'hide', 'dislike', 'report', 'share', 'purchase'`;
const busiestMinute = 120;

export const eventViews: readonly EventView[] = [
  {
    name: "pins",
    meaning:
      "The catalogue: one row for each pin that there is. One that was deleted is missing, so join it from the left.",
    sql: `select id, title, description, link, domain, tags, price, currency, owner, width, height,
      epoch_ms(created) as created from kept_pins`,
  },
  {
    name: "slates",
    meaning: "One row for each place of each served list.",
    sql: `select slate, position, pin, surface, query, source, scores, probability, model, settings, experiment, arm,
      person, time, day from events where type = 'slate'`,
  },
  {
    name: "searches",
    meaning:
      "One row for each search by words, its later pages not counted: what was typed (null when whoever asked wants nothing kept), how many pins were found and shown, the last step of the plan that was needed, milliseconds. `results = 0` are those that found nothing.",
    sql: `select slate, any_value(query) as text, any_value(person) as person, min(time) as time,
        max((extra->>'$.results')::integer) as results, count(pin)::integer as shown,
        max(extra->>'$.reached') as reached, max((extra->>'$.milliseconds')::double) as milliseconds,
        any_value(agent) as agent, min(day) as day
      from events where type = 'slate' and source = 'words' group by slate
      having max(extra->>'$.reached') is not null`,
  },
  {
    name: "human_events",
    meaning:
      "Without programs that say they are bots, without senders faster than a hand (more than 120 acts in a minute), and without what people did to their own pins.",
    sql: `select * from events where agent <> 'bot' and not coalesce(own, false)
      and coalesce(person, visitor, '') not in (
        select coalesce(person, visitor) from events
        where type in (${acts}) and origin = 'client' and coalesce(person, visitor) is not null
        group by coalesce(person, visitor), time_bucket(interval 1 minute, time)
        having count(*) > ${busiestMinute})`,
  },
  {
    name: "sessions",
    meaning:
      "Visits: events of one person or visitor with no pause of 30 minutes. `subject` is the person, or else the visitor.",
    sql: `with marked as (
        select *, coalesce(person, visitor) as subject,
          case when time - lag(time) over each_subject < interval 30 minute then 0 else 1 end as begins
        from events where coalesce(person, visitor) is not null and origin = 'client'
        window each_subject as (partition by coalesce(person, visitor) order by time, id)
      ), numbered as (
        select *, sum(begins) over (partition by subject order by time, id rows unbounded preceding) as number
        from marked
      )
      select subject, number::integer as number, min(time) as started, max(time) as ended,
        count(*)::integer as events, count(*) filter (type = 'impression')::integer as impressions,
        count(*) filter (type in (${acts}))::integer as acts,
        count(*) filter (type = 'save')::integer as saves, arg_min(surface, (time, id)) as first_surface, min(day) as day
      from numbered group by subject, number`,
  },
  {
    name: "exposures",
    meaning: "The first time each subject met each experiment, and whether it ever met two arms.",
    sql: `select experiment, coalesce(person, visitor) as subject, arg_min(arm, (time, id)) as arm,
        min(time) as first_time, count(distinct arm) > 1 as crossed
      from events where type = 'exposure' and experiment is not null and coalesce(person, visitor) is not null
      group by experiment, coalesce(person, visitor)`,
  },
  {
    name: "save_attribution",
    meaning:
      "Each save once, with the slate that showed the pin: the one the save names, or else the last in which the same person or visitor saw it in the week before. A slate served after the save is never it (2 s are left for clocks). `how` says which.",
    sql: `with saves as (
        select id as save, time, day, person, visitor, pin, board, slate as named, position as place
        from events where type = 'save' and pin is not null
      ), asked as (
        select save, time, pin, unnest([struct_pack(kind := 'person', name := person),
          struct_pack(kind := 'visitor', name := visitor)]) as who from saves where named is null
      ), seen as (
        select struct_pack(kind := case when person is null then 'visitor' else 'person' end,
            name := coalesce(person, visitor)) as who,
          pin, time as seen_at, min(slate) as slate
        from events semi join saves using (pin)
        where type = 'impression' and slate is not null and coalesce(person, visitor) is not null
          and exists (select 1 from slates s where s.slate = events.slate and s.pin = events.pin)
        group by all
      ), viewed as (
        select save, arg_max(seen.slate, seen.seen_at) as slate
        from asked asof join seen on asked.who = seen.who and asked.pin = seen.pin and asked.time >= seen.seen_at
        where seen.seen_at > asked.time - interval 7 day group by save
      )
      select saves.save, saves.time, saves.day, coalesce(saves.person, saves.visitor) as subject, saves.pin,
        saves.board, s.slate, s.position, s.surface, s.query, s.source, s.scores, s.probability, s.model, s.settings,
        s.experiment, s.arm,
        case when s.slate is null then 'none' when saves.named is not null then 'named' else 'viewed' end as how
      from saves left join viewed on viewed.save = saves.save
      left join slates s on s.slate = coalesce(saves.named, viewed.slate) and s.pin = saves.pin
        and s.time <= saves.time + interval 2 second
      qualify row_number() over (
        partition by saves.save order by s.position = saves.place desc nulls last, s.position, s.time) = 1`,
  },
];
