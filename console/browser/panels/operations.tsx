import { useBeat } from '../store.ts'
import { Release } from './operations/release.tsx'
import { Restore } from './operations/restore.tsx'
import { RoleChange } from './operations/role-change.tsx'

const TABS = [
  { path: 'writer', label: 'Move the writer', tab: RoleChange },
  { path: 'release', label: 'Release', tab: Release },
  { path: 'restore', label: 'Restore', tab: Restore },
] as const

/** Operations, with the functions of the commands: plan, exact calls, typed confirmation, progress, runbook. */
export function Operations({ path }: { readonly path: readonly string[] }) {
  useBeat()
  const { tab: Tab, label } = TABS.find((each) => each.path === path[1]) ?? TABS[0]
  return (
    <>
      <nav class="tabs" aria-label="What to do">
        {TABS.map((each) => (
          <a
            key={each.path}
            href={`#/operations/${each.path}`}
            aria-current={each.label === label ? 'page' : undefined}
          >
            {each.label}
          </a>
        ))}
      </nav>
      <Tab />
    </>
  )
}
