import { expect, it } from 'vitest'
import { Login } from './login.ts'

const old = { username: 'meridian', password: 'old' }
const rotated = { username: 'meridian', password: 'rotated' }

// INV-DATABASE-11
it('fetches the login once for all connections refused at the same moment', async () => {
  let asked = 0
  const login = new Login(async () => {
    asked += 1
    return asked === 1 ? old : rotated
  })
  await login.get()
  const renewed = await Promise.all([login.renew(old), login.renew(old), login.renew(old)])
  expect(renewed).toEqual([rotated, rotated, rotated])
  expect(asked).toBe(2)
})

it('offers no other login when the source returns the same one', async () => {
  await expect(new Login(old).renew(old)).resolves.toBeUndefined()
})
