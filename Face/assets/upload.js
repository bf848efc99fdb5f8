// Sends a file in parts, a short one first, by which the hub sees whether it is a table at all; shows how far it is, and goes on where it was cut off. Without this script the form sends it in one piece.
const part = 8 << 20, known = 1 << 16, patience = 60

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const digest = async (file) => hex(await crypto.subtle.digest('SHA-256', await file.slice(0, known).arrayBuffer()))
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000))

const watch = (form) => {
  const input = form.querySelector('input[type=file]')
  const token = form.elements.csrf.value
  const say = (name, share) => (form.elements['say-' + name]?.value ?? '').replace('{share}', share ?? '')
  // A form with one small file is sent as it is.
  if (!form.elements['say-sending']) return
  const address = form.action
  const bar = Object.assign(document.createElement('progress'), { className: 'sw-progress', max: 100, value: 0, hidden: true })
  const word = Object.assign(document.createElement('p'), { className: 'govuk-body' })
  word.setAttribute('aria-live', 'polite')
  bar.setAttribute('aria-label', input.labels[0].textContent.trim())
  form.append(bar, word)

  const drop = input.closest('.govuk-form-group')
  for (const name of ['dragenter', 'dragover']) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('sw-drop') })
  }
  for (const name of ['dragleave', 'drop']) drop.addEventListener(name, () => drop.classList.remove('sw-drop'))
  drop.addEventListener('drop', (event) => {
    event.preventDefault()
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files
  })

  let told = -1
  const show = (text, share) => {
    bar.value = share
    // Every tenth share is enough to be read out.
    if (Math.floor(share / 10) !== told || share === 100) { word.textContent = text; told = Math.floor(share / 10) }
  }
  const where = async () => {
    const answer = await fetch(address.replace(/file$/, 'received'), { headers: { Accept: 'application/json' } })
    if (!answer.ok) throw Object.assign(new Error(), { isFinal: true })
    return answer.json()
  }
  const send = async (file) => {
    let state = await where(), failures = 0
    if (state.received > 0 && (state.total !== file.size || state.begins !== await digest(file))) {
      if (state.total !== undefined) word.textContent = say('other-file')
      state.received = 0
    }
    while (!state.next) {
      const from = state.received, to = Math.min(from + (from ? part : known), file.size)
      const share = Math.floor(from * 100 / file.size)
      show(say(failures ? 'resuming' : 'sending', share), share)
      try {
        const answer = await fetch(address, {
          method: 'PUT', body: file.slice(from, to),
          headers: { 'X-CSRF': token, 'Content-Range': `bytes ${from}-${to - 1}/${file.size}`, 'Content-Type': 'application/octet-stream' },
        })
        if (answer.status === 409) { state = await where(); if (++failures > patience) throw new Error(); await pause(1); continue }
        if (!answer.ok) throw Object.assign(new Error(), { isFinal: answer.status < 500 })
        state = await answer.json()
        failures = 0
      } catch (error) {
        if (error.isFinal || ++failures > patience) throw error
        told = -1
        show(say('waiting'), share)
        await pause(Math.min(failures, 10))
        try { state = await where() } catch (other) { if (other.isFinal) throw other }
      }
    }
    show(say('checking'), 100)
    location.assign(state.next)
  }
  form.addEventListener('submit', async (event) => {
    const file = input.files[0]
    if (!file || !file.size || !window.isSecureContext) return
    event.preventDefault()
    const button = form.querySelector('button[type=submit]')
    button.disabled = true
    bar.hidden = false
    try { await send(file) } catch { word.textContent = say('failed'); button.disabled = false }
  })
}

export const watchUploads = (root) => {
  for (const form of root.querySelectorAll('form[data-upload]')) {
    if (form.dataset.watched) continue
    form.dataset.watched = 'yes'
    watch(form)
  }
}
