import { styleText } from 'node:util'
import { shortType } from '@meridian/resource-graph'
import { isDestructive, type PropertyChange, type Step, type Steps } from './plan-steps.ts'

const SIGNS: Readonly<Record<Step['action'], string>> = {
  create: '+',
  update: '~',
  replace: '±',
  detach: '⊘',
  delete: '-',
}

/** Formats the steps for a person: one paragraph per resource, headed by the action, then a one-sentence summary. */
export function renderSteps({ steps, unchanged }: Steps): string {
  return [...steps.map(paragraph), summary(steps, unchanged)].join('\n')
}

function paragraph(step: Step): string {
  const colour = isDestructive(step) ? 'red' : 'yellow'
  const head = `${SIGNS[step.action]} ${step.action.padEnd(7)} ${shortType(step.type)} "${step.name}"`
  const region = step.region ? ` in ${step.region}` : ''
  const protection =
    step.isProtected && isDestructive(step) ? '; it is protected, so Pulumi would refuse' : ''
  return [styleText(colour, `${head}${region}${protection}`), ...step.changes.map(line)].join('\n')
}

function line({ property, from, to, effect, because }: PropertyChange): string {
  const reason = because ? ` (${because})` : ''
  return `    ${effect}: ${property}: ${show(from)} → ${show(to)}${reason}`
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

function summary(steps: readonly Step[], unchanged: number): string {
  const counted = (['create', 'update', 'replace', 'detach', 'delete'] as const).map(
    (action) => [action, steps.filter((step) => step.action === action).length] as const,
  )
  const parts = counted.filter(([, count]) => count > 0).map(([action, count]) => `${count} to ${action}`)
  return `${parts.length > 0 ? `${parts.join(', ')}, ` : 'Nothing to do: '}${unchanged} unchanged.`
}
