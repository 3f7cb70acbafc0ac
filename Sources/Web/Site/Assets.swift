import Crypto
import Foundation

/// Stylesheet, script and images, held in memory.
struct Assets: Sendable {
    struct File: Sendable {
        let bytes: [UInt8]
        let contentType: String
    }

    let files: [String: File]
    /// Of all files together.
    let version: String
    /// Whether the map is installed; pages show coordinates and a drawing without it.
    let hasMap: Bool

    /// - Parameter mapFolder: where the system's package has put Leaflet; it may be missing.
    init(mapFolder: String = Assets.mapFolder) throws {
        let folder = Site.resources.appendingPathComponent("Assets")
        var files: [String: File] = [:]
        var hash = SHA256()
        let found = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        for url in found.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
            let data = try Data(contentsOf: url)
            hash.update(data: data)
            guard let type = Assets.types[url.pathExtension] else { continue }
            files[url.lastPathComponent] = File(bytes: Array(data), contentType: type)
        }
        for name in ["leaflet.js", "leaflet.css"] {
            guard let data = FileManager.default.contents(atPath: mapFolder + "/" + name),
                let type = Assets.types[String(name.split(separator: ".")[1])]
            else { continue }
            hash.update(data: data)
            files[name] = File(bytes: Array(data), contentType: type)
        }
        hasMap = files["leaflet.js"] != nil && files["leaflet.css"] != nil
        self.files = files
        version = hash.finalize().prefix(6).map { String($0, radix: 16) }.joined()
    }

    /// Of Debian's `libjs-leaflet`.
    static let mapFolder = "/usr/share/javascript/leaflet"

    /// A stylesheet as it stands in a page of its own; empty where there is none.
    func text(_ name: String) -> String {
        files[name].map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
    ]
}
