// The site works without this file; it only keeps an impatient second press of a button from being sent.
for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
    form.querySelector('button[type=submit]')?.setAttribute('aria-busy', 'true')
  })
}
// A page that comes back from the browser's memory may be sent again: its key still makes it count once.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-once]')) delete form.dataset.sent
})
// After a refused form, start at the list of what to correct.
document.querySelector('#faults a')?.focus()
