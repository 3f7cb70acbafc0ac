/// A 64-bit fingerprint (FNV-1a) of what a row says, to see whether a later import says the same. Not a proof against
/// anybody who wants two rows to look alike.
public struct Fingerprint: Sendable {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    /// Adds a value and a separator, so that `ab`, `c` differs from `a`, `bc`.
    public mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0x1F)
    }

    private mutating func add(_ byte: UInt8) {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    public var value: UInt64 { hash }
    /// As the database keeps it.
    public var stored: Int64 { Int64(bitPattern: hash) }
}
