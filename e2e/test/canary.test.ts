import Fastify, { type FastifyReply } from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { visitAsCanary } from '../src/canary.ts'

interface Shop {
  readonly region?: string
  readonly slugs?: readonly string[]
  /** Answers the list of campaigns; the shop's default when absent. */
  readonly list?: (reply: FastifyReply) => FastifyReply
  /** The slug in a campaign's answer. */
  readonly answersTo?: string
}

/** A site with the two routes of marketing-api that the canary requests. */
async function openShop({
  region = 'us-west-2',
  slugs = ['spring'],
  list,
  answersTo,
}: Shop = {}): Promise<string> {
  const app = Fastify()
  onTestFinished(() => app.close())
  app.addHook('onRequest', async (_, reply) => void reply.header('x-meridian-region', region))
  app.get(
    '/api/campaigns',
    (_, reply) => list?.(reply) ?? reply.send({ campaigns: slugs.map((slug) => ({ slug })) }),
  )
  app.get<{ Params: { slug: string } }>('/api/campaigns/:slug', async ({ params }) => ({
    slug: answersTo ?? params.slug,
  }))
  return app.listen({ port: 0, host: '127.0.0.1' })
}

describe('a canary', () => {
  it('reads a campaign and recognizes its own region', async () => {
    expect(await visitAsCanary(await openShop(), 'us-west-2')).toEqual(['read-campaign', 'home-region'])
  })

  it.each<[string, Shop, string]>([
    [
      'the list answers an error',
      { list: (reply) => reply.code(503).send({ error: 'away' }) },
      '/api/campaigns?locale=en&limit=1 answered 503; wanted 200',
    ],
    ['no campaign runs', { slugs: [] }, 'No campaign runs; the database answers and is empty'],
    ['another campaign is returned', { answersTo: 'autumn' }, 'Asked for "spring", was given "autumn"'],
    [
      'the answer is HTML',
      { list: (reply) => reply.type('text/html').send('<p>Sorry</p>') },
      'is not valid JSON',
    ],
    ['another region answers', { region: 'us-east-1' }, 'us-east-1 answered; wanted us-west-2'],
  ])('fails when %s', async (_what, shop, message) => {
    await expect(visitAsCanary(await openShop(shop), 'us-west-2')).rejects.toThrow(message)
  })

  it('fails when no server answers', async () => {
    const gone = await openShop()
    const { port } = new URL(gone)
    await expect(visitAsCanary(`http://127.0.0.2:${port}`, 'us-west-2')).rejects.toThrow('fetch failed')
  })
})
