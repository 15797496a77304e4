import { DRILLS } from '@meridian/drills'

/** Each run whose figures a page may quote: its folder in test-results, and the command that makes it. */
export const RUN_COMMANDS: Readonly<Record<string, string>> = {
  'series-switchover': 'npm run series -- switchover --runs 20 --cli aws',
  'series-failover': 'npm run series -- failover --runs 5 --cli aws',
  'series-failover-at-aws-pace': 'npm run series -- failover --runs 1 --pace aws',
  'failure-schedules': 'npm run failure-schedules -- --count 200',
  'test-latency': 'npm run test-latency -- --target local',
  'test-dns': 'npm run test-dns -- --target local',
  'replication-lag': 'npm run replication-lag -- --target local',
  'bench-request-path': 'npm run bench -- request-path',
  'bench-token-cost': 'npm run bench -- token-cost',
  'bench-world-start': 'npm run bench -- world-start',
  ...Object.fromEntries(DRILLS.map(({ name }) => [name, `npm run drill -- ${name} --target local`])),
}
