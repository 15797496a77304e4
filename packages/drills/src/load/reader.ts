import type { Random } from '../random.ts'
import { type LoadContext, processName } from './load-context.ts'
import type { ClientPlan } from './load-plan.ts'
import { lookUpLead, type Visitor, type VisitorRequest, viewCampaigns } from './visitor.ts'

const SHARE_OF_PAGES = 0.5
const SESSIONS = 5
/** Then a new session takes its place. */
const LOOKS_PER_SESSION = 8
/** Share of lookups that repeat an earlier one of the session. */
const SHARE_SEEN_BEFORE = 0.5

interface ReadingSession {
  readonly visitor: Visitor
  readonly looked: string[]
  /** A second request at the same time would carry no newer token, and its answer could replace the first's with an older one. */
  isAsking: boolean
}

/** A reader's turn: views the campaigns, or looks up a lead, perhaps for the second time. */
export function createReader(
  context: LoadContext,
  plan: ClientPlan,
  random: Random,
): (lateMs: number) => Promise<void> {
  const here = { process: processName(plan), via: plan.via, client: context.ways.to(plan.city, plan.via) }
  const sessions = Array.from({ length: SESSIONS }, begin)

  return async (lateMs) => {
    const session = freeSession(random.below(SESSIONS))
    session.isAsking = true
    try {
      await ask(session, { ...here, lateMs })
    } finally {
      session.isAsking = false
    }
  }

  async function ask(session: ReadingSession, way: VisitorRequest): Promise<void> {
    const fresh = random.pick(context.newest)
    if (fresh === undefined || random.next() < SHARE_OF_PAGES)
      return viewCampaigns(context.recorder, session.visitor, way)
    const known = random.next() < SHARE_SEEN_BEFORE ? random.pick(session.looked) : undefined
    const id = known ?? fresh
    session.looked.push(id)
    return lookUpLead(context.recorder, session.visitor, way, id)
  }

  /** The session at this index; one that is still waiting or has made all its lookups is replaced by a new visitor. */
  function freeSession(index: number): ReadingSession {
    const known = sessions[index]
    if (known && !known.isAsking && known.looked.length < LOOKS_PER_SESSION) return known
    const next = begin()
    sessions[index] = next
    return next
  }

  function begin(): ReadingSession {
    return { visitor: context.nextVisitor(plan.city, 'reader'), looked: [], isAsking: false }
  }
}
