import { REGION_IDS, REGIONS } from '@meridian/topology'
import { duration } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { regionsWithoutAlarms, ringing } from '../../parts/region-state.ts'
import { backendNow, fresh, look } from '../../store.ts'

const MOST_SHOWN = 8

export function Alarms() {
  const shown = REGION_IDS.map((region) => look(`alarms:${region}`))
  const rings = ringing()
  const unheard = regionsWithoutAlarms()
  const count = shown.reduce((sum, each) => sum + (fresh(each)?.length ?? 0), 0)
  return (
    <Panel title="Alarms" class="grows" of={shown}>
      {rings.length === 0 && count > 0 && <p class="empty">None of {count} alarms is in ALARM.</p>}
      {count > 0 && unheard.length > 0 && (
        <p class="empty">
          CloudWatch does not answer in {unheard.map((region) => REGIONS[region].label).join(' and ')}: the
          alarms there are not known.
        </p>
      )}
      <ul class="plain">
        {rings.slice(0, MOST_SHOWN).map(({ region, alarm }) => (
          <li key={region + alarm.name} title={alarm.reason}>
            <span class="badge bad">Alarm</span>
            <span class="wide">
              {alarm.name} <small>{REGIONS[region].label}</small>
            </span>
            <small>{alarm.since && `for ${duration(backendNow() - Date.parse(alarm.since))}`}</small>
          </li>
        ))}
      </ul>
      {rings.length > MOST_SHOWN && <p class="empty">And {rings.length - MOST_SHOWN} more.</p>}
    </Panel>
  )
}
