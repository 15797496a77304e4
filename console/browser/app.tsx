import { useEffect, useState } from 'preact/hooks'
import { Calls } from './panels/calls.tsx'
import { Dashboards } from './panels/dashboards.tsx'
import { Dns } from './panels/dns.tsx'
import { Drills } from './panels/drills.tsx'
import { Failures } from './panels/failures.tsx'
import { Operations } from './panels/operations.tsx'
import { Overview } from './panels/overview.tsx'
import { RegionPage } from './panels/region.tsx'
import { Resources } from './panels/resources.tsx'
import { Traces } from './panels/traces.tsx'
import { duration } from './parts/format.ts'
import { StatusStrip } from './parts/status-strip.tsx'
import { link, useBeat } from './store.ts'

/** Every page, by its name in the URL. */
const PAGES = [
  { path: 'overview', label: 'Overview', page: Overview },
  { path: 'region', label: 'Region', page: RegionPage },
  { path: 'dashboards', label: 'Dashboards', page: Dashboards },
  { path: 'dns', label: 'DNS', page: Dns },
  { path: 'traces', label: 'Traces', page: Traces },
  { path: 'resources', label: 'Resources', page: Resources },
  { path: 'operations', label: 'Operations', page: Operations },
  { path: 'drills', label: 'Drills', page: Drills },
  { path: 'failures', label: 'Failures', page: Failures },
  { path: 'calls', label: 'API calls', page: Calls },
] as const

export function App() {
  const path = usePath()
  const { page: Page, label } = PAGES.find((entry) => entry.path === path[0]) ?? PAGES[0]
  useEffect(() => {
    document.title = `${label} · Meridian console`
    // On a phone the links do not all fit in one row.
    document.querySelector('.top nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [label])
  return (
    <>
      <a class="skip" href="#main">
        Skip to the panels
      </a>
      <header class="top">
        <p class="brand">Meridian</p>
        <nav aria-label="Pages">
          {PAGES.map((entry) => (
            <a
              key={entry.path}
              href={`#/${entry.path}`}
              aria-current={entry.label === label ? 'page' : undefined}
            >
              {entry.label}
            </a>
          ))}
        </nav>
        <Connection />
      </header>
      <StatusStrip />
      <main id="main" tabIndex={-1}>
        <h1 class="visually-hidden">{label}</h1>
        <Page path={path} />
      </main>
    </>
  )
}

/** The path after the hash, such as `['region', 'us-east-1']`. */
function usePath(): readonly string[] {
  const read = () => location.hash.replace(/^#\/?/, '').split('/')
  const [path, setPath] = useState(read)
  useEffect(() => {
    // The skip link points to an anchor on this page, not to another page.
    const follow = () => {
      if (location.hash !== '#main') setPath(read())
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return path
}

const SAID = {
  connecting: 'Connecting …',
  live: 'Live',
  silent: 'Backend silent',
  refused: 'Signed out: run npm run console for a link',
}

function Connection() {
  useBeat()
  const { state, heardAt } = link()
  const since = state === 'silent' && heardAt !== undefined ? ` for ${duration(Date.now() - heardAt)}` : ''
  return (
    <p class={`connection ${state}`} role="status">
      <span class="dot" aria-hidden="true" />
      {SAID[state]}
      {since}
    </p>
  )
}
