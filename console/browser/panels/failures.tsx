import { look, useBeat } from '../store.ts'
import { ActiveFailures } from './failures/active.tsx'
import { InjectFailure } from './failures/inject.tsx'
import { Journal } from './failures/journal.tsx'

/** Injects failures into a local world. */
export function Failures() {
  useBeat()
  const lacks = look('world').lacks
  return (
    <div class="grid">
      {lacks === undefined && <InjectFailure />}
      <ActiveFailures />
      <Journal />
    </div>
  )
}
