import { EXIT, type ExitCode, printJson } from '@meridian/operator-tools/command'
import {
  type Obstacle,
  type PropertyChange,
  type Rehearsal,
  type RehearsedStep,
  rehearseDestroy,
  rehearseUp,
  rehearseUpdates,
} from '@meridian/rehearsal'
import { describeStack } from '../describe-stack.ts'
import type { RehearsalOptions } from './command.ts'

/** Rehearses; prints text for people and JSON for programs. */
export async function runRehearsal({
  stack,
  as,
  beside,
  destroy,
  updates,
  each,
  json,
}: RehearsalOptions): Promise<ExitCode> {
  const graph = await describeStack(stack)
  if (destroy)
    return report(rehearseDestroy(graph), wordsOfDestroy, json, (obstacles) => obstacles.length === 0)
  if (updates) return report(rehearseUpdates(graph), wordsOfUpdates, json, () => true)
  const other = beside && (await describeStack(beside))
  const rehearsal = rehearseUp(graph, { deployer: as, ...(other && { beside: other }) })
  return report(
    rehearsal,
    (told) => wordsOf(told, each),
    json,
    ({ firstFailure }) => firstFailure === undefined,
  )
}

function report<Told>(
  told: Told,
  words: (told: Told) => readonly string[],
  json: boolean,
  isDone: (told: Told) => boolean,
): ExitCode {
  process.stderr.write(`${words(told).join('\n')}\n`)
  if (json) printJson(told)
  return isDone(told) ? EXIT.done : EXIT.failed
}

function wordsOf(
  { stack, deployer, steps, firstFailure, quotas, minutes, usdPerDay }: Rehearsal,
  each: boolean,
): readonly string[] {
  const refused = steps.filter(({ refusals }) => refusals.length > 0)
  const peoples = steps.filter(({ isPeoples }) => isPeoples).length
  const low = quotas.filter(({ needed, limit }) => needed > limit)
  const longest = steps
    .toSorted((left, right) => right.readyAfterSeconds - left.readyAfterSeconds)
    .slice(0, 5)
  return [
    ...(each ? steps.map(lineOf) : []),
    `Stack ${stack}, made by ${deployer === 'person' ? 'a person with every right' : 'the pipeline’s role'}: ${steps.length} resources, some ${minutes} minutes, then $${usdPerDay.toFixed(2)} a day without visitors.`,
    ...(peoples > 0
      ? [
          `${peoples} of them are made by people alone: boundaries, policies of deployment, roles without a boundary.`,
        ]
      : []),
    `Ready last: ${longest.map(({ name, readyAfterSeconds }) => `${name} after ${Math.ceil(readyAfterSeconds / 60)} min`).join(', ')}.`,
    ...low.map(
      ({ what, region, needed, limit, serviceCode, quotaCode }) =>
        `Raise before: ${what} in ${region}, ${needed} at most, ${limit} in a new account: aws service-quotas request-service-quota-increase --region ${region} --service-code ${serviceCode} --quota-code ${quotaCode} --desired-value ${Math.ceil(needed * 1.5)}`,
    ),
    ...(firstFailure
      ? [
          `up stops at ${firstFailure.type} ${firstFailure.name}:`,
          ...firstFailure.refusals.map((refusal) => `  ${refusal}`),
          ...(refused.length > 1 ? [`and ${refused.length - 1} resources more would be refused.`] : []),
        ]
      : ['Nothing of it would be refused.']),
  ]
}

function lineOf({
  type,
  name,
  region,
  waitsFor,
  readyAfterSeconds,
  usdPerDayFromThen,
  refusals,
  isPeoples,
}: RehearsedStep): string {
  const verdict = refusals.length > 0 ? '✗' : isPeoples ? '·' : '✓'
  const minutes = `${(readyAfterSeconds / 60).toFixed(1)} min`.padStart(9)
  const price = usdPerDayFromThen === 0 ? '' : `  $${usdPerDayFromThen.toFixed(2)} a day`
  return `${verdict}${minutes}  ${type} ${name}${region ? ` in ${region}` : ''}${waitsFor ? `, after ${waitsFor}` : ''}${price}${refusals.map((refusal) => `\n             ${refusal}`).join('')}`
}

function wordsOfDestroy(obstacles: readonly Obstacle[]): readonly string[] {
  if (obstacles.length === 0) return ['Nothing stops destroy.']
  return [
    `${obstacles.length} things stop destroy, or stay behind, in this order:`,
    ...obstacles.map(({ name, message, firstDo }) => `  ${name}: ${message}\n    first: ${firstDo}`),
  ]
}

const OUTCOMES: Readonly<Record<PropertyChange['outcome'], string>> = {
  'deleted-first': 'replaces it, and there is none meanwhile, for AWS has its name still',
  'made-first': 'replaces it, the new one before the old one goes',
  refused: 'would replace it, and Pulumi refuses: it is protected',
  ignored: 'does nothing: the program leaves it as it is',
  unknown: 'is not described by CloudFormation: ask pulumi preview --diff',
  updated: 'is made in place',
}

/** Most serious first: one line for each type and outcome. */
function wordsOfUpdates(changes: readonly PropertyChange[]): readonly string[] {
  const outcomes = Object.entries(OUTCOMES)
  return outcomes.flatMap(([outcome, words]) => {
    const byType = Map.groupBy(
      changes.filter((change) => change.outcome === outcome),
      ({ type }) => type,
    )
    const lines = [...byType].map(
      ([type, its]) => `  ${type}: ${its.map(({ property }) => property).join(', ')}`,
    )
    return lines.length === 0 ? [] : [`A change of these ${words}:`, ...lines.toSorted()]
  })
}
