import { REGION_IDS, REGIONS } from '@meridian/topology'
import { Panel } from '../parts/panel.tsx'
import { currentWriter } from '../parts/writer.ts'
import { look, useBeat } from '../store.ts'

export function Overview() {
  useBeat()
  const writer = currentWriter()
  return (
    <div class="grid">
      <Panel
        title="Regions"
        note="Three regions serve visitors; one of them takes the writes."
        of={[look('database'), ...REGION_IDS.map((region) => look(`services:${region}`))]}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">Region</th>
              <th scope="col">Role</th>
              <th scope="col">Tasks</th>
              <th scope="col">Targets</th>
            </tr>
          </thead>
          <tbody>
            {REGION_IDS.map((region) => {
              const services = look(`services:${region}`)
              const running = services.value?.services.reduce((sum, service) => sum + service.running, 0)
              const desired = services.value?.services.reduce((sum, service) => sum + service.desired, 0)
              const healthy = services.value?.targets.filter(({ state }) => state === 'healthy').length
              return (
                <tr key={region}>
                  <th scope="row">
                    {REGIONS[region].label} <small>{region}</small>
                  </th>
                  <td>{writer.kind === 'writes' && writer.region === region ? 'writer' : 'reader'}</td>
                  <td>{services.value ? `${running} of ${desired}` : '–'}</td>
                  <td>{services.value ? `${healthy} of ${services.value.targets.length} healthy` : '–'}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Panel>
    </div>
  )
}
