// Draws the maps of a page: points, shaded areas or hexagons over the hub's own boundaries. Nothing is asked of any other host.
const shades = ['#ffffff', '#fbf3c9', '#bfe0b4', '#6bbcb3', '#24808f', '#123e63']

const text = (words) => document.createTextNode(words)

const shaded = (L, map, data) =>
  L.geoJSON(data, {
    // Colours are those of the key, so that nothing shines through; boundaries are drawn above.
    style: ({ properties }) => ({
      color: '#505a5f', weight: 0.5, fillColor: shades[properties.shade], fillOpacity: properties.number === 0 ? 0 : 1,
      dashArray: properties.number === null ? '3 2' : null
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
  for (let place = 0; place < data.points.length; place += 3) {
    x += data.points[place]
    y += data.points[place + 1]
    // As large as the key says.
    const radius = Math.min(14, 2 + Math.sqrt(data.points[place + 2]) / 2)
    L.circleMarker([south + y / 1e5, west + x / 1e5], {
      renderer: canvas, radius, stroke: false, fillColor: '#1d70b8', fillOpacity: 0.5, interactive: false
    }).addTo(group)
  }
  return group.addTo(map)
}

// Names of areas, the largest first, each where it is clear of those before; which ones there is room for depends on what is in view.
const named = (L, map, outlines) => {
  const areas = outlines.getLayers().map((layer) => ({ name: layer.feature.properties.name, bounds: layer.getBounds() }))
    .filter(({ name, bounds }) => name && bounds.isValid())
    .map((area) => ({ ...area, size: (area.bounds.getEast() - area.bounds.getWest()) * (area.bounds.getNorth() - area.bounds.getSouth()) }))
    .sort((left, right) => right.size - left.size)
  const group = L.layerGroup().addTo(map)
  const write = () => {
    group.clearLayers()
    const view = map.getBounds()
    const taken = []
    for (const { name, bounds } of areas) {
      if (taken.length >= 40) break
      const middle = bounds.getCenter()
      if (!view.contains(middle)) continue
      const at = map.latLngToContainerPoint(middle)
      const wide = name.length * 7 + 10
      if (taken.some((other) => Math.abs(other.y - at.y) < 18 && Math.abs(other.x - at.x) < (other.wide + wide) / 2)) continue
      taken.push({ x: at.x, y: at.y, wide })
      const node = document.createElement('span')
      node.append(text(name))
      group.addLayer(L.tooltip({ permanent: true, direction: 'center', className: 'sw-map__name', interactive: false, opacity: 1 })
        .setLatLng(middle).setContent(node))
    }
  }
  map.on('moveend', write)
  write()
}

const boxOf = (bounds) => [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((side) => side.toFixed(5)).join(',')

const draw = async (canvas) => {
  const L = window.L
  if (!L || canvas.dataset.drawn) return
  canvas.dataset.drawn = 'yes'
  const ask = async (address) => {
    const answer = await fetch(address, { credentials: 'same-origin', headers: { accept: 'application/json' } })
    if (!answer.ok) throw new Error(answer.status)
    return answer.json()
  }
  const still = canvas.parentElement.querySelector('.sw-map__still')
  const help = canvas.parentElement.querySelector('.sw-map__help')
  let map
  try {
    // The drawing of the page stands until the data are here.
    const data = await ask(canvas.dataset.source)
    const ground = data.outlines ? await ask(data.outlines) : null
    still.hidden = true
    help.hidden = false
    if (data.note) help.prepend(text(`${data.note} `))
    canvas.hidden = false
    map = L.map(canvas, { preferCanvas: true, attributionControl: false, minZoom: 6, maxZoom: 17, zoomSnap: 0.25 }).setView([52.9, -1.5], 7)
    L.control.scale({ imperial: true }).addTo(map)
    if (data.view) map.fitBounds([[data.view[1], data.view[0]], [data.view[3], data.view[2]]], { animate: false })
    map.createPane('outlines')
    const pane = map.getPane('outlines')
    pane.style.zIndex = 450
    pane.style.pointerEvents = 'none'
    if (canvas.dataset.map === 'points') pane.style.zIndex = 350
    const layer = canvas.dataset.map === 'points' ? points(L, map, data) : shaded(L, map, data)
    if (!data.view && layer.getBounds().isValid()) map.fitBounds(layer.getBounds(), { padding: [10, 10], animate: false })
    if (ground) {
      const outlines = L.geoJSON(ground, {
        pane: 'outlines', interactive: false, style: { pane: 'outlines', color: '#505a5f', weight: 1, fill: false }
      }).addTo(map)
      named(L, map, outlines)
    }
  } catch (fault) {
    // Without its data there is no map that moves: the drawing and the table stand.
    if (map) map.remove()
    canvas.hidden = true
    still.hidden = false
    help.hidden = true
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
