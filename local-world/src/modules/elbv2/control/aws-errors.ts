import { pageOf } from '../../../kernel/page.ts'
import { AwsError } from '../../../kernel/wire-service.ts'

/** Codes and messages are AWS's. */
const NOT_FOUND = {
  LoadBalancer: ['LoadBalancerNotFound', 'One or more load balancers not found'],
  TargetGroup: ['TargetGroupNotFound', 'One or more target groups not found'],
  Listener: ['ListenerNotFound', 'One or more listeners not found'],
  Rule: ['RuleNotFound', 'One or more rules not found'],
} as const

export function notFound(kind: keyof typeof NOT_FOUND): AwsError {
  const [code, message] = NOT_FOUND[kind]
  return new AwsError(code, message)
}

/** All items, or exactly those requested; a missing one fails the request. */
export function select<Item>(
  items: readonly Item[],
  wanted: readonly string[] | undefined,
  keyOf: (item: Item) => string,
  kind: keyof typeof NOT_FOUND,
): readonly Item[] {
  if (wanted === undefined || wanted.length === 0) return items
  return wanted.map((key) => {
    const item = items.find((candidate) => keyOf(candidate) === key)
    if (item === undefined) throw notFound(kind)
    return item
  })
}

interface PageInput {
  readonly PageSize?: number | undefined
  readonly Marker?: string | undefined
}

const MOST_ITEMS = 400

/** One page of the requested items. */
export const pageFor = <Item>(
  all: readonly Item[],
  { Marker: token, PageSize: size = MOST_ITEMS }: PageInput,
) =>
  pageOf(
    all,
    { size, token },
    (marker) => new AwsError('ValidationError', `The marker '${marker}' is not valid`),
  )

/** AWS accepts only one of these two selections. */
export function refuseBoth<Input extends object>(input: Input, one: keyof Input, other: keyof Input): void {
  if (isGiven(input[one]) && isGiven(input[other]))
    throw new AwsError(
      'ValidationError',
      `You can specify either ${String(one)} or ${String(other)}, but not both`,
    )
}

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== ''
