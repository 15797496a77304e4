import { REGION_IDS, REGIONS, type RegionId, SERVICE_NAMES, type ServiceName } from '@meridian/topology'
import { useState } from 'preact/hooks'
import type { ReleasePlan, RunningImageView } from '../../../shared/procedures.ts'
import { change } from '../../change.ts'
import { Checks } from '../../parts/checks.tsx'
import { type Column, DataTable } from '../../parts/data-table.tsx'
import { Choice, Form, TextField } from '../../parts/fields.tsx'
import { Panel } from '../../parts/panel.tsx'
import { answers } from '../../parts/region-state.ts'
import { useAction } from '../../parts/use-action.ts'
import { currentWriter } from '../../parts/writer.ts'
import { look } from '../../store.ts'
import { usePolled } from '../../use-polled.ts'
import { CallsAndConfirmation } from './calls-and-confirmation.tsx'
import { Procedure } from './procedure.tsx'
import { Runbook } from './runbook.tsx'

const EVERY_MS = 10_000
const COLUMNS: readonly Column[] = ['Region', 'Service', 'Runs'].map((label) => ({ label }))
const SHOWN = 'sha256:'.length + 12

/** Deploys another image to a region's service, like `npm run deploy-region`. */
export function Release() {
  const images = usePolled<readonly RunningImageView[]>('/api/images', EVERY_MS)
  const [chosen, setRegion] = useState<RegionId>()
  const [service, setService] = useState<ServiceName>('frontend')
  const [digest, setDigest] = useState('')
  const [plan, setPlan] = useState<ReleasePlan>()
  const action = useAction()
  const region = chosen ?? firstRegion()
  const choose = (set: () => void) => {
    set()
    setPlan(undefined)
  }
  const known = [
    ...new Set((images.value ?? []).flatMap((each) => (each.service === service ? (each.digest ?? []) : []))),
  ]
  const makePlan = () =>
    change<ReleasePlan>('/api/releases/plan', { body: { region, service, digest } }).then(setPlan)

  return (
    <div class="grid">
      <Panel
        title="1. Choose"
        class="third"
        note="Which image a service is to run, and where. Begin with a region that does not write. Nothing is changed before you confirm."
        of={[images]}
      >
        <Form action={action} onSubmit={makePlan}>
          <Choice
            label="Region"
            value={region}
            options={REGION_IDS.map((each) => ({ value: each, label: `${REGIONS[each].label} (${each})` }))}
            onChange={(value) => choose(() => setRegion(value as RegionId))}
          />
          <Choice
            label="Service"
            value={service}
            options={SERVICE_NAMES.map((each) => ({ value: each, label: each }))}
            onChange={(value) => choose(() => setService(value as ServiceName))}
          />
          {known.length > 0 && (
            <Choice
              label="An image that runs somewhere"
              value={known.includes(digest) ? digest : ''}
              options={['', ...known].map((each) => ({
                value: each,
                label: each.slice(0, SHOWN) || 'another',
              }))}
              onChange={(value) => choose(() => setDigest(value))}
            />
          )}
          <TextField
            label="Digest of the image"
            value={digest}
            placeholder="sha256:…"
            pattern={{ of: 'sha256:[0-9a-f]{64}', says: 'sha256: and 64 hexadecimal digits' }}
            onInput={(value) => choose(() => setDigest(value.trim()))}
          />
          <button type="submit" disabled={action.isRunning || digest === ''}>
            {action.isRunning ? 'Asking AWS …' : 'Show the plan'}
          </button>
        </Form>
        {look('world').lacks === undefined && (
          <p class="note">
            A local world has no registry: whatever the digest, this checkout runs; all zeros is an image that
            cannot be pulled.
          </p>
        )}
      </Panel>
      {plan ? (
        <Panel
          title="2. The plan"
          class="two-thirds"
          note={`${plan.service} in ${plan.region}. Order of a whole release: ${plan.order.join(', ')}.`}
          of={[]}
        >
          <Checks of={plan.checks} />
          <CallsAndConfirmation
            calls={plan.calls}
            word={plan.region}
            start="Start the release"
            isRefused={plan.isRefused}
            onAgain={() => action.run(makePlan)}
            onConfirm={async (confirm) => {
              await change('/api/releases', { body: { region, service, digest, confirm } })
              setPlan(undefined)
            }}
          />
        </Panel>
      ) : (
        <Panel title="What runs now" class="two-thirds" of={[images]}>
          <DataTable label="What runs now" columns={COLUMNS}>
            {(images.value ?? []).map((image) => (
              <tr key={image.region + image.service}>
                <th scope="row">{REGIONS[image.region].label}</th>
                <td>{image.service}</td>
                <td class="mono">{image.digest ?? 'an image that is named by a tag'}</td>
              </tr>
            ))}
          </DataTable>
        </Panel>
      )}
      <Procedure />
      <Runbook kind="release" class="half" />
    </div>
  )
}

/** The region where a bad release does the least harm. */
function firstRegion(): RegionId {
  const writer = currentWriter()
  const isWriter = (region: RegionId) => 'region' in writer && region === writer.region
  return REGION_IDS.find((region) => answers(region) && !isWriter(region)) ?? REGION_IDS[0]
}
