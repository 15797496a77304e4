import { CITIES, CITY_IDS, type CityId } from '@meridian/topology'
import { useState } from 'preact/hooks'
import { type DnsAnswerView, type DnsStep, RECORD_TYPES, type RecordType } from '../../shared/dns.ts'
import { change } from '../change.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Choice, Form, TextField } from '../parts/fields.tsx'
import { timeOfDay } from '../parts/format.ts'
import { Panel } from '../parts/panel.tsx'
import { useAction } from '../parts/use-action.ts'
import { useSession } from '../session.ts'

const BY_SUBNET = 'subnet'
const COLUMNS: readonly Column[] = ['Record', 'Rule', 'Taken', 'Leads to'].map((label) => ({ label }))

interface Asked {
  readonly at: number
  readonly answer: DnsAnswerView
}

/** Resolves any name for any visitor, and explains the answer. */
export function Dns() {
  const session = useSession()
  const [given, setName] = useState<string>()
  const [type, setType] = useState<RecordType>('A')
  const [from, setFrom] = useState<CityId | typeof BY_SUBNET>('seoul')
  const [subnet, setSubnet] = useState('203.0.113.0/24')
  const [asked, setAsked] = useState<Asked>()
  const action = useAction()
  const name = given ?? session?.names[0] ?? ''

  return (
    <div class="grid">
      <Panel
        title="Ask Route 53"
        class="third"
        note="The answer that a visitor’s resolver would get now."
        of={[]}
      >
        <Form action={action} onSubmit={ask}>
          <Choice
            label="Name of the site"
            value={session?.names.includes(name) ? name : ''}
            options={['', ...(session?.names ?? [])].map((each) => ({
              value: each,
              label: each || 'another name',
            }))}
            onChange={setName}
          />
          <TextField label="Name to ask for" value={name} onInput={setName} />
          <Choice
            label="Type"
            value={type}
            options={RECORD_TYPES.map((each) => ({ value: each, label: each }))}
            onChange={(value) => setType(value as RecordType)}
          />
          <Choice
            label="Asked from"
            value={from}
            options={[
              ...CITY_IDS.map((city) => ({ value: city, label: CITIES[city].label })),
              { value: BY_SUBNET, label: 'a client subnet' },
            ]}
            onChange={(value) => setFrom(value as CityId)}
          />
          {from === BY_SUBNET && <TextField label="Client subnet" value={subnet} onInput={setSubnet} />}
          <button type="submit" disabled={action.isRunning || name === ''}>
            Ask
          </button>
        </Form>
      </Panel>
      <Panel title="The answer" class="two-thirds" of={[]}>
        {asked ? <Answer asked={asked} /> : <p class="empty">Nothing has been asked yet.</p>}
      </Panel>
    </div>
  )

  async function ask() {
    const place = from === BY_SUBNET ? { subnet } : { city: from }
    const answer = await change<DnsAnswerView>('/api/dns', { body: { name, type, ...place } })
    setAsked({ at: Date.now(), answer })
  }
}

function Answer({ asked: { at, answer } }: { readonly asked: Asked }) {
  return (
    <>
      <p role="status" aria-label="Answer">
        <span class={`badge ${answer.responseCode === 'NOERROR' ? 'good' : 'bad'}`}>
          {answer.responseCode}
        </span>{' '}
        <strong class="mono">{answer.values.join(', ') || 'no record of this type'}</strong>{' '}
        <small>
          from {answer.nameServer} at {timeOfDay(at)}
        </small>
      </p>
      {answer.caveat && <p class="lacks">{answer.caveat}</p>}
      {answer.steps.map((step) => (
        <Step key={step.name} step={step} />
      ))}
    </>
  )
}

function Step({ step }: { readonly step: DnsStep }) {
  return (
    <>
      <h3>{step.name}</h3>
      <DataTable label={`Records of ${step.name}`} columns={COLUMNS}>
        {step.candidates.map((candidate) => (
          <tr key={candidate.id}>
            <th scope="row">{candidate.id}</th>
            <td>{candidate.rule}</td>
            <td>
              <span class={`badge ${candidate.isMatch ? 'good' : ''}`}>
                {candidate.isMatch ? 'matched' : 'no'}
              </span>{' '}
              <small>{candidate.reason}</small>
            </td>
            <td class="mono">{candidate.leadsTo}</td>
          </tr>
        ))}
      </DataTable>
    </>
  )
}
