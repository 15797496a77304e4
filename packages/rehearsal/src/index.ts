export { sharedNames } from './names.ts'
export { type QuotaNeed, quotaNeeds } from './quotas.ts'
export { type Obstacle, rehearseDestroy } from './rehearse-destroy.ts'
export {
  type Deployer,
  type Rehearsal,
  type RehearsalOptions,
  type RehearsedStep,
  rehearseUp,
} from './rehearse-up.ts'
export { type PropertyChange, rehearseUpdates } from './rehearse-updates.ts'
export { type ServiceLinkedRole, serviceLinkedRoles } from './service-linked-roles.ts'
