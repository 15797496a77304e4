/** A resource of the Pulumi program, as a line of the tree. */
export interface ResourceLine {
  readonly urn: string
  readonly type: string
  readonly name: string
  readonly parent: string | undefined
  readonly region: string | undefined
  /** `infra/pulumi/components/aurora-region.ts:84`. */
  readonly source: string | undefined
}

/** A line of the whole list. */
export interface ListedResource extends ResourceLine {
  /** What it depends on, by place in the list: URNs would make up most of the answer. */
  readonly needs: readonly number[]
}

/** One thing that a resource is charged for. */
export interface CostView {
  readonly what: string
  readonly unit: string
  readonly usdPerDay: number
}

/** What a rule of the policy says about a resource; `waiver` when that was accepted. */
export interface FindingView {
  readonly rule: string
  readonly severity: string
  readonly property: string
  readonly seen: string
  readonly wanted: string
  readonly nextStep: string
  readonly waiver: { readonly reason: string; readonly reviewBy: string } | undefined
}

/** Everything about one resource; secrets are masked where the graph is written. */
export interface ResourceView extends ResourceLine {
  readonly id: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly dependencies: readonly string[]
  /** Estimated from list prices under the typical load; empty for what is free. */
  readonly cost: readonly CostView[]
  readonly findings: readonly FindingView[]
  /** Those that depend on it. */
  readonly dependents: readonly string[]
}

/** What AWS's API says of a resource now. */
export interface LiveView {
  /** The same question for a terminal. */
  readonly command: string
  /** Undefined when the API knows no such resource. */
  readonly answer: object | undefined
}

/** `aws:rds/cluster:Cluster` is `rds Cluster`. */
export function shortType(type: string): string {
  const [, module = '', name = type] = type.split(':')
  return `${module.split('/')[0]} ${name}`
}

/** Which of a component's resources a box of the picture stands for, such as `compute ServiceCluster`. */
interface ComponentBox {
  readonly type: string
  readonly area: string
  readonly name: string
  readonly resources: number
  readonly instances: number
}

export interface ComponentPicture {
  readonly boxes: readonly ComponentBox[]
  /** Between types of components: how many resources of one depend on resources of the other. */
  readonly arrows: readonly { readonly from: string; readonly to: string; readonly count: number }[]
}

/** The program by kind of component: regions are instances of one box. */
export function pictureOf(lines: readonly ListedResource[]): ComponentPicture {
  const byUrn = new Map(lines.map((line) => [line.urn, line]))
  const top = (line: ListedResource): ListedResource => {
    const parent = line.parent === undefined ? undefined : byUrn.get(line.parent)
    return parent === undefined || parent.type === 'pulumi:pulumi:Stack' ? line : top(parent)
  }
  const tops = lines.map(top)
  const isComponent = ({ type }: ResourceLine) => !type.startsWith('pulumi:')
  const groups = Map.groupBy(tops.filter(isComponent), ({ type }) => type)
  const counts = new Map<string, number>()
  for (const [index, { needs }] of lines.entries())
    for (const need of needs) {
      const [from, to] = [tops[need], tops[index]]
      if (!from || !to || from.type === to.type || !isComponent(from) || !isComponent(to)) continue
      const key = `${from.type} ${to.type}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  return {
    boxes: [...groups].map(([type, members]) => {
      const [, area = '', name = type] = type.split(':')
      return { type, area, name, resources: members.length, instances: new Set(members).size }
    }),
    arrows: [...counts].map(([key, count]) => {
      const [from = '', to = ''] = key.split(' ')
      return { from, to, count }
    }),
  }
}
