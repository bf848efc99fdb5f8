/// Maps of records: points, areas and hexagons.
enum MapRoutes {
    static let all: [Route] = []
}
