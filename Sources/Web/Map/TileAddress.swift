import Foundation

/// Where the maps of the site get their tiles from.
public struct TileAddress: Sendable, Hashable {
    /// With `{z}`, `{x}` and `{y}` in it.
    public let template: String
    /// Scheme, host and port, which the Content-Security-Policy allows images from.
    public let origin: String
    /// Whose map it is, as printed on it.
    public let credit: String

    /// Reads `https://tiles.example.dk/{z}/{x}/{y}.png`; `nil` for anything that is no such address.
    public init?(_ text: String, credit: String) {
        let plain = ["{z}", "{x}", "{y}"].reduce(text) { $0.replacing($1, with: "0") }
        guard ["{z}", "{x}", "{y}"].allSatisfy(text.contains), let parts = URLComponents(string: plain),
            let scheme = parts.scheme, scheme == "https" || scheme == "http", let host = parts.host, !host.isEmpty,
            host.utf8.allSatisfy({ TileAddress.isHostByte($0) }), parts.user == nil, parts.password == nil,
            !text.contains(where: { $0.isWhitespace || $0 == ";" || $0 == "," || $0 == "'" || $0 == "\"" })
        else { return nil }
        template = text
        origin = scheme + "://" + host + (parts.port.map { ":" + String($0) } ?? "")
        self.credit = credit
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte)
            || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
