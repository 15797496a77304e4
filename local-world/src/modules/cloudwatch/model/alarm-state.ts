/** An alarm's state, as CloudWatch spells it. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
