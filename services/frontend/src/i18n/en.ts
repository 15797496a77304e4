import { LEAD_LIMITS } from '@meridian/contract'
import { formatCount } from './format-count.ts'

/** American English, which defines the set of messages. */
export const en = {
  languageName: 'English',
  brand: 'Meridian Motors',
  skipToContent: 'Skip to content',
  navigation: { label: 'Main', models: 'Models', status: 'Status', language: 'Language' },
  home: {
    title: 'Ready wherever noon finds you',
    kicker: 'The 2027 range',
    lead: 'Power that feels close by, wherever in the world you start from. Find your car and drive it this month.',
    choose: 'See the cars',
    campaigns: 'Current offers',
    none: 'New offers are on their way. Please come back soon.',
  },
  campaign: {
    from: (price: string) => `From ${price}`,
    facts: 'At a glance',
    until: (date: string) => `Offer ends ${date}`,
    back: 'All offers',
    notFoundTitle: 'That offer has left the showroom',
    notFound: 'It may have ended, or the address is mistyped. The current offers are on the home page.',
  },
  form: {
    title: 'Book a test drive',
    lead: 'Leave your details and the nearest dealer calls you back within one working day.',
    name: 'Name',
    email: 'Email',
    phone: 'Phone',
    message: 'Anything we should know?',
    optional: 'optional',
    consent: 'Meridian Motors may store these details to arrange my test drive.',
    submit: 'Request my test drive',
    mistakesTitle: (count: number) =>
      count === 1 ? 'One detail needs correcting' : `${count} details need correcting`,
    mistakes: {
      nameMissing: 'Enter your name.',
      get nameLong() {
        return `Enter a name of at most ${formatCount('en', LEAD_LIMITS.name)} characters.`
      },
      emailInvalid: 'Enter an email address such as mina@example.com.',
      phoneInvalid: 'Enter a phone number of 7 to 15 digits, such as +1 202 555 0143.',
      get messageLong() {
        return `Shorten the message to ${formatCount('en', LEAD_LIMITS.message)} characters.`
      },
      consentMissing: 'Check the box: we need your consent to store your details.',
    },
  },
  unsent: {
    details: 'Your details',
    sendAgain: 'Send again',
    change: 'Change the details',
    reasons: {
      unavailable: {
        title: 'Your request is not confirmed yet',
        text: 'Our systems did not confirm it in time. Nothing is wrong with your details: they are kept below. Send them again in a moment; however often you do, they count as one request.',
      },
      tooMany: {
        title: 'Please wait a minute',
        text: 'Many requests came from your network address. Your details are kept below; send them again in a minute.',
      },
      keyReused: {
        title: 'You have already sent this form',
        text: 'It was sent with other details. Send these to make a second request.',
      },
      rejected: {
        title: 'These details were not accepted',
        text: 'Change them and send the form again. They are kept below.',
      },
      lost: {
        title: 'Your request was lost on our side',
        text: 'We had confirmed it, but the region that stored it failed before it could pass it on. We are sorry. Please send it again: it counts as the same request.',
      },
    },
  },
  thanks: {
    reference: 'Your reference',
    home: 'Back to the offers',
    states: {
      stored: {
        title: 'Thank you. Your request is in.',
        text: 'Your request is stored and confirmed. The nearest dealer will call you back within one working day.',
        next: 'Keep this reference: our dealers find your request by it.',
      },
      unknown: {
        title: 'We have no request with this reference',
        text: 'Please check the address.',
        next: 'If you sent the form a moment ago, try again in a few seconds.',
      },
      unchecked: {
        title: 'We cannot look up your request right now',
        text: 'Our database does not answer. If the form brought you here, your request was accepted and this page will confirm it.',
        next: 'Keep this reference and try again in a moment.',
      },
    },
  },
  status: {
    title: 'Service status',
    lead: 'What this page measured when you opened it.',
    ok: 'Working',
    degraded: 'Limited',
    down: 'Not working',
    unknown: 'Unknown',
    website: 'Website',
    offers: 'Offers',
    requests: 'Test-drive requests',
    requestsRefused: 'New requests cannot be stored right now. Please try again in a few minutes.',
    region: 'Served by region',
    database: 'Read from database',
    writer: 'Requests are stored in',
    freshness: 'Copy is behind by',
    milliseconds: (value: string) => `${value} ms`,
    checkedAt: (time: string) => `Checked at ${time} UTC`,
    again: 'Check again',
    details: 'Behind this page',
  },
  problem: {
    notFoundTitle: 'Page not found',
    notFound: 'There is nothing at this address.',
    unavailableTitle: 'We are changing a tire',
    unavailable:
      'This page cannot be made right now. It will be back shortly: please try again in a few seconds.',
    tooManyTitle: 'One moment, please',
    tooMany: 'There were many requests from your address. Please wait a minute and send the form again.',
    badRequestTitle: 'That request cannot be read',
    badRequest: 'Please go back, reload the page and try once more.',
    badAddressTitle: 'That address cannot be read',
    badAddress: 'It contains characters that no address of ours has. Check it, or start from the home page.',
    brokenTitle: 'Something broke on our side',
    broken:
      'The error has been recorded. Please try again; if it happens again, tell us the request number below.',
    requestId: 'Request number',
    home: 'Go to the home page',
    retry: 'Try again',
  },
  stale: (time: string) => `You see a copy from ${time} UTC; prices and dates may have changed since.`,
  footer: {
    servedBy: (region: string) => `Served from ${region}`,
    database: (instance: string) => `database ${instance}`,
    fiction: 'Meridian Motors is a fictional brand.',
  },
}

/** Every sentence of the site; each language must have all of them. */
export type Messages = typeof en
