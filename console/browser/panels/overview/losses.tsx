import { REGIONS } from '@meridian/topology'
import { milliseconds } from '../../parts/format.ts'
import { losses, rowsText } from '../../parts/loss.ts'
import { Panel } from '../../parts/panel.tsx'
import { currentWriter } from '../../parts/writer.ts'
import { look } from '../../store.ts'

export function Losses() {
  const writer = currentWriter()
  const each = losses(writer.kind === 'writes' || writer.kind === 'unreachable' ? writer.region : undefined)
  return (
    <Panel
      title="What you would lose now"
      note="If the writer were lost at this moment and you failed over to:"
      of={[...each.map(({ region }) => look(`lag:${region}`)), look('commits')]}
    >
      <ul class="plain">
        {each.map(({ region, ms, rows }, index) => (
          <li key={region}>
            <span>
              {REGIONS[region].label}{' '}
              {index === 0 && ms !== undefined && <span class="badge good">least</span>}
            </span>
            <strong>{ms === undefined ? 'not known' : milliseconds(ms)}</strong>
            <small>{ms === undefined ? '' : rowsText(rows)}</small>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
