import { REGION_IDS, REGIONS } from '@meridian/topology'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { duration } from '../../parts/format.ts'
import { Panel } from '../../parts/panel.tsx'
import { backendNow, look } from '../../store.ts'

const ROLLOUTS: Readonly<Record<string, { readonly says: string; readonly class: string }>> = {
  COMPLETED: { says: 'complete', class: 'good' },
  IN_PROGRESS: { says: 'rolling out', class: 'warn' },
  FAILED: { says: 'failed', class: 'bad' },
}

const COLUMNS: readonly Column[] = [
  { label: 'Region' },
  { label: 'Revision' },
  { label: 'Rollout' },
  { label: 'Since', isNumber: true },
]

export function Releases() {
  return (
    <Panel
      title="Releases"
      class="half"
      note="Which revision each service runs, and how far its rollout has come."
      of={REGION_IDS.map((region) => look(`services:${region}`))}
    >
      <DataTable label="Releases" columns={COLUMNS}>
        {REGION_IDS.flatMap((region) =>
          (look(`services:${region}`).value?.services ?? []).map((service) => {
            const rollout = ROLLOUTS[service.rollout] ?? { says: service.rollout, class: '' }
            return (
              <tr key={region + service.name}>
                <th scope="row">{REGIONS[region].label}</th>
                <td class="mono" title={service.image}>
                  {service.revision}
                </td>
                <td>
                  <span class={`badge ${rollout.class}`}>{rollout.says}</span>
                </td>
                <td class="number">
                  {service.deployedAt ? duration(backendNow() - Date.parse(service.deployedAt)) : '–'}
                </td>
              </tr>
            )
          }),
        )}
      </DataTable>
    </Panel>
  )
}
