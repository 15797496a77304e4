import type { ComponentChildren } from 'preact'
import { backendNow, type Shown } from '../store.ts'
import { duration, timeOfDay } from './format.ts'

interface PanelProps {
  readonly title: string
  /** Explanation for newcomers. */
  readonly note?: string
  /** Sources whose age the panel shows; the oldest counts. */
  readonly of: readonly Shown<unknown>[]
  readonly class?: string | undefined
  readonly children: ComponentChildren
}

/** A part of a page that shows its age, and since when its source has been silent. */
export function Panel({ title, note, of, class: name = '', children }: PanelProps) {
  const id = `panel-${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
  const lacks = of.length > 0 && of.every((shown) => shown.lacks !== undefined) ? of[0]?.lacks : undefined
  return (
    <section class={`panel ${name}`} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <Age of={of} />
      </header>
      {note && <p class="note">{note}</p>}
      {lacks === undefined ? children : <p class="lacks">{lacks}</p>}
    </section>
  )
}

/** `2 s ago`, `stale since 10:41:07: …`, or that nothing has been received yet. */
export function Age({ of }: { readonly of: readonly Shown<unknown>[] }) {
  const present = of.filter((shown) => shown.lacks === undefined)
  if (present.length === 0) return null
  const stale = present.filter((shown) => shown.staleSince !== undefined)
  const [first] = stale.sort((a, b) => (a.staleSince ?? 0) - (b.staleSince ?? 0))
  if (first?.staleSince !== undefined)
    return (
      <span class="age stale" title={first.problem}>
        stale since {timeOfDay(first.staleSince)}
        {stale.length < present.length && ` (${stale.length} of ${present.length} sources)`}
      </span>
    )
  const times = present.flatMap(({ readAt }) => (readAt === undefined ? [] : [readAt]))
  if (times.length === 0) {
    const problem = present.find((shown) => shown.problem)?.problem
    return <span class="age">{problem ?? 'reading …'}</span>
  }
  return <span class="age">{duration(backendNow() - Math.min(...times))} ago</span>
}
