import { CITIES, CITY_IDS, REGION_IDS, REGIONS } from '@meridian/topology'
import { useState } from 'preact/hooks'
import { FAILURE_KINDS, type FailureField } from '../../../shared/failure-kinds.ts'
import { change } from '../../change.ts'
import { Choice, Form, TextField } from '../../parts/fields.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useAction } from '../../parts/use-action.ts'
import { look } from '../../store.ts'

type KindName = keyof typeof FAILURE_KINDS

const NAMES = Object.keys(FAILURE_KINDS) as KindName[]
const MS_PER_SECOND = 1_000
const SERVICES = [
  'rds',
  'ecs',
  'elasticloadbalancing',
  'route53',
  'cloudfront',
  'monitoring',
  'secretsmanager',
]

export function InjectFailure() {
  const [name, setName] = useState<KindName>('lose-region')
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [seconds, setSeconds] = useState('')
  const action = useAction()
  const kind = FAILURE_KINDS[name]
  const givenFor = (field: FailureField) => values[field.name] ?? optionsFor(field)?.[0]?.value ?? ''

  return (
    <Panel
      title="Break something"
      class="half"
      note="It lasts until you heal it, or until its time is over."
      of={[]}
    >
      <Form action={action} onSubmit={() => change('/api/failures', { body: request() })}>
        <Choice
          label="Failure"
          value={name}
          options={NAMES.map((each) => ({ value: each, label: FAILURE_KINDS[each].label }))}
          onChange={(value) => {
            setName(value as KindName)
            setValues({})
          }}
        />
        <p class="note">{kind.summary}</p>
        {kind.fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            value={givenFor(field)}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
        <TextField
          label="Heals by itself after, seconds (may be empty)"
          value={seconds}
          onInput={setSeconds}
        />
        <button type="submit" class="danger" disabled={action.isRunning}>
          {action.isRunning ? 'Breaking …' : kind.label}
        </button>
      </Form>
    </Panel>
  )

  function request(): Record<string, unknown> {
    const fields = kind.fields.flatMap((field) => {
      const value = typed(field, givenFor(field))
      return value === undefined ? [] : [[field.name, value] as const]
    })
    const forMs = seconds === '' ? [] : [['forMs', Number(seconds) * MS_PER_SECOND] as const]
    return { kind: name, ...Object.fromEntries([...fields, ...forMs]) }
  }
}

interface FieldProps {
  readonly field: FailureField
  readonly value: string
  readonly onChange: (value: string) => void
}

function Field({ field, value, onChange }: FieldProps) {
  if (field.takes === 'flag')
    return (
      <label class="field inline">
        <input
          type="checkbox"
          checked={value === 'true'}
          onChange={({ currentTarget }) => onChange(String(currentTarget.checked))}
        />
        <span>{field.label}</span>
      </label>
    )
  const options = optionsFor(field)
  const label = field.isOptional ? `${field.label} (may be empty)` : field.label
  return options ? (
    <Choice label={label} value={value} options={options} onChange={onChange} />
  ) : (
    <TextField label={label} value={value} onInput={onChange} />
  )
}

function typed(field: FailureField, value: string): string | number | boolean | undefined {
  if (field.takes === 'flag') return value === 'true'
  if (value === '') return undefined
  return field.takes === 'ms' || field.takes === 'mbps' ? Number(value) : value
}

/** The choices for a field; undefined if its value has to be typed. */
function optionsFor(field: FailureField): readonly { value: string; label: string }[] | undefined {
  const none = field.isOptional ? [{ value: '', label: 'any' }] : []
  const regions = REGION_IDS.map((region) => ({
    value: region,
    label: `${REGIONS[region].label} (${region})`,
  }))
  switch (field.takes) {
    case 'region':
      return [...none, ...regions]
    case 'place':
      return [...regions, ...CITY_IDS.map((city) => ({ value: city, label: `${CITIES[city].label} (city)` }))]
    case 'instance':
      return REGION_IDS.flatMap((region) => look(`instances:${region}`).value?.instances ?? []).map(
        ({ id }) => ({
          value: id,
          label: id,
        }),
      )
    case 'service':
      return SERVICES.map((service) => ({ value: service, label: service }))
    case 'task':
      return look('world').value?.tasks.map(({ id, name }) => ({
        value: id,
        label: `${name} ${id.slice(0, 8)}`,
      }))
    default:
      return undefined
  }
}
