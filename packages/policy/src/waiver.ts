import type { Finding } from './rule.ts'

/** Permission for some resources to violate a rule: why, and until when. */
export interface Waiver {
  readonly rule: string
  /** `<type>::<name>` of the resources, `*` for any text: `aws:rds/cluster:Cluster::database-*`. */
  readonly resource: string
  /** Property, `*` for any text; absent for all of them. */
  readonly property?: string
  /** In sentences: what is accepted, and what makes it acceptable. */
  readonly reason: string
  /** Day (UTC) after which the waiver no longer counts. */
  readonly reviewBy: string
}

/** The day (UTC) by which waivers count, as `2026-11-21`. */
export const today = (): string => new Date().toISOString().slice(0, 10)

/** Whether a waiver still counts on a day, as `2026-11-21`. */
export function countsOn(day: string, { reviewBy }: Waiver): boolean {
  return day <= reviewBy
}

/** Whether a waiver covers a finding. */
export function covers(waiver: Waiver, finding: Finding): boolean {
  return (
    waiver.rule === finding.rule &&
    pattern(waiver.resource).test(subjectOf(finding.resource)) &&
    pattern(waiver.property ?? '*').test(finding.property)
  )
}

function pattern(glob: string): RegExp {
  const literal = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${literal.join('.*')}$`)
}

/** How waivers name a resource: its type and name, without parents or stack. */
export function subjectOf(urn: string): string {
  const [, , types = '', name = ''] = urn.split('::')
  return `${types.split('$').at(-1)}::${name}`
}
