import { REGION_IDS, REGIONS } from '@meridian/topology'
import type { ComponentChildren } from 'preact'
import { fresh, look, type Shown, useBeat } from '../store.ts'
import { milliseconds, perSecond } from './format.ts'
import { losses, rowsText } from './loss.ts'
import { Age } from './panel.tsx'
import { type Health, overallState, regionsWithoutAlarms, ringing } from './region-state.ts'
import { currentWriter, describeWriter } from './writer.ts'

/** The key facts, shown on every page. */
export function StatusStrip() {
  useBeat()
  const writer = currentWriter()
  const state = overallState()
  const writing = writer.kind === 'writes' ? writer.region : undefined
  const [least] = losses(writing)
  const alarms = REGION_IDS.map((region) => look(`alarms:${region}`))
  const rings = ringing().length
  const unheard = regionsWithoutAlarms().map((region) => REGIONS[region].label)
  const world = look('world')
  const active = world.value?.failures.filter(({ isMomentary }) => !isMomentary) ?? []
  return (
    <section class="strip" aria-label="Status">
      <Fact label="State" health={state.health} of={[look('visitors')]}>
        {state.says}
      </Fact>
      <Fact
        label="Writer"
        isShort={writing !== undefined}
        health={writing === undefined ? 'bad' : 'good'}
        of={[look('database')]}
      >
        {describeWriter(writer)}
        {writer.kind === 'unreachable' && (
          <>
            {' '}
            <a href="#/operations">Fail over …</a>
          </>
        )}
      </Fact>
      <Fact
        label="You would lose now"
        of={REGION_IDS.filter((region) => region !== writing).map((region) => look(`lag:${region}`))}
      >
        {least?.ms === undefined ? 'not known' : `${milliseconds(least.ms)}, ${rowsText(least.rows)}`}
      </Fact>
      <Fact label="Traffic" of={REGION_IDS.map((region) => look(`traffic:${region}`))}>
        {perSecond(total('requestsPerSecond'))}, {perSecond(total('errorsPerSecond'))} errors
      </Fact>
      <Fact label="Alarms" health={rings > 0 ? 'bad' : 'good'} of={alarms}>
        {rings === 0 ? 'none in alarm' : `${rings} in alarm`}
        {unheard.length > 0 && `, ${unheard.join(' and ')} not known`}
      </Fact>
      {world.lacks === undefined && (
        <Fact label="Injected failures" isShort health={active.length > 0 ? 'warn' : 'unknown'} of={[world]}>
          {active.length === 0 ? 'none' : `${active.length} active`}
        </Fact>
      )}
    </section>
  )
}

function total(figure: 'requestsPerSecond' | 'errorsPerSecond'): number | undefined {
  const known = REGION_IDS.flatMap((region) => fresh(look(`traffic:${region}`))?.[figure] ?? [])
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0)
}

interface FactProps {
  readonly label: string
  readonly health?: Health
  /** Keeps its line while others wrap. */
  readonly isShort?: boolean
  readonly of: readonly Shown<unknown>[]
  readonly children: ComponentChildren
}

/** A stale fact is never shown as good. */
function Fact({ label, health = 'unknown', isShort = false, of, children }: FactProps) {
  const isStale = of.some(({ staleSince }) => staleSince !== undefined)
  const shown = isStale && health === 'good' ? 'unknown' : health
  return (
    <div class={`fact ${shown} ${isShort ? 'short' : ''}`}>
      <span class="label">{label}</span>
      <strong role="status" aria-label={label}>
        {children}
      </strong>
      <Age of={of} />
    </div>
  )
}
