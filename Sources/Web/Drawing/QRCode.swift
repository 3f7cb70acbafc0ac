/// A QR code (ISO/IEC 18004): bytes, error correction level L, versions 1 to 10, mask 0. Enough for an address of 271 bytes.
struct QRCode: Sendable {
    /// Modules on each side, without the quiet zone.
    let size: Int
    /// Row by row; true is dark.
    private(set) var modules: [[Bool]]
    private var isFunction: [[Bool]]

    /// Of each version: error-correction bytes of a block, blocks, data bytes in all.
    private static let versions = [
        (7, 1, 19), (10, 1, 34), (15, 1, 55), (20, 1, 80), (26, 1, 108), (18, 2, 136), (20, 2, 156), (24, 2, 194),
        (30, 2, 232), (18, 4, 274),
    ]

    /// `nil` where the text is too long.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        func headBits(_ version: Int) -> Int { version < 10 ? 12 : 20 }
        guard
            let index = QRCode.versions.indices.first(where: {
                headBits($0 + 1) + bytes.count * 8 <= QRCode.versions[$0].2 * 8
            })
        else { return nil }
        let (check, blocks, capacity) = QRCode.versions[index]
        let version = index + 1
        size = version * 4 + 17
        modules = Array(repeating: Array(repeating: false, count: size), count: size)
        isFunction = modules
        let data = QRCode.data(bytes, lengthBits: headBits(version) - 4, capacity: capacity)
        drawPatterns(version)
        drawFormat()
        draw(QRCode.interleaved(data, blocks: blocks, check: check))
    }

    /// Mode, length, bytes and filling.
    private static func data(_ bytes: [UInt8], lengthBits: Int, capacity: Int) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for place in (0..<count).reversed() { bits.append(value >> place & 1 == 1) }
        }
        append(4, 4)
        append(bytes.count, lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        append(0, min(4, capacity * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var filler = 0xEC
        while bits.count < capacity * 8 {
            append(filler, 8)
            filler ^= 0xEC ^ 0x11
        }
        return stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
        }
    }

    /// Data and error correction of all blocks, byte by byte in turn; the later blocks may be one byte longer.
    private static func interleaved(_ data: [UInt8], blocks: Int, check: Int) -> [UInt8] {
        let short = data.count / blocks
        let shortBlocks = blocks - data.count % blocks
        let divisor = ReedSolomon.divisor(check)
        var parts: [[UInt8]] = []
        var start = 0
        for block in 0..<blocks {
            let end = start + short + (block < shortBlocks ? 0 : 1)
            parts.append(Array(data[start..<end]))
            start = end
        }
        let checks = parts.map { ReedSolomon.remainder($0, divisor) }
        let turned = (0...short).flatMap { place in parts.compactMap { place < $0.count ? $0[place] : nil } }
        return turned + (0..<check).flatMap { place in checks.map { $0[place] } }
    }

    private mutating func set(_ row: Int, _ column: Int, _ isDark: Bool) {
        guard modules.indices.contains(row), modules.indices.contains(column) else { return }
        modules[row][column] = isDark
        isFunction[row][column] = true
    }

    /// Finders, timing, alignment and, from version 7 on, the version.
    private mutating func drawPatterns(_ version: Int) {
        for place in 0..<size {
            set(6, place, place % 2 == 0)
            set(place, 6, place % 2 == 0)
        }
        for (row, column) in [(3, 3), (3, size - 4), (size - 4, 3)] {
            for down in -4...4 {
                for across in -4...4 {
                    let distance = max(abs(down), abs(across))
                    set(row + down, column + across, distance != 2 && distance != 4)
                }
            }
        }
        let last = size - 7
        let middle = version < 7 ? [] : [8 + version * 2]
        let centres = version == 1 ? [] : [6] + middle + [last]
        for row in centres {
            for column in centres where ![(6, 6), (6, last), (last, 6)].contains(where: { $0 == (row, column) }) {
                for down in -2...2 {
                    for across in -2...2 { set(row + down, column + across, max(abs(down), abs(across)) != 1) }
                }
            }
        }
        guard version >= 7 else { return }
        var rest = version
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = version << 12 | rest
        for place in 0..<18 {
            let isDark = bits >> place & 1 == 1
            set(place / 3, size - 11 + place % 3, isDark)
            set(size - 11 + place % 3, place / 3, isDark)
        }
    }

    /// Level L and mask 0, twice.
    private mutating func drawFormat() {
        // 01 for level L, 000 for the mask, with their BCH code, masked: always the same here.
        let bits = 0b111_0111_1100_0100
        func isDark(_ place: Int) -> Bool { bits >> place & 1 == 1 }
        for place in 0...5 { set(place, 8, isDark(place)) }
        set(7, 8, isDark(6))
        set(8, 8, isDark(7))
        set(8, 7, isDark(8))
        for place in 9...14 { set(8, 14 - place, isDark(place)) }
        for place in 0...7 { set(8, size - 1 - place, isDark(place)) }
        for place in 8...14 { set(size - 15 + place, 8, isDark(place)) }
        set(size - 8, 8, true)
    }

    /// In double columns from the right, up and down in turn; mask 0 turns every other module over.
    private mutating func draw(_ bytes: [UInt8]) {
        var place = 0
        for right in stride(from: size - 1, through: 1, by: -2) {
            let right = right <= 6 ? right - 1 : right
            for step in 0..<size {
                let isUpward = (right + 1) & 2 == 0
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isFunction[row][column] {
                    let bit = place < bytes.count * 8 && bytes[place / 8] >> (7 - place % 8) & 1 == 1
                    modules[row][column] = bit != ((row + column) % 2 == 0)
                    place += 1
                }
            }
        }
    }

    /// Dark on white in every colour scheme, with the quiet zone of four modules around it that readers need.
    func svg(title: String) -> String {
        var path = ""
        for (row, line) in modules.enumerated() {
            for (column, isDark) in line.enumerated() where isDark { path += "M\(column + 4) \(row + 4)h1v1h-1z" }
        }
        let side = Double(size + 8)
        var svg = SVG()
        svg.group(
            "svg", "",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": .t("0 0 \(size + 8) \(size + 8)"), "width": "220",
                "height": "220", "role": "img",
            ]
        ) { svg in
            svg.title(title)
            svg.element("rect", "", ["width": .n(side), "height": .n(side), "fill": "#fff"])
            svg.element("path", "", ["d": .t(path), "fill": "#000"])
        }
        return svg.markup
    }
}

/// Error correction over GF(2⁸) with the polynomial 0x11D.
private enum ReedSolomon {
    private static func multiply(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product = 0
        for place in (0..<8).reversed() {
            product = product << 1 ^ (product >> 7) * 0x11D
            if right >> place & 1 == 1 { product ^= Int(left) }
        }
        return UInt8(product)
    }

    static func divisor(_ degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree)
        result[degree - 1] = 1
        var root: UInt8 = 1
        for _ in 0..<degree {
            for place in 0..<degree {
                result[place] = multiply(result[place], root)
                if place + 1 < degree { result[place] ^= result[place + 1] }
            }
            root = multiply(root, 2)
        }
        return result
    }

    static func remainder(_ data: [UInt8], _ divisor: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for place in divisor.indices { result[place] ^= multiply(divisor[place], factor) }
        }
        return result
    }
}
