// Draws the maps of a page.
export const drawMaps = () => {}
