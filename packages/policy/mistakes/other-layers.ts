import { TYPES } from '../src/resource-types.ts'
import { changed, first, type GraphMistake, type SettingMistake, type TypeMistake } from './mistake.ts'

/** What the compiler refuses. */
export const TYPE_MISTAKES: readonly TypeMistake[] = [
  {
    mistake: 'a region that the system does not have',
    code: "import type { RegionId } from '@meridian/topology'\nexport const home: RegionId = 'us-east-2'\n",
    says: /"us-east-2"' is not assignable to type/,
  },
  {
    mistake: 'a table of regions that forgets one',
    code: "import type { RegionId } from '@meridian/topology'\nexport const zones: Record<RegionId, number> = { 'us-east-1': 2, 'us-west-2': 2 }\n",
    says: /"ap-northeast-2"' is missing/,
  },
  {
    mistake: 'a write through the reader',
    code: "import type { Reader } from '@meridian/database'\nexport const add = (reader: Reader) => reader.insertInto('leads').defaultValues().execute()\n",
    says: /not allowed with a read-only Kysely instance/,
  },
]

/** What the program refuses before it describes anything. */
export const SETTING_MISTAKES: readonly SettingMistake[] = [
  {
    mistake: 'a task size that Fargate does not sell',
    settings: { 'meridian:taskCpu': '1024', 'meridian:taskMemoryMiB': '512' },
    says: /taskCpu and taskMemoryMiB/,
  },
  {
    mistake: 'a floor of capacity above its ceiling',
    settings: { 'meridian:capacityFloorAcu': '128', 'meridian:capacityCeilingAcu': '64' },
    says: /capacityFloorAcu \(128\) is above capacityCeilingAcu \(64\)/,
  },
  {
    mistake: 'a recovery window that Secrets Manager does not take',
    settings: { 'meridian:secretRecoveryDays': '3' },
    says: /secretRecoveryDays is 3; Secrets Manager takes 0, or 7 to 30/,
  },
]

/** What AWS's own models refuse. */
export const MODEL_MISTAKES: readonly GraphMistake[] = [
  {
    mistake: 'a target group of a type that ELB does not have',
    caughtBy: 'model-enumeration',
    says: /TargetType: ips/,
    plant: (graph) =>
      changed(graph, first(graph, TYPES.targetGroup), (values) => ({ ...values, targetType: 'ips' })),
  },
  {
    mistake: 'an alarm that compares in a way that CloudWatch does not',
    caughtBy: 'model-enumeration',
    says: /ComparisonOperator: GreaterThan;/,
    plant: (graph) =>
      changed(graph, first(graph, TYPES.alarm), (values) => ({
        ...values,
        comparisonOperator: 'GreaterThan',
      })),
  },
  {
    mistake: 'a task in a network mode that ECS does not have',
    caughtBy: 'model-enumeration',
    says: /networkMode: vpc/,
    plant: (graph) =>
      changed(graph, first(graph, TYPES.taskDefinition), (values) => ({ ...values, networkMode: 'vpc' })),
  },
]
