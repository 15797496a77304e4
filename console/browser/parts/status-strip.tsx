import { look, useBeat } from '../store.ts'
import { Age } from './panel.tsx'
import { currentWriter, describeWriter } from './writer.ts'

/** What matters on every page: who writes. */
export function StatusStrip() {
  useBeat()
  const writer = currentWriter()
  const database = look('database')
  return (
    <div class="strip">
      <div class={`fact ${writer.kind === 'writes' ? 'good' : 'bad'}`}>
        <span class="label">Writer</span>
        <strong role="status" aria-label="Writer">
          {describeWriter(writer)}
        </strong>
        <Age of={[database]} />
      </div>
    </div>
  )
}
