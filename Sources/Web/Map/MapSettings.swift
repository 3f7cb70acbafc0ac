import Handbook

/// What `map.js` is told by the frame of every page: where the tiles are, and its few words.
struct MapSettings: Sendable {
    let tiles: String
    let credit: String
    let zoomIn: String
    let zoomOut: String
    let pick: String

    init(_ address: TileAddress?, _ words: Words) {
        tiles = address?.template ?? ""
        credit = address?.credit ?? ""
        zoomIn = words("map.zoom-in")
        zoomOut = words("map.zoom-out")
        pick = words("map.pick")
    }
}
