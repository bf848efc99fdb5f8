// Makes pages better that work without: menus that fold, errors that take the focus, maps, uploads with their progress.
import { initAll } from './govuk-frontend.js'

initAll()

const start = (root) => {
  if (root.querySelector('[data-map]')) import('./map.js').then(({ drawMaps }) => drawMaps(root))
  if (root.querySelector('form[data-upload]')) import('./upload.js').then(({ watchUploads }) => watchUploads(root))
}
// Filters come first; on a phone they are folded so that what they found is in sight.
for (const fold of document.querySelectorAll('details[data-fold]')) {
  if (window.matchMedia('(max-width: 40em)').matches) fold.open = false
}
start(document)
document.addEventListener('htmx:afterSettle', (event) => start(event.target))
