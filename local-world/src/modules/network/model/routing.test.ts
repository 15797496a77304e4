import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contains, formatAddress, parseCidr } from './cidr.ts'
import type { Route, RouteTable } from './network-plan.ts'
import { routeTo } from './routing.ts'

const table = (routes: readonly Route[]): RouteTable => ({
  id: 'rtb-1',
  name: 'table',
  vpcId: 'vpc-1',
  routes,
})
const local = (cidr: string): Route => ({ destination: parseCidr(cidr), target: { kind: 'local' } })
const peering = (cidr: string): Route => ({
  destination: parseCidr(cidr),
  target: { kind: 'peering', id: cidr },
})

it('has no route when no destination matches', () => {
  expect(routeTo(table([local('10.0.0.0/16')]), '10.1.0.1')).toBeUndefined()
  expect(routeTo(undefined, '10.1.0.1')).toBeUndefined()
})

// INV-NETWORK-3
it('follows the most specific route, whatever the order', () => {
  const aRoute = fc
    .tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 32 }))
    .map(([value, prefix]) => peering(`${formatAddress(value)}/${prefix}`))
  fc.assert(
    fc.property(fc.array(aRoute), fc.nat(2 ** 32 - 1).map(formatAddress), (routes, address) => {
      const prefixes = routes
        .filter((route) => contains(route.destination, address))
        .map((route) => route.destination.prefix)
      expect(routeTo(table(routes), address)?.destination.prefix).toBe(
        prefixes.length > 0 ? Math.max(...prefixes) : undefined,
      )
    }),
  )
})
