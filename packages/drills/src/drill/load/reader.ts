import type { Random } from '../random.ts'
import { type Crowd, processName } from './crowd.ts'
import type { ClientPlan } from './load-plan.ts'
import { lookUpLead, type Visitor, viewCampaigns } from './visitor.ts'

const SHARE_OF_PAGES = 0.5
/** A session looks at so many leads, some of them again, and is followed by a new one. */
const SESSIONS = 5
const LOOKS_PER_SESSION = 8
const SHARE_SEEN_BEFORE = 0.5

interface ReadingSession {
  readonly visitor: Visitor
  readonly looked: string[]
}

/** A turn of a reader: looks at the campaigns, or at a lead that somebody left, perhaps for the second time. */
export function createReader(crowd: Crowd, plan: ClientPlan, random: Random): () => Promise<void> {
  const way = { process: processName(plan), via: plan.via, client: crowd.ways.to(plan.city, plan.via) }
  const sessions = Array.from({ length: SESSIONS }, begin)

  return () => {
    const index = random.below(SESSIONS)
    const session = sessions[index] ?? begin()
    const fresh = random.pick(crowd.newest)
    if (fresh === undefined || random.next() < SHARE_OF_PAGES)
      return viewCampaigns(crowd.recorder, session.visitor, way)
    const known = random.next() < SHARE_SEEN_BEFORE ? random.pick(session.looked) : undefined
    const id = known ?? fresh
    session.looked.push(id)
    if (session.looked.length >= LOOKS_PER_SESSION) sessions[index] = begin()
    return lookUpLead(crowd.recorder, session.visitor, way, id)
  }

  function begin(): ReadingSession {
    return { visitor: crowd.nextVisitor(plan.city, 'reader'), looked: [] }
  }
}
