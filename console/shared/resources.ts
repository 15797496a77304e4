/** A resource of the Pulumi program, as one line of the tree. */
export interface ResourceLine {
  readonly urn: string
  readonly type: string
  readonly name: string
  readonly parent: string | undefined
  readonly region: string | undefined
  /** `infra/pulumi/components/aurora-region.ts:84`. */
  readonly source: string | undefined
}

/** A line of the complete list. */
export interface ListedResource extends ResourceLine {
  /** Its dependencies as indexes into the list: URNs would make up most of the response. */
  readonly needs: readonly number[]
}

/** One price component of a resource. */
export interface CostView {
  readonly what: string
  readonly unit: string
  readonly usdPerDay: number
}

/** A finding of a policy rule; `waiver` if it is accepted. */
export interface FindingView {
  readonly rule: string
  readonly severity: string
  readonly property: string
  readonly seen: string
  readonly wanted: string
  readonly nextStep: string
  readonly waiver: { readonly reason: string; readonly reviewBy: string } | undefined
}

/** Everything about one resource; secrets are already masked in the graph file. */
export interface ResourceView extends ResourceLine {
  readonly id: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly dependencies: readonly string[]
  /** Estimated from list prices under the typical load; empty if it is free. */
  readonly cost: readonly CostView[]
  readonly findings: readonly FindingView[]
  /** Resources that depend on it. */
  readonly dependents: readonly string[]
}

/** What AWS's API returns for a resource now. */
export interface LiveView {
  /** The same request as a command. */
  readonly command: string
  /** Undefined if the API does not find the resource. */
  readonly answer: object | undefined
}

/** `aws:rds/cluster:Cluster` is `rds Cluster`. */
export function shortType(type: string): string {
  const [, module = '', name = type] = type.split(':')
  return `${module.split('/')[0]} ${name}`
}

/** The component type that a box of the picture represents, such as `compute ServiceCluster`. */
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

/** The program by component type: all regions share one box. */
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
