// Draws the maps of a page: points, shaded areas or hexagons over the hub's own boundaries. Nothing is asked of any other host.
const shades = ['#ffffff', '#fef0d9', '#fdcc8a', '#fc8d59', '#d7301f', '#7f0000']

const text = (words) => document.createTextNode(words)

const shaded = (L, map, data) =>
  L.geoJSON(data, {
    style: ({ properties }) => ({
      color: '#12393d', weight: 1, fillColor: shades[properties.shade], fillOpacity: 0.75,
      dashArray: properties.number === null ? '4 4' : null
    }),
    onEachFeature: ({ properties }, layer) => {
      const node = document.createElement('div')
      node.append(text(`${properties.name}: ${properties.count}`))
      layer.bindTooltip(node, { sticky: true })
    }
  }).addTo(map)

const points = (L, map, data) => {
  const canvas = L.canvas({ padding: 0.3 })
  const group = L.featureGroup()
  const [west, south] = data.origin
  let [x, y] = [0, 0]
  const [easts, norths] = [[], []]
  for (let place = 0; place < data.points.length; place += 3) {
    x += data.points[place]
    y += data.points[place + 1]
    const count = data.points[place + 2]
    const [north, east] = [south + y / 1e5, west + x / 1e5]
    easts.push(east)
    norths.push(north)
    L.circleMarker([north, east], {
      renderer: canvas, radius: Math.min(14, 3 + Math.sqrt(count)), weight: 1, color: '#12393d', fillColor: '#1d70b8', fillOpacity: 0.6,
      interactive: false
    }).addTo(group)
  }
  group.addTo(map)
  // One point far away must not make a dot of all the others: what is shown first is where most of them lie.
  const most = (sides) => {
    sides.sort((left, right) => left - right)
    return [sides[Math.floor(sides.length * 0.01)], sides[Math.ceil(sides.length * 0.99) - 1]]
  }
  const [[left, right], [bottom, top]] = [most(easts), most(norths)]
  return { getBounds: () => L.latLngBounds(easts.length ? [[bottom, left], [top, right]] : []) }
}

const boxOf = (bounds) => [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((side) => side.toFixed(5)).join(',')

const draw = async (canvas) => {
  const L = window.L
  if (!L || canvas.dataset.drawn) return
  canvas.dataset.drawn = 'yes'
  canvas.hidden = false
  const map = L.map(canvas, { preferCanvas: true, attributionControl: false, minZoom: 6, maxZoom: 17, zoomSnap: 0.25 }).setView([52.9, -1.5], 7)
  const ask = async (address) => {
    const answer = await fetch(address, { credentials: 'same-origin', headers: { accept: 'application/json' } })
    if (!answer.ok) throw new Error(answer.status)
    return answer.json()
  }
  try {
    const data = await ask(canvas.dataset.source)
    if (data.outlines) {
      L.geoJSON(await ask(data.outlines), { interactive: false, style: { color: '#7f8f90', weight: 1, fill: false } }).addTo(map)
    }
    const layer = canvas.dataset.map === 'points' ? points(L, map, data) : shaded(L, map, data)
    const bounds = layer.getBounds()
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [10, 10] })
  } catch (fault) {
    // Without its data there is no map: the table stands.
    map.remove()
    canvas.hidden = true
    return
  }
  // What is in view becomes the box that is asked for, by a button that the keyboard reaches too.
  const box = document.querySelector('#box-form input[name=box]')
  if (box) map.on('moveend', () => { box.value = boxOf(map.getBounds()) })
  if (box) box.value = boxOf(map.getBounds())
}

export const drawMaps = (root) => {
  for (const canvas of root.querySelectorAll('[data-map]')) {
    if (window.L) draw(canvas)
    else window.addEventListener('load', () => draw(canvas), { once: true })
  }
}
